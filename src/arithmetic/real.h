/* The number that the networks compute with.
 *
 * float in the study. The gradient tests compile the same sources with -DREAL_IS_DOUBLE, so that a
 * derivative can be held against a central difference without float's rounding in the way.
 */
#ifndef REAL_H
#define REAL_H

#include <cblas.h>

#ifdef REAL_IS_DOUBLE
typedef double real;
#define REAL_MATRIX_PRODUCT cblas_dgemm
#else
typedef float real;
#define REAL_MATRIX_PRODUCT cblas_sgemm
#endif

/* The lanes of every padded row: a row of n numbers takes padded(n) places, those past n zero. */
enum { LANES = 16 };

static inline int padded(int n) {
    return (n + LANES - 1) / LANES * LANES;
}

/* Places from one row of d_model numbers to the next: an odd multiple of LANES, so that the same
 * columns of many rows do not compete for a place in the cache. All past d_model are zero. */
static inline int row_stride(int d_model) {
    int width = padded(d_model);
    return width / LANES % 2 == 0 ? width + LANES : width;
}

static inline int smaller(int a, int b) {
    return a < b ? a : b;
}

#endif
