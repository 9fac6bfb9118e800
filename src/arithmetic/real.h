/* The type of number that the networks compute with, and the padding of their rows.
 *
 * The study uses float. The gradient tests compile the same sources with -DREAL_IS_DOUBLE, because
 * float's rounding would hide the difference between a derivative and a central difference.
 */
#ifndef ARITHMETIC_REAL_H
#define ARITHMETIC_REAL_H

#ifdef REAL_IS_DOUBLE
typedef double real;
#else
typedef float real;
#endif

/* Every padded row is a multiple of LANES places long: a row of n numbers takes padded(n) places,
 * and the places after the n-th number are zero. */
enum { LANES = 16 };

static inline int padded(int n) {
    return (n + LANES - 1) / LANES * LANES;
}

/* The number of places from one row of d_model numbers to the next. It is an odd multiple of LANES,
 * so that the same columns of many rows do not compete for a place in the cache. The places after
 * the d_model numbers are zero. */
static inline int row_stride(int d_model) {
    int width = padded(d_model);
    return width / LANES % 2 == 0 ? width + LANES : width;
}

static inline int smaller(int a, int b) {
    return a < b ? a : b;
}

#endif
