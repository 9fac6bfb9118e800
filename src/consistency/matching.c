/* Cosines of all latents of two decoders, and what is measured on them. */
#include "consistency/matching.h"
#include "consistency/assignment.h"
#include "consistency/nearest.h"
#include "program/error.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* --- cosines ---------------------------------------------------------------------------------- */

/* The cosines of the rows of two decoders. */
struct cosines {
    int rows, columns;
    real *values; /* [rows, padded(columns)], -INFINITY in the padding */
};

static real *cosines_of_row(const struct cosines *cosines, int row) {
    return cosines->values + (size_t)row * (size_t)padded(cosines->columns);
}

/* A copy of a decoder with rows of unit length, zeros where a row has no direction, and rows of
 * zeros up to a multiple of TILE. The caller frees. */
static real *unit_rows_of(const real *decoder, int latents, int d_model) {
    size_t stride = (size_t)row_stride(d_model);
    real *rows = allocate((size_t)tiled(latents) * stride, sizeof(real));
    memcpy(rows, decoder, (size_t)latents * stride * sizeof(real));
    kernels()->unit_rows(rows, latents, d_model);
    for (int i = 0; i < latents; i++)
        for (int column = 0; column < d_model; column++)
            if (!isfinite(rows[(size_t)i * stride + (size_t)column])) {
                memset(rows + (size_t)i * stride, 0, stride * sizeof(real));
                break;
            }
    return rows;
}

/* rows [tiled(cosines->rows), d_model] times the other decoder's, in blocks that stay in the cache.
 */
static void multiply(const real *rows, const real *others, int d_model, struct cosines *cosines) {
    int width = padded(cosines->columns), count = tiled(cosines->rows);
    real *panels = allocate((size_t)width * (size_t)d_model, sizeof(real));
    real *start = allocate((size_t)width, sizeof(real));
    const real *block[ROWS];
    kernels()->pack(others, cosines->columns, d_model, panels);
    for (int j = 0; j < width; j += REFERENCES)
        for (int i = 0; i < count; i += ROWS) {
            for (int r = 0; r < smaller(count - i, ROWS); r++)
                block[r] = rows + (size_t)(i + r) * (size_t)row_stride(d_model);
            kernels()->products(
                block, smaller(count - i, ROWS), d_model, panels + (size_t)j * (size_t)d_model,
                smaller(width - j, REFERENCES), start, width, cosines_of_row(cosines, i) + j);
        }
    free(panels);
    free(start);
}

/* The cosines of a's rows with b's, or their sizes. The caller frees the values. */
static struct cosines cosines_of(const real *a, int a_latents, const real *b, int b_latents,
                                 int d_model, bool is_absolute) {
    struct cosines cosines = {a_latents, b_latents, NULL};
    int width = padded(b_latents);
    cosines.values = allocate((size_t)tiled(a_latents) * (size_t)width, sizeof(real));
    real *rows = unit_rows_of(a, a_latents, d_model), *others = unit_rows_of(b, b_latents, d_model);
    multiply(rows, others, d_model, &cosines);
    for (int i = 0; i < a_latents; i++) {
        real *row = cosines_of_row(&cosines, i);
        for (int j = 0; is_absolute && j < b_latents; j++)
            row[j] = (real)fabs((double)row[j]);
        for (int j = b_latents; j < width; j++)
            row[j] = -INFINITY;
    }
    free(rows);
    free(others);
    return cosines;
}

/* --- one to one ------------------------------------------------------------------------------- */

/* A matching of a's latents with b's. */
struct matching {
    int latents, matched;
    int *partner;   /* [latents] of b, -1 for none */
    double *cosine; /* [latents] with it */
};

static void matching_free(struct matching *matching) {
    free(matching->partner);
    free(matching->cosine);
}

/* The caller frees with matching_free. */
static struct matching match(const real *a, int a_latents, const real *b, int b_latents,
                             int d_model, bool is_absolute) {
    bool is_turned = a_latents > b_latents;
    struct cosines cosines = is_turned
                                 ? cosines_of(b, b_latents, a, a_latents, d_model, is_absolute)
                                 : cosines_of(a, a_latents, b, b_latents, d_model, is_absolute);
    int *column_of = allocate((size_t)cosines.rows, sizeof *column_of);
    assign_columns(cosines.values, cosines.rows, cosines.columns, column_of);
    struct matching matching = {.latents = a_latents,
                                .matched = cosines.rows,
                                .partner = allocate((size_t)a_latents, sizeof *matching.partner),
                                .cosine = allocate((size_t)a_latents, sizeof *matching.cosine)};
    for (int i = 0; i < a_latents; i++)
        matching.partner[i] = -1;
    for (int i = 0; i < cosines.rows; i++) {
        int latent = is_turned ? column_of[i] : i;
        matching.partner[latent] = is_turned ? i : column_of[i];
        matching.cosine[latent] = (double)cosines_of_row(&cosines, i)[column_of[i]];
    }
    free(column_of);
    free(cosines.values);
    return matching;
}

static double matched_mean(const real *a, int a_latents, const real *b, int b_latents, int d_model,
                           bool is_absolute) {
    struct matching matching = match(a, a_latents, b, b_latents, d_model, is_absolute);
    double sum = 0;
    for (int i = 0; i < a_latents; i++)
        sum += matching.cosine[i];
    double mean = sum / matching.matched;
    matching_free(&matching);
    return mean;
}

double matched_cosine(const real *a, int a_latents, const real *b, int b_latents, int d_model) {
    return matched_mean(a, a_latents, b, b_latents, d_model, false);
}

double matched_absolute_cosine(const real *a, int a_latents, const real *b, int b_latents,
                               int d_model) {
    return matched_mean(a, a_latents, b, b_latents, d_model, true);
}

double shared_fraction(struct directions a, struct directions b, int d_model, double threshold) {
    struct matching encoders = match(a.encoder, a.latents, b.encoder, b.latents, d_model, false);
    struct matching decoders = match(a.decoder, a.latents, b.decoder, b.latents, d_model, false);
    int shared = 0;
    for (int i = 0; i < a.latents; i++)
        shared += encoders.partner[i] >= 0 && encoders.partner[i] == decoders.partner[i] &&
                  encoders.cosine[i] > threshold && decoders.cosine[i] > threshold;
    matching_free(&encoders);
    matching_free(&decoders);
    return (double)shared / a.latents;
}

/* --- each with its nearest -------------------------------------------------------------------- */

/* The largest of each row and of each column. */
struct maxima {
    double *of_rows, *of_columns; /* [rows], [columns] */
};

static void maxima_free(struct maxima *maxima) {
    free(maxima->of_rows);
    free(maxima->of_columns);
}

/* The caller frees with maxima_free. */
static struct maxima maxima_of(const struct cosines *cosines) {
    struct maxima maxima = {allocate((size_t)cosines->rows, sizeof(double)),
                            allocate((size_t)cosines->columns, sizeof(double))};
    for (int j = 0; j < cosines->columns; j++)
        maxima.of_columns[j] = -INFINITY;
    for (int i = 0; i < cosines->rows; i++) {
        const real *row = cosines_of_row(cosines, i);
        maxima.of_rows[i] = -INFINITY;
        for (int j = 0; j < cosines->columns; j++) {
            maxima.of_rows[i] = fmax(maxima.of_rows[i], (double)row[j]);
            maxima.of_columns[j] = fmax(maxima.of_columns[j], (double)row[j]);
        }
    }
    return maxima;
}

static double mean(double *values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += values[i];
    return sum / count;
}

static int ascending(const void *first, const void *second) {
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

/* The values are left in ascending order. */
static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

/* The centre of the maxima of a's latents and that of b's, averaged. */
static double centre_of_maxima(const real *a, int a_latents, const real *b, int b_latents,
                               int d_model, bool is_absolute, double (*centre)(double *, int)) {
    struct cosines cosines = cosines_of(a, a_latents, b, b_latents, d_model, is_absolute);
    struct maxima maxima = maxima_of(&cosines);
    double value = (centre(maxima.of_rows, a_latents) + centre(maxima.of_columns, b_latents)) / 2;
    maxima_free(&maxima);
    free(cosines.values);
    return value;
}

double mean_maximal_cosine(const real *a, int a_latents, const real *b, int b_latents,
                           int d_model) {
    return centre_of_maxima(a, a_latents, b, b_latents, d_model, false, mean);
}

double median_maximal_cosine(const real *a, int a_latents, const real *b, int b_latents,
                             int d_model) {
    return centre_of_maxima(a, a_latents, b, b_latents, d_model, true, median);
}
