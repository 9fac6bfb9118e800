/* Rows centred and scaled, as tools that train sparse autoencoders do it. Sums are taken in float64
 * in the order of rows, and each entry is rounded to float32 once.
 */
#ifndef ACTIVATIONS_NORMALISE_H
#define ACTIVATIONS_NORMALISE_H

#include "activations/activations.h"

/* Each function changes all rows in place; rows that stand in a file are copied first. What is
 * taken from many rows is taken from the first `trained_on` of them alone, so that rows held out
 * have no part in it. */

/* x - m, where m is the mean of each column. Returns m, [d_model], which the caller frees. */
double *subtract_column_means(struct activations *rows, int trained_on);

/* f x with one factor f = sqrt(d_model) / (mean of |x|), as SAELens scales by
 * expected_average_only_in. Returns f, which is infinite where all rows are zero. */
double scale_to_expected_norm(struct activations *rows, int trained_on);

/* (x - mean of x) / (s + 1e-5), where mean and s, the standard deviation over d_model - 1, are
 * those of the row's own entries, as SAELens does by layer_norm; d_model >= 2. */
void layer_normalise(struct activations *rows);

#endif
