/* How alike two decoders are.
 *
 * Decoders are [d_sae, row_stride(d_model)] with a latent's direction in each row; rows need not
 * have unit length. |cos| is the absolute cosine of two rows.
 *
 *   pwmcc(A, B)     = (mean_i max_j |cos(A_i, B_j)| + mean_j max_i |cos(A_i, B_j)|) / 2
 *   alignment(D, R) =  mean_i max_j |cos(D_i, R_j)|
 *
 * Products are taken by our own kernels, a block of them at a time: no number here depends on a
 * BLAS, and two decoders of 16,384 latents need no matrix of all their cosines.
 */
#ifndef CONSISTENCY_H
#define CONSISTENCY_H

#include "arithmetic/real.h"
#include "arithmetic/team.h"
#include <stdint.h>

/* Pairwise mean of the maximal cosine; a and b both have d_model columns. */
double pwmcc(const real *a, int a_latents, const real *b, int b_latents, int d_model);

/* Mean over the latents of `decoder` of the cosine with the nearest latent of `reference`. */
double alignment(const real *decoder, int latents, const real *reference, int reference_latents,
                 int d_model);

/* A reference laid out for many penalties of decoders with `latents` latents. It borrows the team
 * and `reference`, which has unit rows; the caller frees with alignment_target_free (NULL is fine).
 */
struct alignment_target;
struct alignment_target *alignment_target(const real *reference, int reference_latents, int d_model,
                                          int latents, struct team *team);
void alignment_target_free(struct alignment_target *target);

/* The alignment penalty 1 - alignment(decoder, reference). Allocates nothing. */
double alignment_penalty(struct alignment_target *target, const real *decoder);

/* Add `weight` times the penalty's gradient, through the normalisation and to the first of equal
 * maxima, of `count` latents from `first` on to gradient [count, row_stride(d_model)]: that of the
 * penalty taken last, whose decoder's rows first .. first + count - 1 are still what they were. */
void add_penalty_gradient(const struct alignment_target *target, double weight, int first,
                          int count, real *gradient);

/* Mean over latents of the cosine (signed) of a row of `decoder` with the same row of `start`. */
double cosine_with_start(const real *decoder, const real *start, int latents, int d_model);

/* The study's null: torch.randn(d_model, d_sae) of a generator seeded with `seed` (the study
 * adds 100000 to a model's seed), transposed to [d_sae, row_stride(d_model)]. The caller frees. */
real *random_decoder(int d_sae, int d_model, uint64_t seed);

#endif
