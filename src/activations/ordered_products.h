/* Products of float64 matrices in which every sum has one order: so many rows give the same bits as
 * one row at a time, at any number of threads and with any registers. */
#ifndef ACTIVATIONS_ORDERED_PRODUCTS_H
#define ACTIVATIONS_ORDERED_PRODUCTS_H

#include <stdbool.h>

/* out[i][j] += a[t][i] b[t][j] for t = 0, 1, .. terms - 1, one after the other; the product is
 * rounded, then the sum. a is [terms, rows], b is [terms, columns], out is [rows, columns], dense.
 * Where `is_square`, a is b, and only j >= i is computed. THREADS threads share the columns. It
 * allocates as much as a and b take. */
void add_ordered_products(const double *a, int rows, const double *b, int columns, int terms,
                          bool is_square, double *out);

#endif
