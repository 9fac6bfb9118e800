/* Rows and directions that are drawn from rows, so that some of their structure stays and the rest
 * goes. Every draw is PyTorch's (MT19937, src/draws/generators.h), from a generator with the seed.
 * What is computed of the draws is float64, by sums in one order, and is rounded to float32 once.
 *
 * A normal row of d numbers is torch.randn(d), float32 as it is there, so that a last place of the
 * C library's log, sin and cos hardly ever shows. If d is a multiple of 16, all rows together are
 * torch.randn(rows, d). */
#ifndef ACTIVATIONS_DRAWN_H
#define ACTIVATIONS_DRAWN_H

#include "activations/covariance.h"
#include <stdint.h>

/* As many rows as `like` has, each mean + factor' z with a normal row z of d_model numbers, of
 * which the first `rank` count: Gaussian rows whose expected mean and covariance are those of
 * `like`. The caller frees each of these with activations_free. */
struct activations gaussian_rows(const struct activations *like, uint64_t seed);

/* Each column by itself in the order of torch.randperm(rows), drawn for one column after the other:
 * every column keeps its values, what joins columns goes. */
struct activations permuted_rows(const struct activations *like, uint64_t seed);

/* Each row x as x Q, its mean included, Q [d_model, d_model] being orthogonal and uniform (Haar):
 * the orthonormal rows that Gram and Schmidt make of d_model normal rows, with the diagonal of the
 * other factor above zero (Mezzadri 2007, "How to generate random matrices from the classical
 * compact groups"). Q may mirror. Lengths and angles stay, only the axes are others. */
struct activations rotated_rows(const struct activations *like, uint64_t seed);

/* Directions that nobody trained, [count, row_stride(d_model)], each of unit length but for one
 * that is zero, which stays zero. The caller frees.
 *
 * Those with a covariance are factor' z, of mean zero, with normal rows z as above. Those that are
 * rows are x - mean of the rows at the first `count` places of torch.randperm(rows): none is drawn
 * twice. There must be `count` rows or more. */
real *directions_with(const struct covariance *covariance, int count, uint64_t seed);
real *directions_among(const struct activations *rows, const struct covariance *covariance,
                       int count, uint64_t seed);

#endif
