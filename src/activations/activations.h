/* The rows that sparse autoencoders are trained on: one float32 matrix [rows, d_model]. */
#ifndef ACTIVATIONS_ACTIVATIONS_H
#define ACTIVATIONS_ACTIVATIONS_H

#include "arithmetic/real.h"
#include <stddef.h>

struct activations {
    int rows, d_model;
    int stride;   /* row_stride(d_model): places from one row to the next; the padding is zero */
    real *values; /* [rows, stride] */
    double variation; /* total_variation of the rows (trainer.h), where that is known; else 0 */
};

/* All-zero rows; rows >= 0, d_model >= 1. The caller frees with activations_free. */
struct activations activations_new(int rows, int d_model);

void activations_free(struct activations *activations);

/* The row of that number, from 0. */
static inline real *activations_row(const struct activations *activations, int row) {
    return activations->values + (size_t)row * (size_t)activations->stride;
}

struct artifact;

/* The one matrix of a safetensors file that was read: the tensor named `activations`, or the only
 * tensor of floats with two dimensions; F32, F16 or BF16 (as they are) or F64 (rounded to float32).
 * What else stands in the file, such as tokens and labels, is not looked at. Fails, with one line
 * that begins with the path, if there are several such and none has that name; if there is none; if
 * an entry is not finite in float32 (names row and column, from 0, and the value). The caller frees
 * with activations_free. */
struct activations activations_of(const struct artifact *artifact);

/* The same of the file at `path`, whoever wrote it (safetensors_read). Fails likewise if all rows
 * are the same: nothing varies that could be explained. */
struct activations activations_read(const char *path);

/* Rows [rows, columns] between their two layouts: dense, as files hold them, and
 * row_stride(columns) apart with zeros between, as the networks compute with them. pad_rows fills a
 * block that is zero already; padded_rows allocates, and the caller frees; close_rows makes a
 * padded block dense where it stands. */
void pad_rows(const float *dense, int rows, int columns, real *padded_block);
real *padded_rows(const float *dense, int rows, int columns);
void close_rows(real *padded_block, int rows, int columns);

#endif
