/* The alignment penalty: what a training adds to its loss to pull a decoder to a reference.
 *
 *   alignment(D, R) = mean_i max_j |cos(D_i, R_j)|,   penalty = 1 - alignment
 *
 * Decoders are [latents, row_stride(d_model)], one direction in each row.
 */
#ifndef CONSISTENCY_PENALTY_H
#define CONSISTENCY_PENALTY_H

#include "arithmetic/real.h"
#include "arithmetic/team.h"

/* A reference that is laid out once for the penalties of many decoders with `latents` latents. It
 * borrows the team and `reference`, which has unit rows. The caller frees it with
 * alignment_target_free (NULL is fine). */
struct alignment_target;
struct alignment_target *alignment_target(const real *reference, int reference_latents, int d_model,
                                          int latents, struct team *team);
void alignment_target_free(struct alignment_target *target);

/* The alignment penalty 1 - alignment(decoder, reference). Allocates nothing. */
double alignment_penalty(struct alignment_target *target, const real *decoder);

/* Add `weight` times the gradient of the penalty to gradient[count, row_stride(d_model)], for
 * `count` latents from `first` on. It is the gradient of the last alignment_penalty; these rows of
 * its decoder must not have changed since. The gradient includes the normalisation of the rows; of
 * equal maxima the first one has it. */
void add_penalty_gradient(const struct alignment_target *target, double weight, int first,
                          int count, real *gradient);

#endif
