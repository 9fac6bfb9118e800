/* SHA-256, by nettle. */
#include "files/hash.h"
#include "files/input.h"
#include <stdio.h>

void sha256_text(struct sha256_ctx *context, char digest[SHA256_TEXT]) {
    uint8_t hash[SHA256_DIGEST_SIZE];
    sha256_digest(context, sizeof hash, hash);
    for (size_t i = 0; i < sizeof hash; i++)
        sprintf(digest + 2 * i, "%02x", hash[i]);
}

void file_sha256(const char *path, char digest[SHA256_TEXT]) {
    FILE *stream = open_to_read(path);
    struct sha256_ctx context;
    sha256_init(&context);
    uint8_t block[1 << 16];
    for (size_t bytes; (bytes = fread(block, 1, sizeof block, stream)) > 0;)
        sha256_update(&context, bytes, block);
    if (ferror(stream))
        cannot_read(path);
    fclose(stream);
    sha256_text(&context, digest);
}
