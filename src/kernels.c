/* The inner loops of SAE training; built once for each instruction set (see kernels.h).
 *
 * Written with GCC's vectors, so that one source serves both widths: LANES numbers are VECTORS
 * registers. It is compiled with -ffp-contract=fast, which makes `fused` one instruction, with
 * -fno-math-errno, which makes a register's square roots one, and with -fno-tree-reassoc, without
 * which GCC adds up the address of each register of a row anew.
 */
#include "kernels.h"
#include <float.h>
#include <immintrin.h>
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

#define INLINE static inline __attribute__((always_inline))

INLINE vector load(const real *from) {
    return *(const vector *)from;
}

INLINE void store(real *to, vector value) {
    *(vector *)to = value;
}

/* The number in every lane; less 0 it is itself, -0 too. */
INLINE vector all(real value) {
    return value - (vector){0};
}

/* a * b + c, rounded once. */
INLINE vector fused(vector a, vector b, vector c) {
    return a * b + c;
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
#pragma GCC unroll 4
    for (int i = 0; i < d_model; i++) {
        vector weight[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            weight[v] = load(panel + i * LANES + v * VECTOR_LANES);
        for (int r = 0; r < TILE_ROWS; r++)
            for (int v = 0; v < VECTORS; v++)
                sum[r][v] = fused(all(input[r][i]), weight[v], sum[r][v]);
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

/* The lanes' own places. */
#ifdef __AVX512F__
static const truth PLACE = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#else
static const truth PLACE = {0, 1, 2, 3, 4, 5, 6, 7};
#endif

INLINE truth load_places(const int32_t *from) {
    int32_t places __attribute__((vector_size(VECTOR_LANES * sizeof(int32_t))));
    __builtin_memcpy(&places, from, sizeof places);
    return __builtin_convertvector(places, truth);
}

/* In each lane a where `which` holds, else b. */
INLINE vector choose(truth which, vector a, vector b) {
    return (vector)((which & (truth)a) | (~which & (truth)b));
}

#if !defined __AVX512F__ && !defined REAL_IS_DOUBLE
/* bit_places[bits]: where `bits` has ones, a place a byte, the lowest first. */
#define PLACE_OF(bits, place)                                                                      \
    ((bits) >> (place)&1 ? (uint64_t)(place) << 8 * __builtin_popcount((bits) % (1 << (place))) : 0)
#define PLACES_OF(bits)                                                                            \
    PLACE_OF(bits, 1) | PLACE_OF(bits, 2) | PLACE_OF(bits, 3) | PLACE_OF(bits, 4) |                \
        PLACE_OF(bits, 5) | PLACE_OF(bits, 6) | PLACE_OF(bits, 7)
#define FOUR(bits) PLACES_OF(bits), PLACES_OF(bits + 1), PLACES_OF(bits + 2), PLACES_OF(bits + 3)
#define SIXTEEN(bits) FOUR(bits), FOUR(bits + 4), FOUR(bits + 8), FOUR(bits + 12)
#define SIXTY_FOUR(bits) SIXTEEN(bits), SIXTEEN(bits + 16), SIXTEEN(bits + 32), SIXTEEN(bits + 48)
static const uint64_t bit_places[256] = {SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128),
                                         SIXTY_FOUR(192)};
#endif

/* Keep those of a register's numbers that reach `least`, side by side, and their places in the row;
 * returns how many. A whole register is written to both. */
INLINE int compress(vector numbers, truth places, real least, int32_t *kept, real *values) {
#ifdef REAL_IS_DOUBLE
    int count = 0;
    for (int lane = 0; lane < VECTOR_LANES; lane++) {
        kept[count] = (int32_t)places[lane];
        values[count] = numbers[lane];
        count += numbers[lane] >= least;
    }
    return count;
#elif defined __AVX512F__
    __mmask16 reaching = _mm512_cmp_ps_mask(numbers, all(least), _CMP_GE_OQ);
    _mm512_storeu_si512(kept, _mm512_maskz_compress_epi32(reaching, (__m512i)places));
    store(values, _mm512_maskz_compress_ps(reaching, numbers));
    return __builtin_popcount(reaching);
#else
    int reaching = _mm256_movemask_ps((vector)(numbers >= least));
    __m256i lanes = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((int64_t)bit_places[reaching]));
    _mm256_storeu_si256((__m256i_u *)kept, _mm256_permutevar8x32_epi32((__m256i)places, lanes));
    store(values, _mm256_permutevar8x32_ps(numbers, lanes));
    return __builtin_popcount((unsigned)reaching);
#endif
}

/* Keep the numbers of a row that reach `least`; returns how many. -INFINITY follows them. */
INLINE int take(const real *row, int width, real least, int32_t *kept, real *values) {
    int count = 0;
    for (int j = 0; j < width; j += VECTOR_LANES)
        count += compress(load(row + j), PLACE + j, least, kept + count, values + count);
    store(values + count, all(-INFINITY));
    return count;
}

/* Of `count` numbers kept, drop those that do not reach `least`; returns how many are left. */
INLINE int drop(int count, real least, int32_t *kept, real *values) {
    int left = 0;
    for (int n = 0; n < count; n += VECTOR_LANES)
        left +=
            compress(load(values + n), load_places(kept + n), least, kept + left, values + left);
    return left;
}

/* The least of `count` numbers above `bound`. */
INLINE real next_above(const real *values, int count, real bound) {
    vector least = all(INFINITY);
    for (int n = 0; n < count; n += VECTOR_LANES) {
        vector mine = load(values + n);
        mine = choose(mine > bound, mine, all(INFINITY));
        least = choose(mine < least, mine, least);
    }
    for (int apart = VECTOR_LANES / 2; apart > 0; apart /= 2) {
        vector other = __builtin_shuffle(least, PLACE ^ apart);
        least = choose(other < least, other, least);
    }
    return least[0];
}

/* How many of `count` numbers reach `least`. */
INLINE int count_reaching(const real *values, int count, real least) {
    truth reaching = {0};
    for (int n = 0; n < count; n += VECTOR_LANES)
        reaching -= load(values + n) >= least;
    for (int apart = VECTOR_LANES / 2; apart > 0; apart /= 2)
        reaching += __builtin_shuffle(reaching, PLACE ^ apart);
    return (int)reaching[0];
}

/* The k-th largest of `count` numbers, k <= count: up from the least, as few are too many, to where
 * the next step would leave fewer than k, or there is none above. */
INLINE real kth_largest(const real *values, int count, int k) {
    real least = next_above(values, count, -INFINITY);
    for (int reaching = count; reaching > k;) {
        real next = next_above(values, count, least);
        reaching = count_reaching(values, count, next);
        if (reaching < k || next == least)
            break;
        least = next;
    }
    return least;
}

/* Where several numbers equal the k-th largest, drop the last of them until k are left. */
static void drop_ties(int count, int k, real least, int32_t *kept, real *values) {
    int ties = k, left = 0;
    for (int n = 0; n < count; n++)
        ties -= values[n] > least;
    for (int n = 0; n < count; n++)
        if (values[n] > least || ties-- > 0) {
            kept[left] = kept[n];
            values[left++] = values[n];
        }
}

static real largest(const real *row, int latents, int k, real start, real step, int32_t *kept,
                    real *values) {
    int width = padded(latents), count = take(row, width, start, kept, values);
    for (; count < k && start > -LARGEST_REAL; step += step) {
        start = start - step > -LARGEST_REAL ? start - step : -LARGEST_REAL;
        count = take(row, width, start, kept, values);
    }
    if (count < k)
        return -INFINITY;
    real least = kth_largest(values, count, k);
    if (count > k)
        count = drop(count, least, kept, values);
    if (count > k)
        drop_ties(count, k, least, kept, values);
    return least;
}

/* Lanes 8 apart, added. */
INLINE eight fold(const vector lanes[VECTORS]) {
#ifdef __AVX512F__
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
            sum[v] = fused(all(values[n]), load(direction + v * VECTOR_LANES), sum[v]);
    }
    for (int v = 0; v < groups * VECTORS; v++) {
        store(error + v * VECTOR_LANES, sum[v]);
        square[v % VECTORS] = fused(sum[v], sum[v], square[v % VECTORS]);
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
                lanes[n][v] = fused(at, load(directions[n] + i + v * VECTOR_LANES), lanes[n][v]);
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
                sum[v] =
                    fused(all(firings[n].weights[weight]), load(row + v * VECTOR_LANES), sum[v]);
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
        mean = fused(all(step->mean_weight), slope - mean, mean);
        square = fused(all(step->square_weight), fused(slope, slope, -square), square);
        vector divisor =
            fused(all(step->square_root_gain), square_root(square), all(step->epsilon));
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
                square[v] = fused(at, at, square[v]);
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
