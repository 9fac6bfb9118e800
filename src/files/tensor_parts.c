/* What the readers of the formats share: the types of elements, and a tensor_file that grows. */
#include "files/tensor_parts.h"
#include "program/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

const struct element_name element_names[ELEMENT_TYPES] = {
    [ELEMENT_F64] = {"F64", "f8", "torch.DoubleStorage", 8},
    [ELEMENT_F32] = {"F32", "f4", "torch.FloatStorage", 4},
    [ELEMENT_F16] = {"F16", "f2", "torch.HalfStorage", 2},
    [ELEMENT_BF16] = {"BF16", "bf16", "torch.BFloat16Storage", 2},
    [ELEMENT_I64] = {"I64", "i8", "torch.LongStorage", 8},
    [ELEMENT_I32] = {"I32", "i4", "torch.IntStorage", 4},
    [ELEMENT_I16] = {"I16", "i2", "torch.ShortStorage", 2},
    [ELEMENT_I8] = {"I8", "i1", "torch.CharStorage", 1},
    [ELEMENT_U8] = {"U8", "u1", "torch.ByteStorage", 1},
    [ELEMENT_BOOL] = {"BOOL", "b1", "torch.BoolStorage", 1},
    [ELEMENT_U64] = {"U64", "u8", "", 8},
    [ELEMENT_U32] = {"U32", "u4", "", 4},
    [ELEMENT_U16] = {"U16", "u2", "", 2},
};

/* ---- Memory ---- */

void tensor_file_keep(struct tensor_file *file, void *start, size_t bytes, bool is_mapped) {
    struct tensor_memory *memory = file->memory;
    size_t count = memory == NULL ? 0 : memory->count;
    if ((count & (count - 1)) == 0) { /* full at each power of two */
        size_t most = count == 0 ? 1 : 2 * count;
        memory = reallocate(memory, sizeof *memory + most * sizeof memory->parts[0], 1);
    }
    memory->parts[count] = (struct tensor_part){start, bytes, is_mapped};
    memory->count = count + 1;
    file->memory = memory;
}

void tensor_file_free(struct tensor_file *file) {
    struct tensor_memory *memory = file->memory;
    for (size_t i = 0; memory != NULL && i < memory->count; i++) {
        struct tensor_part *part = &memory->parts[i];
        if (part->is_mapped)
            munmap(part->start, part->bytes);
        else
            free(part->start);
    }
    free(memory);
    free(file->tensors);
    free(file->path);
    json_decref(file->constants);
    *file = (struct tensor_file){0};
}

/* ---- Tensors ---- */

enum { MOST_SHOWN = 120 };

const char *shown(const char *text) {
    static char lines[2][MOST_SHOWN + sizeof "\\xff..."];
    static int turn;
    char *line = lines[turn ^= 1], *end = line;
    for (; *text != '\0' && end - line < MOST_SHOWN; text++)
        end += sprintf(end, *text >= ' ' && *text <= '~' ? "%c" : "\\x%02x", (unsigned char)*text);
    strcpy(end, *text == '\0' ? "" : "...");
    return line;
}

enum { LARGEST_BITS = 62 };

int64_t elements_of_shape(int dimensions, const int64_t *shape) {
    const int64_t most = (int64_t)1 << LARGEST_BITS;
    bool is_empty = false;
    for (int i = 0; i < dimensions; i++) {
        if (shape[i] < 0 || shape[i] > most)
            return -1;
        is_empty = is_empty || shape[i] == 0;
    }
    int64_t elements = 1;
    for (int i = 0; i < dimensions && !is_empty; i++)
        if (__builtin_mul_overflow(elements, shape[i], &elements) || elements > most)
            return -1;
    return is_empty ? 0 : elements;
}

void set_row_major(const char *where, struct stored_tensor *tensor, int64_t count) {
    int64_t elements = elements_of_shape(tensor->dimensions, tensor->shape);
    if (elements < 0)
        fail_damaged("%s: its shape says more elements than any file holds, expected %jd", where,
                     (intmax_t)count);
    if (elements != count)
        fail_damaged("%s: %jd elements of data, expected the %jd that its shape says", where,
                     (intmax_t)count, (intmax_t)elements);
    int64_t stride = 1;
    for (int i = tensor->dimensions - 1; i >= 0; i--) {
        tensor->strides[i] = stride;
        stride = elements == 0 ? 1 : stride * tensor->shape[i];
    }
}

/* The number of the last element in its block, or -1 if it is more than 2^62. */
static int64_t last_element(const struct stored_tensor *tensor, int64_t offset) {
    const int64_t most = (int64_t)1 << LARGEST_BITS;
    int64_t last = offset, way;
    for (int i = 0; i < tensor->dimensions; i++)
        if (__builtin_mul_overflow(tensor->shape[i] - 1, tensor->strides[i], &way) ||
            __builtin_add_overflow(last, way, &last) || last > most)
            return -1;
    return last;
}

/* A tensor may repeat elements (stride 0, as torch's expand makes them), but not as a bomb: up to
 * 2^26 of them. */
enum { MOST_REPEATED = 1 << 26 };

static void check_layout(const char *path, const char *name, const struct stored_tensor *tensor,
                         int64_t count, int64_t offset) {
    int64_t elements = elements_of_shape(tensor->dimensions, tensor->shape);
    if (elements < 0)
        fail_damaged("%s: tensor %s: a negative size, or more elements than any file holds, "
                     "expected a shape",
                     path, shown(name));
    for (int i = 0; i < tensor->dimensions; i++)
        if (tensor->strides[i] < 0)
            fail_damaged("%s: tensor %s: stride %jd, expected 0 or more", path, shown(name),
                         (intmax_t)tensor->strides[i]);
    int64_t last = elements == 0 ? offset - 1 : last_element(tensor, offset);
    if (offset < 0 || last < offset - 1 || last >= count)
        fail_damaged("%s: tensor %s: its offset and strides leave its storage, expected all "
                     "elements among the %jd that are there",
                     path, shown(name), (intmax_t)count);
    if (elements > count && elements > MOST_REPEATED)
        fail_damaged("%s: tensor %s: %jd elements made of %jd, expected at most %d that repeat",
                     path, shown(name), (intmax_t)elements, (intmax_t)count, MOST_REPEATED);
}

enum { MOST_TENSORS = 10000 };

void tensor_file_add(struct tensor_file *file, const char *name, struct stored_tensor tensor,
                     struct element_block block, int64_t offset) {
    if (file->count == MOST_TENSORS)
        fail_damaged("%s: more than %d tensors, expected the weights of one model", file->path,
                     MOST_TENSORS);
    if (tensor_named(file, name) != NULL)
        fail_damaged("%s: tensor %s: there twice, expected different names", file->path,
                     shown(name));
    check_layout(file->path, name, &tensor, block.count, offset);
    char *copy = text("%s", name);
    tensor_file_keep(file, copy, strlen(copy) + 1, false);
    tensor.name = copy;
    tensor.data = (const char *)block.start + (size_t)offset * element_names[tensor.type].bytes;
    if ((file->count & (file->count - 1)) == 0) /* full at each power of two */
        file->tensors = reallocate(file->tensors, file->count == 0 ? 1 : 2 * file->count,
                                   sizeof *file->tensors);
    file->tensors[file->count++] = tensor;
}
