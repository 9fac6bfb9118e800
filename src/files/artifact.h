/* Files that a run leaves: safetensors with metadata, and text, each written whole or not at all.
 *
 * A file is written as <path>.<process id>.tmp in the same folder, flushed to the disk (fsync) and
 * renamed, so that a reader never sees half of one, two writers of one path never mix, and a killed
 * run leaves only a .tmp that no target depends on, and that make removes when it is ten minutes
 * old. Any failure (no space, a file-size limit, no permission) ends the program with one line
 * "<path>: cannot write: <why>", after removing the .tmp; what stood at <path> before still stands
 * there. With FLUSH=no in the environment nothing is flushed: what an audit writes is thrown away.
 *
 * safetensors: 8 bytes little-endian length n, n bytes of JSON header, then the tensors' bytes.
 *
 *   | n | {"__metadata__":{..},"bias":{"dtype":"F32","shape":[..],"data_offsets":[..]}} | data |
 *
 * Same tensors, metadata and path, same bytes: keys stand in the order given, the header is padded
 * with blanks to a multiple of 8, nothing else (time, host) is in it.
 *
 * An artifact is such a file that says what it is. Its header begins with
 *
 *   {"__metadata__":{"sha256_of_rest":"<64 digits>","path":"results/units/...",
 *
 * the digits being the SHA-256 of every byte of the file after them. So a changed byte, a cut, or
 * another unit's file at this path is found whenever it is read, and never used.
 */
#ifndef ARTIFACT_H
#define ARTIFACT_H

#include <jansson.h>
#include <nettle/sha2.h>
#include <stddef.h>
#include <stdio.h>

/* The folder of all that a run makes. */
#define RESULTS "results"

enum { SHA256_TEXT = 65 };

enum tensor_type { TENSOR_F32, TENSOR_F64 };

/* A matrix to be written, or one read. */
struct tensor {
    const char *name;
    enum tensor_type type;
    int rows, columns; /* columns == 0: one dimension, [rows] */
    const void *data;  /* row-major, no padding */
};

/* A safetensors file in memory. */
struct artifact {
    char *path;
    size_t count;
    struct tensor *tensors; /* in the order of their data */
    json_t *metadata;       /* object of strings; empty where the file has none */
    json_t *header;         /* the tensors' names stand in it */
    void *content;          /* everything after the header; the tensors' data point into it */
};

/* Write tensors[count] and `metadata` (an object whose values are strings; borrowed) to `path`,
 * making its folders; hash and path are put before the metadata. Names differ and are UTF-8; no
 * tensor is empty. */
void artifact_write(const char *path, const struct tensor *tensors, size_t count, json_t *metadata);

/* Read any safetensors file; the caller frees with artifact_free. Fails with one line that begins
 * with the path if it is missing, truncated or malformed: every offset, shape and type is checked
 * against the file's size before it is used. Types other than F32 and F64, ranks other than 1 and
 * 2, and empty tensors are refused by name. F32 data stand on a boundary of 4 bytes, but F64 data
 * may too: take those with memcpy. */
struct artifact safetensors_read(const char *path);

/* The same of a file that artifact_write left at this path. Fails where its content or its place is
 * another. */
struct artifact artifact_read(const char *path);

void artifact_free(struct artifact *artifact);

/* The metadata of a safetensors file alone: its header is read and no more, so that neither its
 * place nor its hash is checked. The caller decrefs; NULL where there is no such header. */
json_t *artifact_metadata(const char *path);

/* The tensor of that name with that shape and type F32 (columns 0: one dimension); fails,
 * beginning with the path, where there is none or its shape or type is another. */
const float *artifact_matrix(const struct artifact *artifact, const char *name, int rows,
                             int columns);

/* The same of one dimension and type F64, into values[rows]. */
void artifact_doubles(const struct artifact *artifact, const char *name, int rows, double *values);

/* The metadata entry `key`, as text that lives as long as `artifact` or as a number; fails where
 * there is none, or where it is not a number. */
const char *artifact_text(const struct artifact *artifact, const char *key);
double artifact_number(const struct artifact *artifact, const char *key);

/* The same as a whole number from 0 to `most`; fails where it is none. */
int artifact_count(const struct artifact *artifact, const char *key, int most);

/* `value` with as few of 15, 16 or 17 significant digits (%g) as read back as the same double, in a
 * string that the caller frees. */
char *exact_number(double value);

/* What was hashed, in lower-case hexadecimal; the context begins anew. */
void sha256_text(struct sha256_ctx *context, char digest[SHA256_TEXT]);

/* SHA-256 of a file's bytes, likewise. Fails if the file cannot be read. */
void file_sha256(const char *path, char digest[SHA256_TEXT]);

/* Make every folder that `path` stands in; what follows its last '/' is not made. */
void make_folders(const char *path);

/* Text output under the same promise: write to the stream without checking, then finish. */
struct output {
    char *path, *temporary;
    FILE *stream;
};

/* Open the .tmp of `path`, making its folders. From then on the process ignores SIGXFSZ, so that a
 * file-size limit is a failed write too. */
struct output output_begin(const char *path);

/* Put the file in its place, or fail if any write failed; frees what `output` holds. */
void output_finish(struct output *output);

#endif
