/* What the readers of the formats share: the types of elements, and a tensor_file that grows.
 *
 * Only the readers in this room include this header; everyone else includes tensor_file.h.
 */
#ifndef FILES_TENSOR_PARTS_H
#define FILES_TENSOR_PARTS_H

#include "files/tensor_file.h"
#include <stdbool.h>

/* The name of the one tensor of a file that gives it none: a .npy, or a .pt that is a tensor. */
#define NAMELESS_TENSOR "tensor"

/* A type's name in each format, and its size. */
struct element_name {
    const char *safetensors; /* "F32" */
    const char *numpy;       /* "f4", after the byte order */
    const char *storage;     /* "torch.FloatStorage"; "": no .pt names it */
    size_t bytes;
};
extern const struct element_name element_names[ELEMENT_TYPES];

/* The types' names as messages list them. */
#define ELEMENT_TYPES_READ "F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8 or BOOL"

/* The elements that one or several tensors lie in. */
struct element_block {
    const void *start;
    int64_t count; /* in elements of the tensor's type */
};

/* What `memory` of a file is: all that its tensors and their names lie in. */
struct tensor_memory {
    size_t count;
    struct tensor_part {
        void *start;
        size_t bytes;
        bool is_mapped;
    } parts[];
};

/* Memory that the file frees: `bytes` from `start`, which are mapped or come from malloc. */
void tensor_file_keep(struct tensor_file *file, void *start, size_t bytes, bool is_mapped);

/* Add a tensor, whose first element is number `offset` of the block. Its name is copied; `data` is
 * set here. Fails if the name is there already, if a size or stride is negative, if the shape says
 * more elements than a file could hold, or if an element lies outside of the block. */
void tensor_file_add(struct tensor_file *file, const char *name, struct stored_tensor tensor,
                     struct element_block block, int64_t offset);

/* Set the strides of a tensor whose elements lie in row-major order without gaps. Fails, with a
 * line that begins with `where`, if its elements are not as many as `count`. */
void set_row_major(const char *where, struct stored_tensor *tensor, int64_t count);

/* How many elements a shape says, or -1 if a size is negative or they are more than 2^62. */
int64_t elements_of_shape(int dimensions, const int64_t *shape);

/* A name or other text from a file as it may stand in a message: one line, not too long. Good until
 * the next call but one. */
const char *shown(const char *text);

/* ---- The readers: each adds the tensors and constants of a file whose bytes are in memory ---- */

void safetensors_read_tensors(struct tensor_file *file, char *bytes, size_t size);

/* A zip archive: .npz, or .pt if it has a data.pkl. */
void zip_read_tensors(struct tensor_file *file, char *bytes, size_t size);

/* One .npy, whose tensor gets that name. `where` is how messages begin: the path, and the member of
 * an .npz. */
void npy_read_tensor(struct tensor_file *file, const char *where, const char *name,
                     const char *bytes, size_t size);

#define NPY_MAGIC "\x93NUMPY"

#endif
