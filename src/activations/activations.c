/* Activation rows in memory, and their import from a safetensors file. */
#include "activations/activations.h"

#include "files/artifact.h"
#include "program/error.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct activations activations_new(int rows, int d_model) {
    if (d_model > INT_MAX - LANES)
        fail("out of memory: activation rows of %d numbers", d_model);
    int stride = row_stride(d_model);
    struct activations activations = {.rows = rows, .d_model = d_model, .stride = stride};
    size_t places = (size_t)rows * (size_t)stride;
    if (places <= SIZE_MAX / sizeof(real) && is_large(places * sizeof(real))) {
        activations.mapping = map_scratch(places * sizeof(real));
        activations.values = activations.mapping.memory;
    } else {
        activations.values = allocate(places, sizeof(real));
    }
    return activations;
}

void activations_free(struct activations *activations) {
    if (activations->mapping.memory)
        unmap(&activations->mapping);
    else if (!activations->stand_in_file)
        free(activations->values);
    activations->values = NULL;
}

/* The tensor that holds the rows. */
static const struct tensor *matrix_of(const struct artifact *artifact) {
    const struct tensor *named = NULL, *only = NULL;
    size_t matrices = 0;
    for (size_t i = 0; i < artifact->count; i++) {
        const struct tensor *tensor = &artifact->tensors[i];
        if (strcmp(tensor->name, "activations") == 0)
            named = tensor;
        if (tensor->columns > 0 || artifact->count == 1)
            only = tensor, matrices++;
    }
    const struct tensor *matrix = named ? named : only;
    if (!named && matrices != 1)
        fail("%s: holds %zu tensors of floats, none of them named activations; expected one "
             "matrix [rows, d_model] of F32, F64, F16 or BF16",
             artifact->path, artifact->count);
    if (matrix->columns == 0)
        fail("%s: holds one dimension, [%d]; expected a matrix [rows, d_model]", artifact->path,
             matrix->rows);
    return matrix;
}

/* The number whose IEEE 754 bits these are: a sign, 5 of the exponent, 10 of the fraction. */
static double of_f16(uint16_t bits) {
    int exponent = bits >> 10 & 31, fraction = bits & 1023;
    double size = exponent == 0    ? ldexp(fraction, -24)
                  : exponent == 31 ? (fraction == 0 ? INFINITY : NAN)
                                   : ldexp(1024 + fraction, exponent - 25);
    return bits >> 15 ? -size : size;
}

static double of_bf16(uint16_t bits) {
    uint32_t upper = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &upper, sizeof value);
    return value;
}

/* Entry `index` in its own precision. It may stand on any boundary: hence memcpy. */
static double entry(const struct tensor *tensor, size_t index) {
    double f64;
    float f32;
    uint16_t half;
    const char *data = tensor->data;
    switch (tensor->type) {
    case TENSOR_F32:
        memcpy(&f32, data + index * sizeof f32, sizeof f32);
        return f32;
    case TENSOR_F64:
        memcpy(&f64, data + index * sizeof f64, sizeof f64);
        return f64;
    default:
        memcpy(&half, data + index * sizeof half, sizeof half);
        return tensor->type == TENSOR_F16 ? of_f16(half) : of_bf16(half);
    }
}

/* The rows as they stand in the file. */
static struct activations rows_in_place(const struct tensor *matrix) {
    return (struct activations){.rows = matrix->rows,
                                .d_model = matrix->columns,
                                .stride = matrix->columns,
                                .values = (real *)(uintptr_t)matrix->data,
                                .stand_in_file = true};
}

/* Whether the networks can compute with the rows as they stand in the file. */
static bool can_stay(const struct tensor *matrix) {
    return is_large(tensor_bytes(matrix)) && matrix->type == TENSOR_F32 &&
           sizeof(real) == sizeof(float) && matrix->columns % LANES == 0 &&
           (uintptr_t)matrix->data % sizeof(float) == 0;
}

struct activations activations_of(const struct artifact *artifact) {
    const struct tensor *matrix = matrix_of(artifact);
    bool stay = can_stay(matrix);
    struct activations activations =
        stay ? rows_in_place(matrix) : activations_new(matrix->rows, matrix->columns);
    size_t index = 0;
    for (int row = 0; row < matrix->rows; row++) {
        real *values = activations_row(&activations, row);
        for (int column = 0; column < matrix->columns; column++) {
            double value = entry(matrix, index++);
            if (!isfinite((float)value))
                fail("%s: row %d, column %d (from 0) is %g; expected a number finite in float32",
                     artifact->path, row, column, value);
            if (!stay)
                values[column] = (float)value;
        }
    }
    return activations;
}

struct activations activations_taken(struct artifact *artifact) {
    struct activations activations = activations_of(artifact);
    if (activations.stand_in_file) {
        activations.mapping = artifact->mapping;
        artifact->mapping = (struct mapping){0};
        artifact->content = NULL;
    }
    artifact_free(artifact);
    return activations;
}

static bool all_the_same(const struct activations *activations) {
    const real *values = activations->values;
    for (int row = 1; row < activations->rows; row++)
        for (int column = 0; column < activations->d_model; column++)
            if (activations_row(activations, row)[column] != values[column])
                return false;
    return true;
}

struct activations activations_read(const char *path) {
    struct artifact artifact = safetensors_read(path);
    struct activations activations = activations_taken(&artifact);
    if (all_the_same(&activations))
        fail("%s: all %d rows are the same; expected rows that differ", path, activations.rows);
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

void activations_close(struct activations *activations) {
    if (activations->stride == activations->d_model)
        return;
    close_rows(activations->values, activations->rows, activations->d_model);
    activations->stride = activations->d_model;
}
