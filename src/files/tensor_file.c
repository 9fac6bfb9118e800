/* A file of named tensors: which format it has, and the values of a tensor. */
#include "files/tensor_file.h"
#include "files/input.h"
#include "files/tensor_parts.h"
#include "program/error.h"
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Reading ---- */

/* The file's bytes, mapped: a large file is read where a tensor is, and is not copied. */
static char *map_file(const char *path, size_t *size) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0)
        cannot_read(path);
    if (!S_ISREG(status.st_mode))
        fail_damaged("%s: is a %s, expected a file of tensors (safetensors, .pt, .npz or .npy)",
                     path, S_ISDIR(status.st_mode) ? "folder" : "special file");
    if (status.st_size == 0)
        fail_damaged("%s: is empty, expected a file of tensors (safetensors, .pt, .npz or .npy)",
                     path);
    *size = (size_t)status.st_size;
    char *bytes = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED)
        cannot_read(path);
    close(file);
    return bytes;
}

/* Whether the file begins with those bytes. */
static bool begins(const char *bytes, size_t size, const char *magic, size_t length) {
    return size >= length && memcmp(bytes, magic, length) == 0;
}

/* What torch wrote before 1.6: a pickle of the number 0x1950a86a20f9469cfc6c, and more pickles. */
static const char before_zip[] = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";

struct tensor_file tensor_file_read(const char *path) {
    size_t size;
    char *bytes = map_file(path, &size);
    struct tensor_file file = {.path = text("%s", path), .constants = json_object()};
    tensor_file_keep(&file, bytes, size, true);
    if (begins(bytes, size, before_zip, sizeof before_zip - 1))
        fail_damaged(
            "%s: is a .pt as torch before 1.6 wrote it, expected one of torch 1.6 or newer "
            "(a zip archive)",
            path);
    if (begins(bytes, size, "PK\3\4", 4) || begins(bytes, size, "PK\5\6", 4))
        zip_read_tensors(&file, bytes, size);
    else if (begins(bytes, size, NPY_MAGIC, strlen(NPY_MAGIC)))
        npy_read_tensor(&file, path, NAMELESS_TENSOR, bytes, size);
    else
        safetensors_read_tensors(&file, bytes, size);
    return file;
}

const struct stored_tensor *tensor_named(const struct tensor_file *file, const char *name) {
    for (size_t i = 0; i < file->count; i++)
        if (strcmp(file->tensors[i].name, name) == 0)
            return &file->tensors[i];
    return NULL;
}

int64_t tensor_elements(const struct stored_tensor *tensor) {
    return elements_of_shape(tensor->dimensions, tensor->shape);
}

/* ---- Values ---- */

/* IEEE 754's binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
static float half_to_float(uint16_t bits) {
    uint32_t sign = (uint32_t)(bits & 0x8000) << 16, exponent = (bits >> 10) & 31;
    uint32_t fraction = bits & 1023, word;
    float value;
    if (exponent == 0) { /* a subnormal is fraction * 2^-24 */
        value = ldexpf((float)fraction, -24);
        return sign ? -value : value;
    }
    word = sign | (exponent == 31 ? 255u : exponent + 112) << 23 | fraction << 13;
    memcpy(&value, &word, sizeof value);
    return value;
}

/* BF16 is the upper half of a float. */
static float bfloat_to_float(uint16_t bits) {
    uint32_t word = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}

/* Elements may lie on any boundary, so each is copied: the compiler makes one load of it. */
#define CONVERT(stored, expression)                                                                \
    for (int64_t i = 0; i < count; i++) {                                                          \
        stored element;                                                                            \
        memcpy(&element, from + (size_t)(i * stride) * sizeof element, sizeof element);            \
        values[i] = expression;                                                                    \
    }                                                                                              \
    break

#define CONVERT_RUN(real)                                                                          \
    switch (type) {                                                                                \
    case ELEMENT_F64:                                                                              \
        CONVERT(double, (real)element);                                                            \
    case ELEMENT_F32:                                                                              \
        CONVERT(float, element);                                                                   \
    case ELEMENT_F16:                                                                              \
        CONVERT(uint16_t, half_to_float(element));                                                 \
    case ELEMENT_BF16:                                                                             \
        CONVERT(uint16_t, bfloat_to_float(element));                                               \
    case ELEMENT_I64:                                                                              \
        CONVERT(int64_t, (real)element);                                                           \
    case ELEMENT_I32:                                                                              \
        CONVERT(int32_t, (real)element);                                                           \
    case ELEMENT_I16:                                                                              \
        CONVERT(int16_t, element);                                                                 \
    case ELEMENT_I8:                                                                               \
        CONVERT(int8_t, element);                                                                  \
    case ELEMENT_U8:                                                                               \
        CONVERT(uint8_t, element);                                                                 \
    case ELEMENT_BOOL:                                                                             \
        CONVERT(uint8_t, element != 0);                                                            \
    case ELEMENT_U64:                                                                              \
        CONVERT(uint64_t, (real)element);                                                          \
    case ELEMENT_U32:                                                                              \
        CONVERT(uint32_t, (real)element);                                                          \
    case ELEMENT_U16:                                                                              \
        CONVERT(uint16_t, element);                                                                \
    case ELEMENT_TYPES:                                                                            \
        break;                                                                                     \
    }

/* values[count] from elements that are `stride` apart. */
static void run_to_float32(enum element_type type, const char *from, int64_t stride, int64_t count,
                           void *to) {
    float *values = to;
    if (type == ELEMENT_F32 && stride == 1)
        memcpy(values, from, (size_t)count * sizeof *values);
    else
        CONVERT_RUN(float)
}

static void run_to_float64(enum element_type type, const char *from, int64_t stride, int64_t count,
                           void *to) {
    double *values = to;
    CONVERT_RUN(double)
}

/* So many columns of a matrix are taken together where its columns lie in one piece each, as a
 * transposed matrix has them: then the lines of memory that hold them stay in the cache. */
enum { COLUMNS_TOGETHER = 32 };

typedef void convert_run(enum element_type type, const char *from, int64_t stride, int64_t count,
                         void *values);

/* The last two dimensions, [rows, columns], into values of `size` bytes each. */
static void convert_matrix(const struct stored_tensor *tensor, const char *from, convert_run *run,
                           size_t size, char *values) {
    int last = tensor->dimensions - 1;
    size_t bytes = element_names[tensor->type].bytes;
    int64_t columns = last < 0 ? 1 : tensor->shape[last],
            stride = last < 0 ? 1 : tensor->strides[last];
    int64_t rows = last < 1 ? 1 : tensor->shape[last - 1],
            row = last < 1 ? 0 : tensor->strides[last - 1];
    int64_t together = stride == 1 ? columns : COLUMNS_TOGETHER;
    for (int64_t j = 0; j < columns; j += together)
        for (int64_t i = 0; i < rows; i++)
            run(tensor->type, from + (size_t)(i * row + j * stride) * bytes, stride,
                together < columns - j ? together : columns - j,
                values + (size_t)(i * columns + j) * size);
}

/* All matrices of a tensor, one after the other. */
static void convert(const struct stored_tensor *tensor, convert_run *run, size_t size,
                    char *values) {
    int64_t elements = tensor_elements(tensor);
    if (elements == 0)
        return;
    int outer = tensor->dimensions - 2;
    int64_t matrix = 1, index[MOST_DIMENSIONS] = {0}, place = 0;
    for (int i = outer < 0 ? 0 : outer; i < tensor->dimensions; i++)
        matrix *= tensor->shape[i];
    for (int64_t done = 0; done < elements; done += matrix) {
        convert_matrix(
            tensor, (const char *)tensor->data + (size_t)place * element_names[tensor->type].bytes,
            run, size, values + (size_t)done * size);
        for (int i = outer - 1; i >= 0; i--) { /* the next index, the last dimension fastest */
            place += tensor->strides[i];
            if (++index[i] < tensor->shape[i])
                break;
            place -= tensor->strides[i] * tensor->shape[i];
            index[i] = 0;
        }
    }
}

void tensor_to_float32(const struct stored_tensor *tensor, float *values) {
    convert(tensor, run_to_float32, sizeof *values, (char *)values);
}

void tensor_to_float64(const struct stored_tensor *tensor, double *values) {
    convert(tensor, run_to_float64, sizeof *values, (char *)values);
}
