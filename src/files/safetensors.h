/* The safetensors format: 8 bytes little-endian length n, n bytes of JSON header, then the data.
 *
 *   | n | {"__metadata__":{..},"bias":{"dtype":"F32","shape":[..],"data_offsets":[..]}} | data |
 *
 * The same tensors and metadata give the same bytes: the keys are in the order given, blanks pad
 * the header to a multiple of 8, and nothing else (time, host) is in it.
 *
 * Nothing that is read is trusted: every offset, shape and type is checked against the file's size
 * before it is used.
 */
#ifndef FILES_SAFETENSORS_H
#define FILES_SAFETENSORS_H

#include "files/mapped.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* The key of the metadata in a header. */
#define METADATA_KEY "__metadata__"

/* The types that are read: IEEE 754's of 32, 64 and 16 bits, and BF16, the upper half of an F32. */
enum tensor_type { TENSOR_F32, TENSOR_F64, TENSOR_F16, TENSOR_BF16, TENSOR_TYPES };

/* A vector or matrix to be written, or one that was read. */
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
    struct tensor *tensors; /* those of floats, in the order of their data */
    json_t *metadata;       /* an object of strings; empty if the file has no metadata */
    json_t *header;         /* holds the names of the tensors */
    void *content;          /* everything after the header; the tensors' data point into it */
    struct mapping mapping; /* what `content` stands in, where the file is mapped (mapped.h) */
};

/* The two parts of a file, read but not checked. */
struct safetensors {
    char *header, *data;
    size_t header_bytes, data_bytes;
    struct mapping mapping; /* of a large file: `data` stands in it; else empty */
};

size_t tensor_bytes(const struct tensor *tensor);

/* "F32", "F64", "F16", "BF16" */
const char *tensor_type_name(enum tensor_type type);

/* The header of a file with these tensors and this metadata, a JSON object of strings (borrowed).
 * The caller frees. Fails if safetensors_parse would not give the same tensors back. */
char *safetensors_header(const char *path, const struct tensor *tensors, size_t count,
                         json_t *metadata);

/* Write a file of this header, which safetensors_header gave, and of these tensors, whole or not at
 * all. */
void safetensors_write(const char *path, const char *header, const struct tensor *tensors,
                       size_t count);

/* Read the file, or map it where it is large (mapped.h). Fails if it cannot be read or is no
 * safetensors file by its length. */
struct safetensors safetensors_load(const char *path);

/* Check the parts and make an artifact of them, which then owns the data; frees the header. Fails
 * as safetensors_read says (see artifact.h). */
struct artifact safetensors_parse(const char *path, struct safetensors *file);

/* The parts of a file whose bytes are in memory; they point into these. Fails as safetensors_load
 * does. */
struct safetensors safetensors_split(const char *path, char *bytes, size_t size);

/* The header's JSON, an object, and its metadata, an object of strings. The caller owns the
 * references. Both fail if that is not what the header holds;
 * metadata that are not there are empty. */
json_t *safetensors_json(const char *path, const char *bytes, size_t length);
json_t *safetensors_metadata(const char *path, json_t *header);

/* An entry of a header: a tensor, whatever its type and shape. */
struct safetensors_entry {
    const char *name;        /* the header's */
    json_t *json, *shape;    /* borrowed from the header; a shape of whole numbers, 0 or more */
    size_t type, begin, end; /* which type, and the bytes of the data that are its own */
};

/* Its type as the format names it: "F32", "U64" */
const char *safetensors_type_name(const struct safetensors_entry *entry);

/* All entries[count] of a header in the order of their data; the caller frees. Their types, shapes
 * and offsets agree, and they fill data_bytes without gaps or overlaps; if not, or if floats are no
 * vector or matrix although they are of_artifact, the program fails. */
struct safetensors_entry *safetensors_entries(const char *path, json_t *header, size_t data_bytes,
                                              bool of_artifact, size_t *count);

/* Free what the file holds in memory. */
void artifact_free(struct artifact *artifact);

#endif
