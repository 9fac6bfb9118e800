/* Rows and directions drawn from rows. */
#include "activations/drawn.h"
#include "activations/ordered_products.h"
#include "draws/generators.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* torch.randn(count) into out[count]. */
static void draw_normals(struct torch_generator *generator, int count, double *out) {
    float *normals = allocate((size_t)count, sizeof *normals);
    torch_normal(generator, normals, (size_t)count, 1);
    for (int i = 0; i < count; i++)
        out[i] = (double)normals[i];
    free(normals);
}

static void round_row(const double *row, int count, real *out) {
    for (int i = 0; i < count; i++)
        out[i] = (float)row[i];
}

/* How many rows are drawn at once. */
enum { AT_ONCE = 256 };

/* `count` rows start + factor' z, one after the other, into out[count, d_model]. */
static void draw_with(const struct covariance *covariance, const double *start,
                      struct torch_generator *generator, int count, double *out) {
    int d_model = covariance->d_model, rank = covariance->rank;
    double *z = allocate((size_t)d_model, sizeof *z);
    double *terms = allocate((size_t)rank * (size_t)count, sizeof *terms); /* [rank, count] */
    for (int n = 0; n < count; n++) {
        draw_normals(generator, d_model, z);
        for (int r = 0; r < rank; r++)
            terms[(size_t)r * (size_t)count + (size_t)n] = z[r];
        memcpy(out + (size_t)n * (size_t)d_model, start, (size_t)d_model * sizeof *out);
    }
    add_ordered_products(terms, count, covariance->factor, d_model, rank, false, out);
    free(z);
    free(terms);
}

struct activations gaussian_rows(const struct activations *like, uint64_t seed) {
    struct covariance covariance = covariance_of(like);
    struct activations drawn = activations_new(like->rows, like->d_model);
    size_t d_model = (size_t)like->d_model;
    double *rows = allocate(AT_ONCE * d_model, sizeof *rows);
    struct torch_generator generator;
    torch_seed(&generator, seed);
    for (int first = 0; first < like->rows; first += AT_ONCE) {
        int count = smaller(like->rows - first, AT_ONCE);
        draw_with(&covariance, covariance.mean, &generator, count, rows);
        for (int n = 0; n < count; n++)
            round_row(rows + (size_t)n * d_model, like->d_model,
                      activations_row(&drawn, first + n));
    }
    free(rows);
    covariance_free(&covariance);
    return drawn;
}

struct activations permuted_rows(const struct activations *like, uint64_t seed) {
    struct activations drawn = activations_new(like->rows, like->d_model);
    int32_t *order = allocate((size_t)like->rows, sizeof *order);
    struct torch_generator generator;
    torch_seed(&generator, seed);
    for (int i = 0; i < like->d_model; i++) {
        torch_permutation(&generator, order, (size_t)like->rows);
        for (int n = 0; n < like->rows; n++)
            activations_row(&drawn, n)[i] = activations_row(like, order[n])[i];
    }
    free(order);
    return drawn;
}

static double product(const double *a, const double *b, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* An orthogonal matrix [size, size], uniform by Haar's measure; the caller frees. Gram and Schmidt
 * go over each row twice, which is enough (Giraud, Langou and Rozloznik 2005). */
static double *draw_orthogonal(int size, uint64_t seed) {
    size_t columns = (size_t)size;
    double *matrix = allocate(columns * columns, sizeof *matrix);
    struct torch_generator generator;
    torch_seed(&generator, seed);
    for (double *row = matrix; row < matrix + columns * columns; row += columns) {
        draw_normals(&generator, size, row);
        for (int pass = 0; pass < 2; pass++)
            for (const double *before = matrix; before < row; before += columns) {
                double along = product(row, before, columns);
                for (size_t i = 0; i < columns; i++)
                    row[i] -= along * before[i];
            }
        double length = sqrt(product(row, row, columns));
        for (size_t i = 0; i < columns; i++)
            row[i] /= length;
    }
    return matrix;
}

/* out[size] += x M of a row x[size] and a matrix M[size, size], row after row of M. */
static void add_product(const double *x, const double *matrix, int size, double *out) {
    for (int r = 0; r < size; r++)
        for (int c = 0; c < size; c++)
            out[c] += x[r] * matrix[(size_t)r * (size_t)size + (size_t)c];
}

struct activations rotated_rows(const struct activations *like, uint64_t seed) {
    struct activations drawn = activations_new(like->rows, like->d_model);
    size_t size = (size_t)like->d_model * sizeof(double);
    double *orthogonal = draw_orthogonal(like->d_model, seed);
    double *row = room(1, size), *turned = room(1, size);
    for (int n = 0; n < like->rows; n++) {
        for (int i = 0; i < like->d_model; i++)
            row[i] = (double)activations_row(like, n)[i];
        memset(turned, 0, size);
        add_product(row, orthogonal, like->d_model, turned);
        round_row(turned, like->d_model, activations_row(&drawn, n));
    }
    free(row);
    free(turned);
    free(orthogonal);
    return drawn;
}

/* The row scaled to unit length, rounded into out[count]. */
static void round_direction(double *row, int count, real *out) {
    double length = sqrt(product(row, row, (size_t)count));
    for (int i = 0; i < count && length > 0; i++)
        row[i] /= length;
    round_row(row, count, out);
}

real *directions_with(const struct covariance *covariance, int count, uint64_t seed) {
    int d_model = covariance->d_model;
    real *directions = allocate((size_t)count * (size_t)row_stride(d_model), sizeof *directions);
    double *zero = allocate((size_t)d_model, sizeof *zero);
    double *rows = allocate(AT_ONCE * (size_t)d_model, sizeof *rows);
    struct torch_generator generator;
    torch_seed(&generator, seed);
    for (int first = 0; first < count; first += AT_ONCE) {
        int drawn = smaller(count - first, AT_ONCE);
        draw_with(covariance, zero, &generator, drawn, rows);
        for (int n = 0; n < drawn; n++)
            round_direction(rows + (size_t)n * (size_t)d_model, d_model,
                            directions + (size_t)(first + n) * (size_t)row_stride(d_model));
    }
    free(zero);
    free(rows);
    return directions;
}

real *directions_among(const struct activations *rows, const struct covariance *covariance,
                       int count, uint64_t seed) {
    int d_model = rows->d_model;
    real *directions = allocate((size_t)count * (size_t)row_stride(d_model), sizeof *directions);
    double *row = allocate((size_t)d_model, sizeof *row);
    int32_t *order = allocate((size_t)rows->rows, sizeof *order);
    struct torch_generator generator;
    torch_seed(&generator, seed);
    torch_permutation(&generator, order, (size_t)rows->rows);
    for (int j = 0; j < count; j++) {
        for (int i = 0; i < d_model; i++)
            row[i] = (double)activations_row(rows, order[j])[i] - covariance->mean[i];
        round_direction(row, d_model, directions + (size_t)j * (size_t)row_stride(d_model));
    }
    free(order);
    free(row);
    return directions;
}
