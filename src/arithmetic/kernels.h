/* The inner loops of all training and of PWMCC. They give the same bits on every x86-64-v3
 * processor and on every aarch64 processor.
 *
 * On x86-64, kernels.c is compiled twice, for x86-64-v3 (AVX2) and for x86-64-v4 (AVX-512); on
 * aarch64 once, with NEON. All builds do the same additions in the same order, although their
 * registers differ in width (8, 16 and 4 numbers):
 *
 *  - A sum takes its terms in ascending order, with one fused multiply-add and one rounding for
 *    each. The lanes of a register belong to different sums.
 *  - Only the inner product of two rows is split over lanes: place i goes to lane i mod LANES, each
 *    lane is summed as above from zero, and then the lanes are added in one fixed order: those 8
 *    apart, then 4, 2 and 1.
 *
 * Rows of d_model numbers are row_stride(d_model) places apart, with zeros in between (see real.h).
 * No function allocates.
 */
#ifndef ARITHMETIC_KERNELS_H
#define ARITHMETIC_KERNELS_H

#include "arithmetic/real.h"
#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* The number of rows of a product is a multiple of this. */
enum { TILE = 12 };

/* `rows`, rounded up to a multiple of TILE. */
static inline int tiled(int rows) {
    return (rows + TILE - 1) / TILE * TILE;
}

/* A firing: one latent that is kept on one row.
 *
 * The firings of some rows are sorted by latent, and those of one latent by row. The firings of
 * latent j begin at first[j]; one more entry of `first` says where the last ones end:
 *
 *   | f f f f f | f f |   | f f f ..
 *     latent 0    1     2   3          first = 0, 5, 7, 7, ..
 */
struct firing {
    int32_t row;
    real value; /* the weight of the row's error in the decoder's gradient: z times a scale */
};

/* The numbers that one step of torch.optim.Adam needs, besides the moments. */
struct adam_step {
    real learning_rate;    /* divided by the bias correction of the mean, 1 - beta1^t */
    real mean_weight;      /* 1 - beta1 */
    real square_weight;    /* 1 - beta2 */
    real square_root_gain; /* 1 / sqrt(1 - beta2^t) */
    real epsilon;
};

/* Those of step number `step`; the first step is 1. */
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
    const char *name;            /* for the variable KERNELS: "v3", "v4" or "neon" */
    const char *instruction_set; /* for readers: "x86-64-v3" */

    /* Lay the rows [latents, d_model] out for `products`, with LANES latents side by side:
     *
     *   panel 0:  w[0][0] w[1][0] .. w[15][0]   w[0][1] w[1][1] .. w[15][1]   ..  w[15][d_model-1]
     *   panel 1:  w[16][0] ..
     *
     * panels is [padded(latents) / LANES, d_model, LANES]. The latents after the last are zero. */
    void (*pack)(const real *rows, int latents, int d_model, real *panels);

    /* out[r][j] = start[j] + sum_i inputs[r][i] w[j][i], for `rows` rows and padded(latents)
     * latents. `rows` is a multiple of TILE, and all its pointers can be read. start is
     * [padded(latents)], and the rows of out are out_stride places apart. */
    void (*products)(const real *const *inputs, int rows, int d_model, const real *panels,
                     int latents, const real *start, int out_stride, real *out);

    /* Find the numbers of row[first .. first + width) that are at least `least`: their places go
     * into latents, the numbers into values, both with room for width + LANES. width is a multiple
     * of LANES. Returns how many they are. */
    int (*collect)(const real *row, int first, int width, real least, int32_t *latents,
                   real *values);

    /* Find the k largest numbers of row[width], whose padding is -INFINITY: their places go into
     * kept, in ascending order, and the numbers into kept_values, both with room for k + LANES. Of
     * equal numbers the first are taken. Returns the k-th largest, or -INFINITY if the row has
     * fewer than k numbers above that.
     * latents and values hold the `count` candidates that `collect` found with `start` as least. If
     * they are fewer than k, `start` is lowered by `step` > 0, then by twice that, and so on, and
     * the candidates are collected again. `start` and `step` change the time that this takes, never
     * the result. */
    real (*largest)(const real *row, int width, int k, int count, real start, real step,
                    int32_t *latents, real *values, int32_t *kept, real *kept_values);

    /* error = sum_n values[n] decoder[kept[n]] - input, n < k. The sum begins with -input. */
    void (*reconstruct)(const real *input, const int32_t *kept, const real *values, int k,
                        const real *decoder, int d_model, real *error);

    /* out[r] = the inner product of row r with itself. */
    void (*squares)(const real *rows, int count, int d_model, real *out);

    /* Add what the errors [.., d_model] give to the gradients of some latents j, over the firings
     * of each: slopes[firing] = scale <errors[row], decoder[j]>, which is dz; it is overwritten
     *   decoder_gradient[j] += value * errors[row];  bias_gradient[j] += slope */
    void (*error_gradients)(const struct firing *firings, real *slopes, const int32_t *first,
                            int latents, real scale, const real *errors, const real *decoder,
                            int d_model, real *decoder_gradient, real *bias_gradient);

    /* encoder_gradient[j] += slope * inputs[row] over the firings of each latent. */
    void (*input_gradients)(const struct firing *firings, const real *slopes, const int32_t *first,
                            int latents, const real *const *inputs, int d_model,
                            real *encoder_gradient);

    /* A step of torch.optim.Adam without weight decay, on `count` numbers (a multiple of LANES):
     *   m += (1 - beta1) (g - m);  v += (1 - beta2) (g^2 - v)
     *   w -= learning_rate m / (square_root_gain sqrt(v) + epsilon) */
    void (*adam)(const struct adam_step *step, real *weights, const real *gradient, real *means,
                 real *squares, size_t count);

    /* Scale each row to unit length, as torch.nn.functional.normalize does: a length below 1e-12
     * counts as 1e-12. */
    void (*unit_rows)(real *rows, int count, int d_model);

    /* The place of the largest |products[j]|, j < count; of equal ones the first. Zeros pad the
     * products to a multiple of LANES. */
    int (*nearest)(const real *products, int count);

    /* most[j] = max(most[j], |products[j]|), with the same padding. */
    void (*raise)(const real *products, int count, real *most);
};

extern const struct kernels kernels_v3, kernels_v4, kernels_neon;

/* The build for this processor: on x86-64, v4 if it has AVX-512 F, BW, DQ, VL and CD, else v3. The
 * environment variable KERNELS overrides this with "v3" or "v4". Fails if it says anything else, or
 * if it says v4 and the processor cannot run that. On aarch64 neon is the only build. */
const struct kernels *kernels(void);

#endif
