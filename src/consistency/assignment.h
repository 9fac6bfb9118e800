/* The linear sum assignment problem: a one-to-one matching of rows and columns with the largest
 * sum.
 *
 *   row 0   .9  .8  .1
 *   row 1   .8  .2  .1      column_of = 1, 0: the sum is 1.6, where the best of row 0 alone is .9
 */
#ifndef CONSISTENCY_ASSIGNMENT_H
#define CONSISTENCY_ASSIGNMENT_H

#include "arithmetic/real.h"

/* Give each row a column of its own, so that the sum of gains[row][column_of[row]] is the largest
 * that there is. gains is [rows, padded(columns)], 1 <= rows <= columns, finite, and -INFINITY in
 * the padding. Of several such matchings the same one is found on every machine. It allocates
 * O(columns) besides; its time is O(rows^2 columns) at worst. */
void assign_columns(const real *gains, int rows, int columns, int *column_of);

#endif
