/* Artifacts: the files that a run leaves. An artifact is a safetensors file that says what it is.
 *
 * Its header begins with
 *
 *   {"__metadata__":{"sha256_of_rest":"<64 digits>","path":"results/units/...",
 *
 * and the digits are the SHA-256 of every byte of the file after them. So a changed byte, a cut, or
 * the file of another unit at this path is found whenever the file is read, and is never used.
 *
 * The same tensors, metadata and path give the same bytes (see safetensors.h). A file is written
 * whole or not at all (see output.h). This header includes output.h, hash.h, number.h and
 * safetensors.h, so that one include is enough for all of them.
 */
#ifndef FILES_ARTIFACT_H
#define FILES_ARTIFACT_H

#include "files/hash.h"
#include "files/number.h"
#include "files/output.h"
#include "files/safetensors.h"
#include <jansson.h>
#include <stddef.h>

/* The folder of everything that a run makes. */
#define RESULTS "results"

/* Write tensors[count] and `metadata` (an object whose values are strings; borrowed) to `path`, and
 * make its folders. The hash and the path come before the metadata. The tensors have different
 * names, in UTF-8, and none is empty. */
void artifact_write(const char *path, const struct tensor *tensors, size_t count, json_t *metadata);

/* Read any safetensors file, an artifact or not; the caller frees it with artifact_free. Fails,
 * with one line that begins with the path, if the file is missing, truncated or malformed, or if it
 * has a hash that is not that of its content. Tensors of integers and of other types of the format
 * are left out. Those of floats are refused by name where they are empty or have not one or two
 * dimensions. Data may stand on any boundary: read them with memcpy, but for an artifact's F32,
 * which are on one of 4 bytes. */
struct artifact safetensors_read(const char *path);

/* Read a file that artifact_write wrote to this path. Fails if its content or path is another. */
struct artifact artifact_read(const char *path);

/* Fails if the file is an artifact, or a copy of one, and its content is not what its hash says. Of
 * other files, whatever they hold, nothing is said. */
void artifact_check(const char *path);

/* The metadata of a safetensors file. Only the header is read, so neither the path nor the hash is
 * checked. The caller decrefs. NULL if there is no such header. */
json_t *artifact_metadata(const char *path);

/* The tensor of that name, with that shape (columns 0: one dimension) and type F32. Fails, with a
 * line that begins with the path, if there is none or its shape or type is another. */
const float *artifact_matrix(const struct artifact *artifact, const char *name, int rows,
                             int columns);

/* Copy the tensor of that name, with one dimension and type F64, into values[rows]; fails likewise.
 */
void artifact_doubles(const struct artifact *artifact, const char *name, int rows, double *values);

/* The metadata entry `key`: as text, which lives as long as `artifact`, or as a number. Fails if
 * there is no such entry, or if it is not a number. */
const char *artifact_text(const struct artifact *artifact, const char *key);
double artifact_number(const struct artifact *artifact, const char *key);

/* The metadata entry `key` as a whole number from 0 to `most`. Fails if it is something else. */
int artifact_count(const struct artifact *artifact, const char *key, int most);

#endif
