/* Activation rows in memory, and where they come from. */
#include "activations/activations.h"
#include "activations/stored_rows.h"
#include "files/artifact.h"
#include "program/error.h"

#include <limits.h>
#include <math.h>
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
    if (activations->stored)
        stored_rows_close(activations->stored);
    free(activations->stored);
    if (!activations->mapping.memory && !activations->stand_in_file)
        free(activations->values);
    unmap(&activations->mapping);
    activations->values = NULL;
    activations->stored = NULL;
}

/* --- rows that stand where they are ------------------------------------------------------------
 */

/* Whether the networks can compute with `count` rows of float32 that stand at `values`. */
static bool can_stay(const void *values, int count, int d_model) {
    return is_large((size_t)count * (size_t)d_model * sizeof(float)) &&
           sizeof(real) == sizeof(float) && d_model % LANES == 0 &&
           (uintptr_t)values % sizeof(float) == 0;
}

static struct activations rows_in_place(const void *values, int rows, int d_model) {
    return (struct activations){.rows = rows,
                                .d_model = d_model,
                                .stride = d_model,
                                .values = (real *)(uintptr_t)values,
                                .stand_in_file = true};
}

/* --- artifacts ---------------------------------------------------------------------------------
 */

struct activations activations_of(const struct artifact *artifact) {
    if (artifact->count != 1 || artifact->tensors[0].columns == 0)
        fail("%s: %zu tensors, expected one matrix of activations", artifact->path,
             artifact->count);
    int rows = artifact->tensors[0].rows, d_model = artifact->tensors[0].columns;
    const float *values = artifact_matrix(artifact, "activations", rows, d_model);
    for (size_t i = 0; i < (size_t)rows * (size_t)d_model; i++)
        if (!isfinite(values[i]))
            fail("%s: row %zu, column %zu (from 0) is %g; expected a finite number", artifact->path,
                 i / (size_t)d_model, i % (size_t)d_model, (double)values[i]);
    if (can_stay(values, rows, d_model))
        return rows_in_place(values, rows, d_model);
    struct activations activations = activations_new(rows, d_model);
    pad_rows(values, rows, d_model, activations.values);
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

/* --- rows of one's own -------------------------------------------------------------------------
 */

/* A block of rows from float64, which is rounded, into the activations, unless they stand in a
 * file. Fails where an entry is not finite. */
static void take_block(const struct stored_rows *stored, int first, int count, const double *block,
                       struct activations *activations) {
    int d_model = activations->d_model;
    for (int row = first; row < first + count; row++, block += d_model)
        for (int column = 0; column < d_model; column++) {
            if (!isfinite((float)block[column]))
                fail("%s: %s is %g; expected a number finite in float32", stored->path,
                     stored_place(stored, row, column), block[column]);
            if (!activations->stand_in_file)
                activations_row(activations, row)[column] = (float)block[column];
        }
}

static bool all_the_same(const struct activations *activations) {
    const real *values = activations->values;
    for (int row = 1; row < activations->rows; row++)
        for (int column = 0; column < activations->d_model; column++)
            if (activations_row(activations, row)[column] != values[column])
                return false;
    return true;
}

/* The rows where they stand, or memory for them. */
static struct activations place_for(const struct stored_rows *stored) {
    const struct stored_tensor *matrix = stored->shard[0].matrix;
    bool is_plain = stored->shards == 1 && matrix->type == ELEMENT_F32 &&
                    matrix->strides[0] == stored->d_model && matrix->strides[1] == 1;
    return is_plain && can_stay(matrix->data, stored->rows, stored->d_model)
               ? rows_in_place(matrix->data, stored->rows, stored->d_model)
               : activations_new(stored->rows, stored->d_model);
}

struct activations activations_read(const char *path, const char *tensor) {
    enum { BLOCK_ENTRIES = 1 << 20 };
    struct stored_rows *stored = allocate(1, sizeof *stored);
    *stored = stored_rows_open(path, tensor);
    struct activations activations = place_for(stored);
    int together = BLOCK_ENTRIES / stored->d_model + 1;
    double *block = room((size_t)together * (size_t)stored->d_model, sizeof *block);
    for (int first = 0; first < stored->rows; first += together) {
        int count = smaller(together, stored->rows - first);
        stored_rows_block(stored, first, count, block);
        take_block(stored, first, count, block, &activations);
    }
    free(block);
    if (all_the_same(&activations))
        fail("%s: all %d rows are the same; expected rows that differ", path, activations.rows);
    if (activations.stand_in_file) {
        activations.stored = stored;
    } else {
        stored_rows_close(stored);
        free(stored);
    }
    return activations;
}

/* --- layouts -----------------------------------------------------------------------------------
 */

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
