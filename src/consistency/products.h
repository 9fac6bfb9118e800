/* The inner products of all rows of two matrices, block by block, so that no matrix of all of them
 * is needed. A block stays in the cache while it is looked at.
 *
 * Each product is one sum in ascending order (arithmetic/kernels.h). So its bits do not depend on
 * the blocks, on the number of threads, or on a library.
 */
#ifndef CONSISTENCY_PRODUCTS_H
#define CONSISTENCY_PRODUCTS_H

#include "arithmetic/real.h"
#include "arithmetic/team.h"

/* The products of the rows from `row` on with the others from `column` on. */
struct products {
    int row, rows, column, columns;
    const real *values; /* [rows, stride] */
    int stride, thread; /* the thread of the team that looks at them */
};

/* Call look(context, products) for every block. The blocks of one piece of rows are looked at by
 * one thread, from the first column to the last. a is [a_rows, row_stride(width)] and b is
 * [b_rows, row_stride(width)], both with a row or more. It allocates O(b_rows * width), and a block
 * for each thread of the team. */
void each_products(const real *a, int a_rows, const real *b, int b_rows, int width,
                   struct team *team, void (*look)(void *context, const struct products *products),
                   void *context);

#endif
