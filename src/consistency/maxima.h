/* The nearest latent of each latent in another decoder: the largest cosine, and the largest |cos|.
 */
#ifndef CONSISTENCY_MAXIMA_H
#define CONSISTENCY_MAXIMA_H

#include "arithmetic/real.h"
#include "arithmetic/team.h"

struct maxima {
    real *cosine, *size; /* [latents] the largest cos and the largest |cos| of each */
};

/* Those of a's latents among b's, and of b's among a's, for unit rows a [a_latents,
 * row_stride(d_model)] and b [b_latents, row_stride(d_model)]. No matrix of all cosines is made.
 * The caller frees with maxima_free. */
struct both_maxima {
    struct maxima of_a, of_b;
};
struct both_maxima maxima_of(const real *a, int a_latents, const real *b, int b_latents,
                             int d_model, struct team *team);
void maxima_free(struct both_maxima *maxima);

/* The mean of values[count], summed in double precision. */
double mean_of_reals(const real *values, int count);

#endif
