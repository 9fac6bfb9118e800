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

/* The digest that names rows of one's own (gen/input_hash.sh): that of the file at `path` or, where
 * it is a folder, of lines "<digest>  <name>" of the files in it, in the order of their names; with
 * the name of a tensor, of a line "<digest>  <tensor>". tensor is NULL for none. Fails likewise. */
void rows_sha256(const char *path, const char *tensor, char digest[SHA256_TEXT]);

#endif
