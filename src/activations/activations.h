/* The rows that sparse autoencoders are trained on: one float32 matrix [rows, d_model]. */
#ifndef ACTIVATIONS_ACTIVATIONS_H
#define ACTIVATIONS_ACTIVATIONS_H

#include "arithmetic/real.h"
#include "files/mapped.h"
#include <stdbool.h>
#include <stddef.h>

struct activations {
    int rows, d_model;
    int stride;   /* places from one row to the next: row_stride(d_model), with zeros behind the
                     row; or d_model, where the rows stand in a file and fill whole lanes */
    real *values; /* [rows, stride] */
    bool stand_in_file; /* the rows cannot be changed, and their file may not be theirs to free */
    double variation;   /* total_variation of the rows (trainer.h), where that is known; else 0 */
    /* What large rows stand in, and activations_free gives back: mapped memory, or an open file of
     * one's own; else empty. */
    struct mapping mapping;
    struct stored_rows *stored;
};

/* All-zero rows; rows >= 0, d_model >= 1. Large ones have a temporary file behind them (mapped.h).
 * The caller frees with activations_free. */
struct activations activations_new(int rows, int d_model);

void activations_free(struct activations *activations);

/* The row of that number, from 0. */
static inline real *activations_row(const struct activations *activations, int row) {
    return activations->values + (size_t)row * (size_t)activations->stride;
}

struct artifact;

/* The rows of an artifact of activations: its tensor `activations`, F32 [rows, d_model]. Fails,
 * with one line that begins with the path, if an entry is not finite (names row and column, from 0,
 * and the value). Large rows that fill whole lanes are not copied: they stand in the artifact,
 * which must outlive them. The caller frees with activations_free. */
struct activations activations_of(const struct artifact *artifact);

/* The same, and the artifact is freed; the rows own what they need of it. */
struct activations activations_taken(struct artifact *artifact);

/* Rows that someone else wrote: those at `path`, a file or a folder, where `tensor` names the
 * matrix (stored_rows.h; NULL: the only one, or the one named activations). F32, F16 and BF16 are
 * taken as they are, F64 is rounded to float32. Fails, with one line that begins with the path, as
 * stored_rows_open does; if an entry is not finite in float32; if all rows are the same: nothing
 * varies that could be explained. Large rows of F32 in one file that fill whole lanes are not
 * copied. The caller frees with activations_free. */
struct activations activations_read(const char *path, const char *tensor);

/* Rows [rows, columns] between their two layouts: dense, as files hold them, and
 * row_stride(columns) apart with zeros between, as the networks compute with them. pad_rows fills a
 * block that is zero already; padded_rows allocates, and the caller frees; close_rows makes a
 * padded block dense where it stands. activations_close does so for rows, unless they are dense. */
void pad_rows(const float *dense, int rows, int columns, real *padded_block);
real *padded_rows(const float *dense, int rows, int columns);
void close_rows(real *padded_block, int rows, int columns);
void activations_close(struct activations *activations);

#endif
