/* Activation rows in memory, and their import from a safetensors file. */
#include "activations/activations.h"

#include "files/artifact.h"
#include "program/error.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct activations activations_new(int rows, int d_model) {
    if (d_model > INT_MAX - LANES)
        fail("out of memory: activation rows of %d numbers", d_model);
    int stride = row_stride(d_model);
    real *values = allocate((size_t)rows * (size_t)stride, sizeof(real));
    return (struct activations){
        .rows = rows, .d_model = d_model, .stride = stride, .values = values};
}

void activations_free(struct activations *activations) {
    free(activations->values);
    activations->values = NULL;
}

/* The tensor that holds the rows. */
static const struct tensor *matrix_of(const struct artifact *artifact) {
    const struct tensor *matrix = artifact->count == 1 ? &artifact->tensors[0] : NULL;
    for (size_t i = 0; i < artifact->count; i++)
        if (strcmp(artifact->tensors[i].name, "activations") == 0)
            matrix = &artifact->tensors[i];
    if (matrix == NULL)
        fail("%s: holds %zu tensors, none of them named activations; expected one matrix "
             "[rows, d_model]",
             artifact->path, artifact->count);
    if (matrix->columns == 0)
        fail("%s: holds one dimension, [%d]; expected a matrix [rows, d_model]", artifact->path,
             matrix->rows);
    return matrix;
}

/* Entry `index` in its own precision. Doubles may stand on a boundary of 4: hence memcpy. */
static double entry(const struct tensor *tensor, size_t index) {
    if (tensor->type == TENSOR_F32)
        return ((const float *)tensor->data)[index];
    double value;
    memcpy(&value, (const char *)tensor->data + index * sizeof value, sizeof value);
    return value;
}

struct activations activations_of(const struct artifact *artifact) {
    const struct tensor *matrix = matrix_of(artifact);
    struct activations activations = activations_new(matrix->rows, matrix->columns);
    size_t index = 0;
    for (int row = 0; row < matrix->rows; row++) {
        real *values = activations.values + (size_t)row * (size_t)activations.stride;
        for (int column = 0; column < matrix->columns; column++) {
            double value = entry(matrix, index++);
            values[column] = (float)value;
            if (!isfinite(values[column]))
                fail("%s: row %d, column %d (from 0) is %g; expected a number finite in float32",
                     artifact->path, row, column, value);
        }
    }
    return activations;
}

struct activations activations_read(const char *path) {
    struct artifact artifact = safetensors_read(path);
    struct activations activations = activations_of(&artifact);
    artifact_free(&artifact);
    return activations;
}

void pad_rows(const float *dense, int rows, int columns, real *padded_block) {
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            padded_block[(size_t)row * (size_t)row_stride(columns) + (size_t)column] =
                dense[(size_t)row * (size_t)columns + (size_t)column];
}

real *padded_rows(const float *dense, int rows, int columns) {
    real *block = allocate((size_t)rows * (size_t)row_stride(columns), sizeof *block);
    pad_rows(dense, rows, columns, block);
    return block;
}

void close_rows(real *padded_block, int rows, int columns) {
    for (int row = 1; row < rows; row++)
        memmove(padded_block + (size_t)row * (size_t)columns,
                padded_block + (size_t)row * (size_t)row_stride(columns),
                (size_t)columns * sizeof *padded_block);
}
