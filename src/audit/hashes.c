/* The files of the run beside the hashes of its manifest. */
#include "audit/audit.h"
#include "audit/fault.h"
#include "files/artifact.h"
#include "provenance/manifest.h"
#include <string.h>
#include <unistd.h>

void check_hashes(void) {
    struct manifest manifest = manifest_read(MANIFEST_PATH);
    char digest[SHA256_TEXT];
    for (size_t i = 0; i < manifest.count; i++) {
        const struct manifest_item *item = &manifest.items[i];
        if (access(item->path, R_OK) != 0)
            continue;
        file_sha256(item->path, digest);
        if (strcmp(digest, item->digest) != 0)
            fault("%s: SHA-256 is %.12s..., expected %.12s... by " MANIFEST_PATH, item->path,
                  digest, item->digest);
    }
    manifest_free(&manifest);
}
