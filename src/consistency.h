/* How alike two decoders are.
 *
 * Decoders are [d_sae, stride] with a latent's direction in each row; rows need not have unit
 * length. |cos| is the absolute cosine of two rows.
 *
 *   pwmcc(A, B)     = (mean_i max_j |cos(A_i, B_j)| + mean_j max_i |cos(A_i, B_j)|) / 2
 *   alignment(D, R) =  mean_i max_j |cos(D_i, R_j)|
 */
#ifndef CONSISTENCY_H
#define CONSISTENCY_H

#include "real.h"
#include <stdint.h>

/* Pairwise mean of the maximal cosine; a and b both have d_model columns. */
double pwmcc(const real *a, int a_latents, const real *b, int b_latents, int d_model);

/* Mean over the latents of `decoder` of the cosine with the nearest latent of `reference`. */
double alignment(const real *decoder, int latents, const real *reference, int reference_latents,
                 int d_model);

/* The alignment penalty 1 - alignment and its gradient with respect to `decoder`, through the
 * normalisation, to the first of equal maxima; `weight` times the gradient is added to gradient
 * [latents, padded(d_model)]. `reference` has unit rows. `workspace` holds
 * latents * reference_latents numbers. */
double alignment_penalty(const real *decoder, int latents, const real *reference,
                         int reference_latents, int d_model, double weight, real *gradient,
                         real *workspace);

/* Mean over latents of the cosine (signed) of a row of `decoder` with the same row of `start`. */
double cosine_with_start(const real *decoder, const real *start, int latents, int d_model);

/* The study's null: torch.randn(d_model, d_sae) of a generator seeded with seed + 100000,
 * transposed to [d_sae, padded(d_model)]. The caller frees. */
real *random_decoder(int d_sae, int d_model, uint64_t seed);

#endif
