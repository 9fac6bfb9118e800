/* The inner loops of SAE training; built once for each instruction set (see kernels.h).
 *
 * Written with GCC's vectors, so that one source serves both widths: LANES numbers are VECTORS
 * registers. `a * b + c` is one fused multiply-add (-ffp-contract=fast); no sum here has two
 * products to choose from. -fno-math-errno makes a square root one instruction for a register.
 */
#include "kernels.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>

#ifdef __AVX512F__
enum { VECTOR_LANES = 16, TILE_ROWS = 12 };
#else
enum { VECTOR_LANES = 8, TILE_ROWS = 6 };
#endif
enum { VECTORS = LANES / VECTOR_LANES };

/* A register; it may be read from any place that holds a real. */
typedef real vector
    __attribute__((vector_size(VECTOR_LANES * sizeof(real)), aligned(sizeof(real)), may_alias));
typedef real eight __attribute__((vector_size(8 * sizeof(real))));
typedef real four __attribute__((vector_size(4 * sizeof(real))));

/* What comparing two vectors gives: in each lane -1 or 0, as wide as a real. */
#ifdef REAL_IS_DOUBLE
typedef int64_t truth __attribute__((vector_size(VECTOR_LANES * sizeof(int64_t))));
#define LARGEST_REAL DBL_MAX
#define SQUARE_ROOT sqrt
#else
typedef int32_t truth __attribute__((vector_size(VECTOR_LANES * sizeof(int32_t))));
#define LARGEST_REAL FLT_MAX
#define SQUARE_ROOT sqrtf
#endif

/* No vector is ever passed in memory or registers: every function that has one is inlined. */
#pragma GCC diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

INLINE vector load(const real *from) {
    return *(const vector *)from;
}

INLINE void store(real *to, vector value) {
    *(vector *)to = value;
}

static void pack(const real *rows, int latents, int d_model, int stride, real *panels) {
    for (int first = 0; first < latents; first += LANES)
        for (int i = 0; i < d_model; i++)
            for (int lane = 0; lane < LANES; lane++)
                *panels++ = first + lane < latents ? rows[(first + lane) * (size_t)stride + i] : 0;
}

/* TILE_ROWS rows by LANES latents of a product, in registers. */
INLINE void product_tile(const real *const *inputs, int d_model, const real *panel,
                         const real *start, int out_stride, real *out) {
    const real *input[TILE_ROWS];
    vector sum[TILE_ROWS][VECTORS];
    for (int r = 0; r < TILE_ROWS; r++) {
        input[r] = inputs[r];
        for (int v = 0; v < VECTORS; v++)
            sum[r][v] = load(start + v * VECTOR_LANES);
    }
    for (int i = 0; i < d_model; i++) {
        vector weight[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            weight[v] = load(panel + i * LANES + v * VECTOR_LANES);
        for (int r = 0; r < TILE_ROWS; r++)
            for (int v = 0; v < VECTORS; v++)
                sum[r][v] = input[r][i] * weight[v] + sum[r][v];
    }
    for (int r = 0; r < TILE_ROWS; r++)
        for (int v = 0; v < VECTORS; v++)
            store(out + (size_t)r * out_stride + v * VECTOR_LANES, sum[r][v]);
}

static void products(const real *const *inputs, int rows, int d_model, const real *panels,
                     int latents, const real *start, real *out) {
    int width = padded(latents);
    for (int j = 0; j < width; j += LANES)
        for (int r = 0; r < rows; r += TILE_ROWS)
            product_tile(inputs + r, d_model, panels + (size_t)j * d_model, start + j, width,
                         out + (size_t)r * width + j);
}

/* How many of row[width] reach `least`. */
INLINE int count_reaching(const real *row, int width, real least) {
    truth count = {0};
    for (int j = 0; j < width; j += VECTOR_LANES)
        count -= load(row + j) >= least;
    int total = 0;
    for (int lane = 0; lane < VECTOR_LANES; lane++)
        total += (int)count[lane];
    return total;
}

/* The k largest reach `high`, but for `ties` equal numbers that reach only `low`. */
struct cut {
    real low, high;
    int ties;
};

/* Close in on the k-th largest: first by the spacing of numbers seen so far, then by halving, until
 * k numbers reach the cut or no number lies between its ends. */
INLINE struct cut find_cut(const real *row, int width, int k, struct threshold *threshold) {
    enum { GUESSES = 16 };
    real low = -LARGEST_REAL, high = LARGEST_REAL, at = threshold->value, step = threshold->spacing;
    int reach_low = width, reach_high = 0;
    for (int guess = 0;; guess++) {
        int reach = count_reaching(row, width, at);
        if (reach == k) {
            threshold->value = at;
            return (struct cut){at, at, 0};
        }
        if (reach > k) {
            low = at;
            reach_low = reach;
        } else {
            high = at;
            reach_high = reach;
        }
        if (guess >= GUESSES) {
            at = low / 2 + high / 2;
        } else if (low > -LARGEST_REAL && high < LARGEST_REAL) {
            threshold->spacing = (high - low) / (real)(reach_low - reach_high);
            at = low + threshold->spacing * (real)(reach_low - k);
        } else {
            at += step * (real)(reach - k);
            step += step;
        }
        if (!(at > low && at < high)) {
            if (guess >= GUESSES)
                return (struct cut){low, high, k - reach_high};
            at = low / 2 + high / 2;
        }
    }
}

static int largest(const real *row, int latents, int k, struct threshold *threshold, int32_t *kept,
                   real *values) {
    struct cut cut = find_cut(row, padded(latents), k, threshold);
    int count = 0;
    for (int j = 0; j < latents; j++) {
        bool tie = row[j] >= cut.low && row[j] < cut.high && cut.ties > 0;
        kept[count] = j;
        values[count] = row[j];
        count += (row[j] >= cut.high) | tie;
        cut.ties -= tie;
    }
    return count;
}

/* Lanes 8 apart, added. */
INLINE eight fold(const vector lanes[VECTORS]) {
#if defined __AVX512F__
    return __builtin_shufflevector(lanes[0], lanes[0], 0, 1, 2, 3, 4, 5, 6, 7) +
           __builtin_shufflevector(lanes[0], lanes[0], 8, 9, 10, 11, 12, 13, 14, 15);
#else
    return lanes[0] + lanes[1];
#endif
}

/* The sums of four times eight lanes: those 4 apart first, then 2, then 1. */
INLINE four fold_four(const eight lanes[4]) {
    eight a = __builtin_shufflevector(lanes[0], lanes[1], 0, 1, 2, 3, 8, 9, 10, 11) +
              __builtin_shufflevector(lanes[0], lanes[1], 4, 5, 6, 7, 12, 13, 14, 15);
    eight b = __builtin_shufflevector(lanes[2], lanes[3], 0, 1, 2, 3, 8, 9, 10, 11) +
              __builtin_shufflevector(lanes[2], lanes[3], 4, 5, 6, 7, 12, 13, 14, 15);
    eight c = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13) +
              __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_shufflevector(c, c, 0, 4, 2, 6) + __builtin_shufflevector(c, c, 1, 5, 3, 7);
}

/* The sum of LANES lanes. */
INLINE real fold_one(const vector lanes[VECTORS]) {
    eight sums = fold(lanes);
    return fold_four((eight[4]){sums, sums, sums, sums})[0];
}

/* `groups` * LANES columns of a reconstruction's error; the lanes of its square are added to
 * square. */
INLINE void reconstruct_columns(int groups, const real *input, const int32_t *kept,
                                const real *values, int k, const real *decoder, int stride,
                                real *error, vector square[VECTORS]) {
    vector sum[groups * VECTORS];
    for (int v = 0; v < groups * VECTORS; v++)
        sum[v] = -load(input + v * VECTOR_LANES);
    for (int n = 0; n < k; n++) {
        const real *direction = decoder + kept[n] * (size_t)stride;
        for (int v = 0; v < groups * VECTORS; v++)
            sum[v] = values[n] * load(direction + v * VECTOR_LANES) + sum[v];
    }
    for (int v = 0; v < groups * VECTORS; v++) {
        store(error + v * VECTOR_LANES, sum[v]);
        square[v % VECTORS] = sum[v] * sum[v] + square[v % VECTORS];
    }
}

static real reconstruct(const real *input, const int32_t *kept, const real *values, int k,
                        const real *decoder, int stride, real *error) {
    vector square[VECTORS] = {0};
    int i = 0;
    for (; i + 4 * LANES <= stride; i += 4 * LANES)
        reconstruct_columns(4, input + i, kept, values, k, decoder + i, stride, error + i, square);
    for (; i < stride; i += LANES)
        reconstruct_columns(1, input + i, kept, values, k, decoder + i, stride, error + i, square);
    return fold_one(square);
}

/* The inner products of `row` with four rows of `decoder`. */
INLINE four four_inner_products(const real *row, const int32_t latents[4], const real *decoder,
                                int stride) {
    vector lanes[4][VECTORS] = {0};
    const real *directions[4];
    for (int n = 0; n < 4; n++)
        directions[n] = decoder + latents[n] * (size_t)stride;
    for (int i = 0; i < stride; i += LANES)
        for (int v = 0; v < VECTORS; v++) {
            vector at = load(row + i + v * VECTOR_LANES);
            for (int n = 0; n < 4; n++)
                lanes[n][v] = at * load(directions[n] + i + v * VECTOR_LANES) + lanes[n][v];
        }
    eight folded[4];
    for (int n = 0; n < 4; n++)
        folded[n] = fold(lanes[n]);
    return fold_four(folded);
}

static void inner_products(const real *row, const int32_t *kept, int k, const real *decoder,
                           int stride, real *out) {
    int n = 0;
    for (; n + 4 <= k; n += 4) {
        four sums = four_inner_products(row, kept + n, decoder, stride);
        __builtin_memcpy(out + n, &sums, sizeof sums);
    }
    if (n < k) {
        int32_t rest[4];
        for (int m = 0; m < 4; m++)
            rest[m] = kept[n + m < k ? n + m : n];
        four sums = four_inner_products(row, rest, decoder, stride);
        __builtin_memcpy(out + n, &sums, (size_t)(k - n) * sizeof(real));
    }
}

/* `groups` * LANES columns of every latent's gradient, each latent's in registers while its firings
 * pass. */
INLINE void weighted_columns(int groups, const struct firing *firings, const int32_t *counts,
                             int capacity, int latents, int weight, const real *rows, int pitch,
                             int stride, real *gradient) {
    for (int j = 0; j < latents; j++, firings += capacity, gradient += stride) {
        vector sum[groups * VECTORS];
        for (int v = 0; v < groups * VECTORS; v++)
            sum[v] = load(gradient + v * VECTOR_LANES);
        for (int n = 0; n < counts[j]; n++) {
            const real *row = rows + firings[n].row * (size_t)pitch;
            for (int v = 0; v < groups * VECTORS; v++)
                sum[v] = firings[n].weights[weight] * load(row + v * VECTOR_LANES) + sum[v];
        }
        for (int v = 0; v < groups * VECTORS; v++)
            store(gradient + v * VECTOR_LANES, sum[v]);
    }
}

static void weighted_sums(const struct firing *firings, const int32_t *counts, int capacity,
                          int latents, int weight, const real *rows, int pitch, int stride,
                          real *gradient) {
    int i = 0;
    for (; i + 4 * LANES <= stride; i += 4 * LANES)
        weighted_columns(4, firings, counts, capacity, latents, weight, rows + i, pitch, stride,
                         gradient + i);
    for (; i < stride; i += LANES)
        weighted_columns(1, firings, counts, capacity, latents, weight, rows + i, pitch, stride,
                         gradient + i);
}

INLINE vector square_root(vector value) {
    real lanes[VECTOR_LANES];
    store(lanes, value);
    for (int lane = 0; lane < VECTOR_LANES; lane++)
        lanes[lane] = SQUARE_ROOT(lanes[lane]);
    return load(lanes);
}

static void adam(const struct adam_step *step, real *weights, const real *gradient, real *means,
                 real *squares, size_t count) {
    for (size_t i = 0; i < count; i += VECTOR_LANES) {
        vector slope = load(gradient + i), mean = load(means + i), square = load(squares + i);
        mean = step->mean_weight * (slope - mean) + mean;
        square = step->square_weight * (slope * slope - square) + square;
        vector divisor = step->square_root_gain * square_root(square) + step->epsilon;
        store(means + i, mean);
        store(squares + i, square);
        store(weights + i, load(weights + i) - step->learning_rate * mean / divisor);
    }
}

static void unit_rows(real *rows, int count, int stride) {
    for (real *row = rows; row < rows + (size_t)count * stride; row += stride) {
        vector square[VECTORS] = {0};
        for (int i = 0; i < stride; i += LANES)
            for (int v = 0; v < VECTORS; v++) {
                vector at = load(row + i + v * VECTOR_LANES);
                square[v] = at * at + square[v];
            }
        real length = SQUARE_ROOT(fold_one(square));
        length = length > (real)1e-12 ? length : (real)1e-12;
        for (int i = 0; i < stride; i += VECTOR_LANES)
            store(row + i, load(row + i) / length);
    }
}

const struct kernels KERNELS = {
    .name = VECTOR_LANES == 8 ? "v3" : "v4",
    .pack = pack,
    .products = products,
    .largest = largest,
    .reconstruct = reconstruct,
    .inner_products = inner_products,
    .weighted_sums = weighted_sums,
    .adam = adam,
    .unit_rows = unit_rows,
};
