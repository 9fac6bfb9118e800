/* The spectrum of a symmetric matrix, and its entropy.
 *
 *   covariance --Householder--> tridiagonal matrix --bisection--> eigenvalues
 *
 * (G. H. Golub and C. F. Van Loan, Matrix computations, 4th edition, 8.3.1 and 8.4.1.)
 */
#include "statistics/effective_rank.h"
#include "program/error.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

/* A symmetric tridiagonal matrix: entry i of `beside` stands beside entries i and i + 1. */
struct tridiagonal {
    size_t size;
    double *diagonal, *beside; /* [size] */
};

/* --- to a tridiagonal matrix -------------------------------------------------------------------
 */

/* A row of the lower triangle: its entries up to the diagonal. */
static double *row_of(double *matrix, size_t size, size_t row) {
    return matrix + row * size;
}

/* product = the part of the matrix from row and column `first` on, times v[size - first]. */
static void multiply(double *matrix, size_t size, size_t first, const double *v, double *product) {
    for (size_t i = first; i < size; i++) {
        const double *row = row_of(matrix, size, i) + first;
        double sum = 0;
        for (size_t j = 0; j < i - first; j++) {
            sum += row[j] * v[j];
            product[j] += row[j] * v[i - first];
        }
        product[i - first] = sum + row[i - first] * v[i - first];
    }
}

/* Reflect the part from row and column `first` on so that the column before it, whose entries are
 * v, has only its first entry left: with v less that entry and s = 2 / v'v,
 *   p = s A v,  w = p - (s / 2) (p'v) v,  A -= v w' + w v'.  Returns that entry. */
static double reflect(double *matrix, size_t size, size_t first, double *v, double *w) {
    size_t count = size - first;
    double squares = 0, inner = 0;
    for (size_t i = 0; i < count; i++)
        squares += v[i] * v[i];
    if (squares == v[0] * v[0])
        return v[0];
    double entry = -copysign(sqrt(squares), v[0]), scale = 1 / (squares - entry * v[0]);
    v[0] -= entry;
    multiply(matrix, size, first, v, w);
    for (size_t i = 0; i < count; i++) {
        w[i] *= scale;
        inner += w[i] * v[i];
    }
    for (size_t i = 0; i < count; i++)
        w[i] -= scale / 2 * inner * v[i];
    for (size_t i = 0; i < count; i++) {
        double *row = row_of(matrix, size, first + i) + first;
        for (size_t j = 0; j <= i; j++)
            row[j] -= v[i] * w[j] + w[i] * v[j];
    }
    return entry;
}

/* A tridiagonal matrix with the same eigenvalues; the caller frees. */
static struct tridiagonal tridiagonal_of(double *matrix, size_t size) {
    struct tridiagonal found = {size, allocate(size, sizeof(double)),
                                allocate(size, sizeof(double))};
    double *v = allocate(size, sizeof *v);
    for (size_t k = 0; k < size; k++) {
        found.diagonal[k] = row_of(matrix, size, k)[k];
        if (k + 1 == size)
            break;
        double *w = allocate(size, sizeof *w);
        for (size_t i = k + 1; i < size; i++)
            v[i - k - 1] = row_of(matrix, size, i)[k];
        found.beside[k] = reflect(matrix, size, k + 1, v, w);
        free(w);
    }
    free(v);
    return found;
}

/* --- eigenvalues --------------------------------------------------------------------------------
 */

/* The number of eigenvalues below x: as many as the LDL' of the matrix less x has negative d. */
static size_t count_below(const struct tridiagonal *matrix, double x) {
    size_t count = 0;
    double d = 1;
    for (size_t i = 0; i < matrix->size; i++) {
        double beside = i ? matrix->beside[i - 1] : 0;
        d = matrix->diagonal[i] - x - beside * beside / d;
        if (fabs(d) < DBL_MIN)
            d = -DBL_MIN;
        count += d < 0;
    }
    return count;
}

/* No eigenvalue is larger than this in size (Gershgorin). */
static double bound(const struct tridiagonal *matrix) {
    double most = 0;
    for (size_t i = 0; i < matrix->size; i++)
        most = fmax(most, fabs(matrix->diagonal[i]) + fabs(matrix->beside[i]) +
                              (i ? fabs(matrix->beside[i - 1]) : 0));
    return most;
}

/* The eigenvalue that has `place` eigenvalues below it, halved down to the rounding of the largest.
 */
static double eigenvalue(const struct tridiagonal *matrix, size_t place, double most) {
    double low = -most, high = most;
    while (high - low > DBL_EPSILON * most) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if (count_below(matrix, middle) > place)
            high = middle;
        else
            low = middle;
    }
    return low + (high - low) / 2;
}

double effective_rank(double *covariance, size_t dimensions) {
    struct tridiagonal matrix = tridiagonal_of(covariance, dimensions);
    double most = bound(&matrix), sum = 0, entropy = 0;
    double *eigenvalues = allocate(dimensions, sizeof *eigenvalues);
    for (size_t i = 0; i < dimensions; i++) {
        eigenvalues[i] = fmax(eigenvalue(&matrix, i, most), 0);
        sum += eigenvalues[i];
    }
    for (size_t i = 0; i < dimensions; i++)
        if (eigenvalues[i] > 0)
            entropy -= eigenvalues[i] / sum * log(eigenvalues[i] / sum);
    free(eigenvalues);
    free(matrix.diagonal);
    free(matrix.beside);
    return sum > 0 ? exp(entropy) : NAN;
}
