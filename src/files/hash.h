/* SHA-256 of bytes and of files, as text. */
#ifndef FILES_HASH_H
#define FILES_HASH_H

#include <nettle/sha2.h>

/* The length of a digest as text, with its final zero. */
enum { SHA256_TEXT = 65 };

/* The digest of what the context was given, in lower-case hexadecimal. The context begins anew. */
void sha256_text(struct sha256_ctx *context, char digest[SHA256_TEXT]);

/* The digest of a file's bytes. Fails if the file cannot be read. */
void file_sha256(const char *path, char digest[SHA256_TEXT]);

#endif
