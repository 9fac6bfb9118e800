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
 * O(columns) besides; its time is O(rows^2 columns) at worst.
 *
 * price, [padded(columns)] or NULL, is what shows that no other matching is better: it is not below
 * 0, it is 0 where no row has the column, and no column gives a row more than its own,
 *
 *   gains[i][j] - price[j] <= gains[i][column_of[i]] - price[column_of[i]].
 */
void assign_columns(const real *gains, int rows, int columns, int *column_of, double *price);

/* How much the sum drops if the matching must be another one: the gap to the second best. INFINITY
 * if there is no other. column_of and price are what assign_columns found. It allocates O(rows);
 * its time is O(rows columns) and more where the gap is not small. */
double assignment_gap(const real *gains, int rows, int columns, const int *column_of,
                      const double *price);

#endif
