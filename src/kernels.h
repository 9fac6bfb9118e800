/* The inner loops of SAE training, in one arithmetic that any x86-64-v3 processor repeats bit for
 * bit.
 *
 * kernels.c is built twice, for x86-64-v3 (AVX2) and for x86-64-v4 (AVX-512). Both builds do the
 * same additions in the same order, whatever the width of their registers:
 *
 *  - A sum goes over its terms in ascending order by fused multiply-adds, one rounding a term.
 *    Registers lie across outputs, never along a sum.
 *  - Only an inner product along a row is split: place i goes to lane i mod LANES, each lane is
 *    summed as above from zero, and one fixed tree adds the lanes: 8 apart, 4, 2, then 1.
 *
 * Rows are padded with zeros to a multiple of LANES (`stride` places, see real.h). No function
 * allocates.
 */
#ifndef KERNELS_H
#define KERNELS_H

#include "real.h"
#include <stddef.h>
#include <stdint.h>

/* Rows of a product come in multiples of this. */
enum { TILE = 12 };

/* One latent kept on one row: what that row adds to the latent's gradients.
 *
 * The firings of a block of rows, by latent; within a latent in ascending order of rows:
 *
 *   latent 0   | f f f f f . . . . |   counts[0] = 5, room for `capacity`
 *   latent 1   | f f . . . . . . . |   counts[1] = 2
 */
struct firing {
    int32_t row;
    real weights[2]; /* of the row's error for the decoder, of its input for the encoder */
};

/* What one step of torch.optim.Adam needs besides the moments. */
struct adam_step {
    real learning_rate;    /* over the first moment's bias correction, 1 - beta1^t */
    real mean_weight;      /* 1 - beta1 */
    real square_weight;    /* 1 - beta2 */
    real square_root_gain; /* 1 / sqrt(1 - beta2^t) */
    real epsilon;
};

struct kernels {
    const char *name; /* "v3", "v4" */

    /* Lay rows [latents, stride] out for `products`: LANES latents side by side.
     *
     *   panel 0:  w[0][0] w[1][0] .. w[15][0]   w[0][1] w[1][1] .. w[15][1]   ..  w[15][d_model-1]
     *   panel 1:  w[16][0] ..
     *
     * panels is [padded(latents) / LANES, d_model, LANES]; latents past the last are zero. */
    void (*pack)(const real *rows, int latents, int d_model, int stride, real *panels);

    /* out[r][j] = start[j] + sum_i inputs[r][i] w[j][i] for `rows` rows (a multiple of TILE, all
     * pointers readable) and padded(latents) latents: start and each row of out have that many. */
    void (*products)(const real *const *inputs, int rows, int d_model, const real *panels,
                     int latents, const real *start, real *out);

    /* The k largest of row[padded(latents)], whose places past `latents` are -INFINITY: their
     * latents ascending into kept, their values into values. Of equal numbers the first win.
     * Returns the least of them, or -INFINITY if the row has fewer than k numbers above that. kept
     * and values have room for padded(latents) + LANES.
     * The search begins at `start`, best a little less than what it returns, and goes down from
     * there by `step` > 0, then twice that and so on: this decides how long it takes, never what
     * it finds. */
    real (*largest)(const real *row, int latents, int k, real start, real step, int32_t *kept,
                    real *values);

    /* error = sum_n values[n] decoder[kept[n]] - input over a row of `stride`, begun with -input;
     * returns the inner product of error with itself. */
    real (*reconstruct)(const real *input, const int32_t *kept, const real *values, int k,
                        const real *decoder, int stride, real *error);

    /* out[n] = inner product of row[stride] with decoder[kept[n]], n < k. */
    void (*inner_products)(const real *row, const int32_t *kept, int k, const real *decoder,
                           int stride, real *out);

    /* gradient[j] += sum of weights[weight] * rows[row] over the firings of latent j, for every
     * latent. rows is [.., pitch] with pitch >= stride, gradient [latents, stride]. */
    void (*weighted_sums)(const struct firing *firings, const int32_t *counts, int capacity,
                          int latents, int weight, const real *rows, int pitch, int stride,
                          real *gradient);

    /* torch.optim.Adam on `count` numbers (a multiple of LANES), without weight decay:
     *   m += (1 - beta1) (g - m);  v += (1 - beta2) (g^2 - v)
     *   w -= learning_rate m / (square_root_gain sqrt(v) + epsilon) */
    void (*adam)(const struct adam_step *step, real *weights, const real *gradient, real *means,
                 real *squares, size_t count);

    /* Scale each row to unit length, as torch.nn.functional.normalize: a length counts as at least
     * 1e-12. */
    void (*unit_rows)(real *rows, int count, int stride);
};

extern const struct kernels kernels_v3, kernels_v4;

/* The build for this processor: v4 where it has AVX-512 F, BW, DQ, VL and CD, else v3. The
 * environment variable KERNELS overrides it with "v3" or "v4"; fails if it says anything else, or
 * v4 on a processor without it. */
const struct kernels *kernels(void);

#endif
