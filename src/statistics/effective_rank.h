/* How many directions rows spread over. */
#ifndef STATISTICS_EFFECTIVE_RANK_H
#define STATISTICS_EFFECTIVE_RANK_H

#include <stddef.h>

/* exp(-sum_i p_i log p_i), p_i the eigenvalues of the covariance over their sum, as the study takes
 * it (O. Roy and M. Vetterli, The effective rank: a measure of effective dimensionality, EUSIPCO
 * 2007, take singular values in their place). The covariance is [dimensions, dimensions],
 * symmetric and finite; only its lower triangle is read, which is overwritten, and a factor before
 * it does not count. The eigenvalues are our own, so that the bits depend on no LAPACK. Not a
 * number where all entries are zero. */
double effective_rank(double *covariance, size_t dimensions);

#endif
