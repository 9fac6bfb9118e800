/* A file of named tensors, whatever tool wrote it: safetensors, PyTorch's .pt, NumPy's .npz or
 * .npy.
 *
 * Nothing that is read is trusted, and nothing is executed. A .pt file is a zip archive with a
 * pickle; the pickle is read by the few opcodes that a state dict needs, and any other opcode or
 * global is refused by its name.
 */
#ifndef FILES_TENSOR_FILE_H
#define FILES_TENSOR_FILE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum element_type {
    ELEMENT_F64,
    ELEMENT_F32,
    ELEMENT_F16,
    ELEMENT_BF16,
    ELEMENT_I64,
    ELEMENT_I32,
    ELEMENT_I16,
    ELEMENT_I8,
    ELEMENT_U8,
    ELEMENT_BOOL,
    ELEMENT_U64,
    ELEMENT_U32,
    ELEMENT_U16,
    ELEMENT_TYPES
};

enum { MOST_DIMENSIONS = 8 };

/* One tensor as it lies in the file. Its element (i, j, ...) is at data, counted in elements, plus
 * i * strides[0] + j * strides[1] + ... Each such element lies in the file. */
struct stored_tensor {
    const char *name;
    enum element_type type;
    int dimensions; /* 0: a scalar */
    int64_t shape[MOST_DIMENSIONS], strides[MOST_DIMENSIONS];
    const void *data;
};

struct tensor_file {
    char *path;
    size_t count;
    struct stored_tensor *tensors;
    json_t *constants; /* an object: what stands beside the tensors (see below) */
    void *memory;      /* what the tensors point into; freed with the file */
};

/* The constants are strings, numbers, booleans, null, and dicts and lists of them:
 *
 *   safetensors   its __metadata__
 *   .pt           what is no tensor, such as OpenAI's "activation": "TopK"; in a list, a tensor is
 *                 null; a dict that holds tensors alone is left out; NaN, Infinity and -Infinity
 *                 are strings
 *   .npz, .npy    none
 *
 * A tensor in a dict of a .pt has a dotted name: "optimizer.state". The one of a .npy, or of a .pt
 * that is a tensor itself, has the name "tensor". A .npz names its arrays.
 */

/* Read the file; its first bytes say which format it is. Fails with one line that begins with the
 * path: what is wrong, and what was expected. The file is mapped, not copied, so it must not become
 * shorter before the caller frees with tensor_file_free. */
struct tensor_file tensor_file_read(const char *path);

void tensor_file_free(struct tensor_file *file);

/* The tensor of that name, or NULL. */
const struct stored_tensor *tensor_named(const struct tensor_file *file, const char *name);

/* How many elements a tensor has; 1 for a scalar. */
int64_t tensor_elements(const struct stored_tensor *tensor);

/* All elements in row-major order as float32: values[tensor_elements]. F64 is rounded. */
void tensor_to_float32(const struct stored_tensor *tensor, float *values);

/* The same as float64: exactly, but for whole numbers beyond 2^53, which are rounded. */
void tensor_to_float64(const struct stored_tensor *tensor, double *values);

#endif
