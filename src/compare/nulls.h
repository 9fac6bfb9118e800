/* Directions that nobody trained, in the place of an autoencoder's: what its likeness with others
 * is held against. An interface; a further kind is a line of EACH_NULL and a function in nulls.c.
 *
 *   random      a Gaussian decoder of the same shape, which is its own encoder
 *   permuted    its own directions, of unit length, with the entries of each coordinate permuted
 *               over the latents: each entry stays with that of the same latent and coordinate in
 * the encoder, where both are as wide covariance  normal directions with the covariance of the
 * rows, which are their own encoder
 *
 * Those that are their own encoder share more than encoders drawn apart would, and always have the
 * same partner in both matchings.
 */
#ifndef COMPARE_NULLS_H
#define COMPARE_NULLS_H

#include "activations/covariance.h"
#include "compare/autoencoders.h"
#include "consistency/likeness.h"
#include <stdint.h>

#define EACH_NULL(KIND) KIND(random) KIND(permuted) KIND(covariance)

enum null_kind {
#define KIND(name) NULL_##name,
    EACH_NULL(KIND)
#undef KIND
        NULLS
};
extern const char *const null_names[NULLS];

/* Whether the set has that null: `covariance` needs rows, and autoencoders that give such rows. */
bool null_is_there(enum null_kind kind, const struct compared_set *set);

/* Drawn directions. */
struct null_directions {
    struct latents latents;
    real *drawn; /* what belongs to it */
    struct activations permuted[2];
};

/* The directions in the place of the n-th autoencoder of a set that was measured, drawn from a
 * generator with seed + 100000 + n, as our protocols number random decoders; `covariance` is that
 * of the rows, where there are any. The caller frees with null_free. */
struct null_directions null_drawn(enum null_kind kind, const struct compared_set *set, int n,
                                  const struct covariance *covariance, uint64_t seed);
void null_free(struct null_directions *directions);

#endif
