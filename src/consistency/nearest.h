/* The search for the nearest latent of a reference, as both the penalty and the measures of this
 * room use it. */
#ifndef CONSISTENCY_NEAREST_H
#define CONSISTENCY_NEAREST_H

#include "arithmetic/kernels.h"
#include "consistency/penalty.h"

/* How many rows of a decoder and latents of a reference are multiplied at once. */
enum { ROWS = 8 * TILE, REFERENCES = 256 };

/* What one thread holds. */
struct block {
    const real *rows[ROWS];
    real *products;       /* [ROWS, REFERENCES] */
    real *most_of_column; /* [reference latents] the largest |cos| so far, or NULL */
};

struct alignment_target {
    const struct kernels *kernels;
    struct team *team;
    int latents, reference_latents, d_model;
    const real *reference;
    real *panels, *start; /* the reference, laid out for kernels->products; zeros */
    struct block *blocks; /* [team_size] */

    const real *decoder; /* [latents, d_model] the decoder that is compared now */
    int *nearest;        /* [latents] the reference's latent with the largest |product| */
    real *products;      /* [latents] that product */
};

/* Find the nearest latent of the reference for each row of `decoder`: target->nearest and
 * target->products. Where a block has most_of_column, also the largest |product| of each latent of
 * the reference. */
void search_nearest(struct alignment_target *target, const real *decoder);

/* The length of a row, at least 1e-12. */
double row_length(const real *row, int d_model);

#endif
