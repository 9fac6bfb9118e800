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
 * Rows of d_model numbers stand row_stride(d_model) apart, zeros behind them (see real.h). No
 * function allocates.
 */
#ifndef KERNELS_H
#define KERNELS_H

#include "arithmetic/real.h"
#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* Rows of a product come in multiples of this: */
enum { TILE = 12 };

static inline int tiled(int rows) {
    return (rows + TILE - 1) / TILE * TILE;
}

/* One latent kept on one row.
 *
 * Those of some rows, by latent; within a latent in ascending order of rows. Those of latent j
 * begin at first[j], and first has one more entry, where they all end:
 *
 *   | f f f f f | f f |   | f f f ..
 *     latent 0    1     2   3          first = 0, 5, 7, 7, ..
 */
struct firing {
    int32_t row;
    real value; /* z, the weight of the row's error in the decoder's gradient */
};

/* What one step of torch.optim.Adam needs besides the moments. */
struct adam_step {
    real learning_rate;    /* over the first moment's bias correction, 1 - beta1^t */
    real mean_weight;      /* 1 - beta1 */
    real square_weight;    /* 1 - beta2 */
    real square_root_gain; /* 1 / sqrt(1 - beta2^t) */
    real epsilon;
};

/* Step number `step`, from 1 on. */
static inline struct adam_step adam_step(double learning_rate, double beta1, double beta2,
                                         double epsilon, int64_t step) {
    return (struct adam_step){
        .learning_rate = (real)(learning_rate / (1 - pow(beta1, (double)step))),
        .mean_weight = (real)(1 - beta1),
        .square_weight = (real)(1 - beta2),
        .square_root_gain = (real)(1 / sqrt(1 - pow(beta2, (double)step))),
        .epsilon = (real)epsilon,
    };
}

struct kernels {
    const char *name; /* "v3", "v4" */

    /* Lay rows [latents, d_model] out for `products`: LANES latents side by side.
     *
     *   panel 0:  w[0][0] w[1][0] .. w[15][0]   w[0][1] w[1][1] .. w[15][1]   ..  w[15][d_model-1]
     *   panel 1:  w[16][0] ..
     *
     * panels is [padded(latents) / LANES, d_model, LANES]; latents past the last are zero. */
    void (*pack)(const real *rows, int latents, int d_model, real *panels);

    /* out[r][j] = start[j] + sum_i inputs[r][i] w[j][i] for `rows` rows (a multiple of TILE, all
     * pointers readable) and padded(latents) latents: start has that many, and rows of out stand
     * out_stride apart. */
    void (*products)(const real *const *inputs, int rows, int d_model, const real *panels,
                     int latents, const real *start, int out_stride, real *out);

    /* Of row[first .. first + width), a multiple of LANES, the places that reach `least` into
     * latents and their numbers into values, room for width + LANES each; returns how many. */
    int (*collect)(const real *row, int first, int width, real least, int32_t *latents,
                   real *values);

    /* The k largest of row[width], whose padding is -INFINITY: their places ascending into kept,
     * their numbers into kept_values, room for k + LANES each. Of equal numbers the first win.
     * Returns the least of them, or -INFINITY if the row has fewer than k numbers above that.
     * latents and values hold the `count` places that `collect` found to reach `start`; where they
     * are too few, it goes down by `step` > 0, then twice that and so on. Where the search begins
     * decides how long it takes, never what it finds. */
    real (*largest)(const real *row, int width, int k, int count, real start, real step,
                    int32_t *latents, real *values, int32_t *kept, real *kept_values);

    /* error = sum_n values[n] decoder[kept[n]] - input, n < k, begun with -input. */
    void (*reconstruct)(const real *input, const int32_t *kept, const real *values, int k,
                        const real *decoder, int d_model, real *error);

    /* out[r] = inner product of row r with itself. */
    void (*squares)(const real *rows, int count, int d_model, real *out);

    /* The gradients that errors [.., d_model] give to some latents, over their firings:
     *   slopes[firing] = scale <errors[row], decoder[j]>: dz, overwritten
     *   decoder_gradient[j] += value * errors[row];  bias_gradient[j] += slope */
    void (*error_gradients)(const struct firing *firings, real *slopes, const int32_t *first,
                            int latents, real scale, const real *errors, const real *decoder,
                            int d_model, real *decoder_gradient, real *bias_gradient);

    /* encoder_gradient[j] += slope * inputs[row] over the firings of each latent. */
    void (*input_gradients)(const struct firing *firings, const real *slopes, const int32_t *first,
                            int latents, const real *const *inputs, int d_model,
                            real *encoder_gradient);

    /* torch.optim.Adam on `count` numbers (a multiple of LANES), without weight decay:
     *   m += (1 - beta1) (g - m);  v += (1 - beta2) (g^2 - v)
     *   w -= learning_rate m / (square_root_gain sqrt(v) + epsilon) */
    void (*adam)(const struct adam_step *step, real *weights, const real *gradient, real *means,
                 real *squares, size_t count);

    /* Scale each row to unit length, as torch.nn.functional.normalize: a length counts as at least
     * 1e-12. */
    void (*unit_rows)(real *rows, int count, int d_model);

    /* The place of the first of the largest |products[j]|, j < count; what pads count to a multiple
     * of LANES is zero. */
    int (*nearest)(const real *products, int count);

    /* most[j] = max(most[j], |products[j]|); padding as above. */
    void (*raise)(const real *products, int count, real *most);
};

extern const struct kernels kernels_v3, kernels_v4;

/* The build for this processor: v4 where it has AVX-512 F, BW, DQ, VL and CD, else v3. The
 * environment variable KERNELS overrides it with "v3" or "v4"; fails if it says anything else, or
 * v4 on a processor without it. */
const struct kernels *kernels(void);

#endif
