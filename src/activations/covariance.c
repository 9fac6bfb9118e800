/* Mean, covariance and its factor, by sums in one order. */
#include "activations/covariance.h"
#include "activations/ordered_products.h"
#include "program/error.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

double *column_means(const struct activations *rows) {
    double *mean = allocate((size_t)rows->d_model, sizeof *mean);
    for (int n = 0; n < rows->rows; n++)
        for (int i = 0; i < rows->d_model; i++)
            mean[i] += (double)activations_row(rows, n)[i];
    for (int i = 0; i < rows->d_model; i++)
        mean[i] /= rows->rows;
    return mean;
}

/* How many rows are added at once. */
enum { AT_ONCE = 512 };

/* Rows less the mean, [count, d_model]. */
static void centre(const struct activations *rows, int first, int count, const double *mean,
                   double *centred) {
    for (int n = first; n < first + count; n++)
        for (int i = 0; i < rows->d_model; i++)
            *centred++ = (double)activations_row(rows, n)[i] - mean[i];
}

double *covariance_matrix(const struct activations *rows, const double *mean) {
    size_t d_model = (size_t)rows->d_model;
    double *square = allocate(d_model * d_model, sizeof *square);
    double *centred = allocate(AT_ONCE * d_model, sizeof *centred);
    for (int n = 0; n < rows->rows; n += AT_ONCE) {
        int count = smaller(rows->rows - n, AT_ONCE);
        centre(rows, n, count, mean, centred);
        add_ordered_products(centred, rows->d_model, centred, rows->d_model, count, true, square);
    }
    for (size_t i = 0; i < d_model; i++)
        for (size_t j = i; j < d_model; j++)
            square[j * d_model + i] = square[i * d_model + j] /= rows->rows - 1;
    free(centred);
    return square;
}

/* The place of the largest, of equal ones the first. */
static int largest(const double *values, int count) {
    int place = 0;
    for (int i = 1; i < count; i++)
        if (values[i] > values[place])
            place = i;
    return place;
}

/* One row of the factor, for the pivot at `place`. What is left of each variance stands in `left`;
 * of one that was a pivot, -inf.
 *
 *   f[r, i] = (c[place, i] - sum over q < r of f[q, place] f[q, i]) / sqrt(left[place])
 */
static void add_row(struct covariance *covariance, const double *square, int place, double *left) {
    size_t d_model = (size_t)covariance->d_model, pivot = (size_t)place;
    double *row = covariance->factor + (size_t)covariance->rank * d_model;
    double root = sqrt(left[place]);
    memcpy(row, square + pivot * d_model, d_model * sizeof *row);
    for (const double *before = covariance->factor; before < row; before += d_model)
        for (size_t i = 0; i < d_model; i++)
            row[i] -= before[pivot] * before[i];
    for (size_t i = 0; i < d_model; i++) {
        row[i] = i == pivot ? root : isinf(left[i]) ? 0 : row[i] / root;
        left[i] -= row[i] * row[i];
    }
    left[place] = -INFINITY;
    covariance->rank++;
}

struct covariance covariance_of(const struct activations *rows) {
    size_t d_model = (size_t)rows->d_model;
    struct covariance covariance = {.d_model = rows->d_model,
                                    .mean = column_means(rows),
                                    .factor = allocate(d_model * d_model, sizeof(double))};
    double *square = covariance_matrix(rows, covariance.mean);
    double *left = allocate(d_model, sizeof *left);
    for (size_t i = 0; i < d_model; i++)
        left[i] = square[i * d_model + i];
    double least = (double)d_model * DBL_EPSILON * left[largest(left, rows->d_model)];
    while (covariance.rank < rows->d_model) {
        int place = largest(left, rows->d_model);
        if (left[place] <= least)
            break;
        add_row(&covariance, square, place, left);
    }
    free(left);
    free(square);
    return covariance;
}

void covariance_free(struct covariance *covariance) {
    free(covariance->mean);
    free(covariance->factor);
    *covariance = (struct covariance){0};
}
