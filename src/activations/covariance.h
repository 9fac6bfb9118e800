/* Mean and covariance of rows, and a factor of the covariance: all in float64, each sum in the
 * order of rows, so that the bits depend on no library. */
#ifndef ACTIVATIONS_COVARIANCE_H
#define ACTIVATIONS_COVARIANCE_H

#include "activations/activations.h"

/* The mean of each column, [d_model], in a block that the caller frees. */
double *column_means(const struct activations *rows);

/* sum over rows of (x - mean) (x - mean)' / (rows - 1), [d_model, d_model], in a block that the
 * caller frees. */
double *covariance_matrix(const struct activations *rows, const double *mean);

struct covariance {
    int d_model, rank;
    double *mean;   /* [d_model] */
    double *factor; /* [rank, d_model]: factor' factor is the covariance */
};

/* Mean and covariance (over rows - 1) of two rows or more. The factor is a Cholesky factor with
 * complete pivoting (Higham 1990, "Analysis of the Cholesky decomposition of a semi-definite
 * matrix"): it ends at a pivot of d_model 2^-52 times the largest variance or less. So columns that
 * never vary, columns that depend on others, and fewer rows than columns are allowed. Of equal
 * pivots the first is taken. The caller frees with covariance_free. */
struct covariance covariance_of(const struct activations *rows);

void covariance_free(struct covariance *covariance);

#endif
