"""Keep the JSON-LD context of RO-Crate 1.1 in an HTTP cache, so that the validator needs no network.

    keep_context.py CACHE

A crate names its context by an address, which the validator reads. The package rocrate has the same file.
"""
import importlib.metadata
import sys

from requests_cache import CachedRequest, CachedResponse, CachedSession

ADDRESS = "https://w3id.org/ro/crate/1.1/context"

context = importlib.metadata.distribution("rocrate").locate_file("rocrate/data/ro-crate.jsonld").read_bytes()
CachedSession(sys.argv[1], backend="sqlite", expire_after=-1).cache.save_response(CachedResponse(
    status_code=200, url=ADDRESS, headers={"Content-Type": "application/ld+json"}, content=context,
    request=CachedRequest(method="GET", url=ADDRESS)))
