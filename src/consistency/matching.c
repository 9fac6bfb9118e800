/* Cosines of all latents of two decoders, and what is measured on them. */
#include "consistency/matching.h"
#include "arithmetic/kernels.h"
#include "consistency/assignment.h"
#include "consistency/maxima.h"
#include "consistency/products.h"
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

/* A copy of a decoder with rows of unit length, zeros where a row has no direction. The caller
 * frees. */
static real *unit_rows_of(const real *decoder, int latents, int d_model) {
    size_t stride = (size_t)row_stride(d_model);
    real *rows = allocate((size_t)latents * stride, sizeof(real));
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

static void take_block(void *context, const struct products *block) {
    const struct cosines *cosines = context;
    for (int r = 0; r < block->rows; r++)
        memcpy(cosines_of_row(cosines, block->row + r) + block->column,
               block->values + (size_t)r * (size_t)block->stride,
               (size_t)block->columns * sizeof(real));
}

/* The cosines of a's rows with b's, or their sizes. The caller frees the values. */
static struct cosines cosines_of(const real *a, int a_latents, const real *b, int b_latents,
                                 int d_model, bool is_absolute) {
    struct cosines cosines = {a_latents, b_latents, NULL};
    int width = padded(b_latents);
    struct team *threads = team(threads_wanted());
    cosines.values = room((size_t)a_latents * (size_t)width, sizeof(real));
    real *rows = unit_rows_of(a, a_latents, d_model), *others = unit_rows_of(b, b_latents, d_model);
    each_products(rows, a_latents, others, b_latents, d_model, threads, take_block, &cosines);
    team_free(threads);
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

void matching_free(struct matching *matching) {
    free(matching->partner);
    free(matching->cosine);
}

/* Give each row of the cosines a column; the gap where it is asked for. */
static double assign(const struct cosines *cosines, int *column_of, bool has_gap) {
    double gap = NAN,
           *price = has_gap ? allocate((size_t)padded(cosines->columns), sizeof *price) : NULL;
    assign_columns(cosines->values, cosines->rows, cosines->columns, column_of, price);
    if (has_gap)
        gap = assignment_gap(cosines->values, cosines->rows, cosines->columns, column_of, price);
    free(price);
    return gap;
}

struct matching match_latents(const real *a, int a_latents, const real *b, int b_latents,
                              int d_model, bool is_absolute, bool has_gap) {
    bool is_turned = a_latents > b_latents;
    struct cosines cosines = is_turned
                                 ? cosines_of(b, b_latents, a, a_latents, d_model, is_absolute)
                                 : cosines_of(a, a_latents, b, b_latents, d_model, is_absolute);
    int *column_of = allocate((size_t)cosines.rows, sizeof *column_of);
    struct matching matching = {.latents = a_latents,
                                .matched = cosines.rows,
                                .partner = allocate((size_t)a_latents, sizeof *matching.partner),
                                .cosine = allocate((size_t)a_latents, sizeof *matching.cosine),
                                .gap = assign(&cosines, column_of, has_gap)};
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

double matching_mean(const struct matching *matching) {
    double sum = 0;
    for (int i = 0; i < matching->latents; i++)
        sum += matching->cosine[i];
    return sum / matching->matched;
}

static double mean_of_matched(const real *a, int a_latents, const real *b, int b_latents,
                              int d_model, bool is_absolute) {
    struct matching matching =
        match_latents(a, a_latents, b, b_latents, d_model, is_absolute, false);
    double mean = matching_mean(&matching);
    matching_free(&matching);
    return mean;
}

double matched_cosine(const real *a, int a_latents, const real *b, int b_latents, int d_model) {
    return mean_of_matched(a, a_latents, b, b_latents, d_model, false);
}

double matched_absolute_cosine(const real *a, int a_latents, const real *b, int b_latents,
                               int d_model) {
    return mean_of_matched(a, a_latents, b, b_latents, d_model, true);
}

double shared_fraction(struct directions a, struct directions b, int d_model, double threshold) {
    struct matching encoders =
        match_latents(a.encoder, a.latents, b.encoder, b.latents, d_model, false, false);
    struct matching decoders =
        match_latents(a.decoder, a.latents, b.decoder, b.latents, d_model, false, false);
    int shared = 0;
    for (int i = 0; i < a.latents; i++)
        shared += encoders.partner[i] >= 0 && encoders.partner[i] == decoders.partner[i] &&
                  encoders.cosine[i] > threshold && decoders.cosine[i] > threshold;
    matching_free(&encoders);
    matching_free(&decoders);
    return (double)shared / a.latents;
}

/* --- each with its nearest -------------------------------------------------------------------- */

static int ascending(const void *first, const void *second) {
    real a = *(const real *)first, b = *(const real *)second;
    return (a > b) - (a < b);
}

/* The values are left in ascending order. */
static double median(real *values, int count) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    return ((double)values[(count - 1) / 2] + (double)values[count / 2]) / 2;
}

struct both_maxima maxima_between(const real *a, int a_latents, const real *b, int b_latents,
                                  int d_model) {
    struct team *threads = team(threads_wanted());
    real *rows = unit_rows_of(a, a_latents, d_model), *others = unit_rows_of(b, b_latents, d_model);
    struct both_maxima maxima = maxima_of(rows, a_latents, others, b_latents, d_model, threads);
    free(rows);
    free(others);
    team_free(threads);
    return maxima;
}

double mean_maximal_cosine(const real *a, int a_latents, const real *b, int b_latents,
                           int d_model) {
    struct both_maxima maxima = maxima_between(a, a_latents, b, b_latents, d_model);
    double value = (mean_of_reals(maxima.of_a.cosine, a_latents) +
                    mean_of_reals(maxima.of_b.cosine, b_latents)) /
                   2;
    maxima_free(&maxima);
    return value;
}

double median_maximal_cosine(const real *a, int a_latents, const real *b, int b_latents,
                             int d_model) {
    struct both_maxima maxima = maxima_between(a, a_latents, b, b_latents, d_model);
    double value = (median(maxima.of_a.size, a_latents) + median(maxima.of_b.size, b_latents)) / 2;
    maxima_free(&maxima);
    return value;
}
