/* How alike two decoders are, latent by latent: matched one to one, or each with its nearest.
 *
 * a and b are [latents, row_stride(d_model)], a direction in each row, which need not have unit
 * length. cos is the cosine of two rows; it is 0 where a row is zero or not finite. A matching
 * gives each latent of the decoder with fewer latents a latent of its own in the other, so that the
 * sum of their cosines is the largest that there is.
 *
 * All cosines are in memory at once. No number here depends on a BLAS.
 */
#ifndef CONSISTENCY_MATCHING_H
#define CONSISTENCY_MATCHING_H

#include "arithmetic/real.h"
#include "consistency/maxima.h"
#include <stdbool.h>

/* A matching of a's latents with b's. */
struct matching {
    int latents, matched; /* of a; of these and of b's the fewer */
    int *partner;         /* [latents] of b, -1 for none */
    double *cosine;       /* [latents] with it, or its size; 0 where there is none */
    double gap;           /* how much the sum drops if the matching must be another one */
};

/* Match by cos, or by |cos| if is_absolute. The gap is looked for if it is asked for, and is not a
 * number otherwise. The caller frees with matching_free. */
struct matching match_latents(const real *a, int a_latents, const real *b, int b_latents,
                              int d_model, bool is_absolute, bool has_gap);
void matching_free(struct matching *matching);

/* The mean over matched latents of `cosine`. */
double matching_mean(const struct matching *matching);

/* That mean where latents are matched by cos (G. Paulo and N. Belrose, Sparse Autoencoders
 * Trained on the Same Data Learn Different Features, arXiv 2501.16615). */
double matched_cosine(const real *a, int a_latents, const real *b, int b_latents, int d_model);

/* That mean where latents are matched by |cos|: PW-MCC of Song et al. (Position: Mechanistic
 * Interpretability Should Prioritize Feature Consistency in SAEs, arXiv 2505.20254). */
double matched_absolute_cosine(const real *a, int a_latents, const real *b, int b_latents,
                               int d_model);

/* The largest cosines of both decoders' latents. The caller frees with maxima_free. */
struct both_maxima maxima_between(const real *a, int a_latents, const real *b, int b_latents,
                                  int d_model);

/* (mean_i max_j cos(A_i, B_j) + mean_j max_i cos(A_i, B_j)) / 2, signed: MMCS of L. Sharkey et al.
 * (Taking features out of superposition with sparse autoencoders, 2022), from both sides. */
double mean_maximal_cosine(const real *a, int a_latents, const real *b, int b_latents, int d_model);

/* (median_i max_j |cos(A_i, B_j)| + median_j max_i |cos(A_i, B_j)|) / 2: PWMCC with medians. */
double median_maximal_cosine(const real *a, int a_latents, const real *b, int b_latents,
                             int d_model);

/* The directions of an autoencoder's latents. */
struct directions {
    const real *encoder, *decoder; /* [latents, row_stride(d_model)] */
    int latents;
};

/* The share of a's latents that are shared with b: the encoders' matching and the decoders' give
 * them the same partner, and the cosine with it is above `threshold` in both (G. Paulo and N.
 * Belrose's post of 2024-12-12). */
double shared_fraction(struct directions a, struct directions b, int d_model, double threshold);

#endif
