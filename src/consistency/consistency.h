/* How alike two decoders are.
 *
 * A decoder is [d_sae, row_stride(d_model)]: each row is the direction of a latent, and need not
 * have unit length. |cos| is the absolute value of the cosine of two rows.
 *
 *   pwmcc(A, B)     = (mean_i max_j |cos(A_i, B_j)| + mean_j max_i |cos(A_i, B_j)|) / 2
 *   alignment(D, R) =  mean_i max_j |cos(D_i, R_j)|
 *
 * Our own kernels compute the products, block by block. So the numbers depend on no library, and
 * two decoders of 16,384 latents need no matrix of all their cosines.
 */
#ifndef CONSISTENCY_CONSISTENCY_H
#define CONSISTENCY_CONSISTENCY_H

#include "arithmetic/real.h"
#include "arithmetic/team.h"
#include <stdint.h>

/* The pairwise mean of the maximal cosine (PWMCC). a and b both have d_model columns. */
double pwmcc(const real *a, int a_latents, const real *b, int b_latents, int d_model);

/* The mean, over the latents of `decoder`, of the |cos| with the nearest latent of `reference`. */
double alignment(const real *decoder, int latents, const real *reference, int reference_latents,
                 int d_model);

/* The mean over latents of the signed cosine of a row of `decoder` with the same row of `start`. */
double cosine_with_start(const real *decoder, const real *start, int latents, int d_model);

/* The random decoder of the study: torch.randn(d_model, d_sae) from a generator with `seed` (the
 * study adds 100000 to the seed of a model), transposed to [d_sae, row_stride(d_model)]. The caller
 * frees.
 */
real *random_decoder(int d_sae, int d_model, uint64_t seed);

#endif
