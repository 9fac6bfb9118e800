/* The inner loops of SAE training; built once for each instruction set (see kernels.h).
 *
 * Written with GCC's vectors, so that one source serves both widths: LANES numbers are VECTORS
 * registers. It is compiled with -fno-math-errno, which makes a register's square roots one, and by
 * GCC with -ffp-contract=fast, which makes `fused` one instruction, and with -fno-tree-reassoc,
 * without which it adds up the address of each register of a row anew. There is nothing else to
 * fuse here: GCC and clang give the same bits.
 */
#include "arithmetic/kernels.h"
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

/* Loaded once, not again at each use as GCC would have it. */
INLINE vector held(vector value) {
#ifndef REAL_IS_DOUBLE
    __asm__("" : "+v"(value));
#endif
    return value;
}

/* a * b + c, rounded once (of doubles, whose bits nobody compares, twice). GCC is told to fuse what
 * it can, and can here alone: its loops are a quarter faster than with intrinsics. Clang would look
 * for more than that. */
INLINE vector fused(vector a, vector b, vector c) {
#if defined REAL_IS_DOUBLE || !defined __clang__
    return a * b + c;
#elif defined __AVX512F__
    return _mm512_fmadd_ps(a, b, c);
#else
    return _mm256_fmadd_ps(a, b, c);
#endif
}

static void pack(const real *rows, int latents, int d_model, real *panels) {
    size_t stride = (size_t)row_stride(d_model);
    for (int first = 0; first < latents; first += LANES)
        for (int i = 0; i < d_model; i++)
            for (int lane = 0; lane < LANES; lane++)
                *panels++ = first + lane < latents ? rows[(size_t)(first + lane) * stride + i] : 0;
}

/* Where a product's sums begin: rows `stride` apart, 0 for the same row each time. */
struct start {
    const real *from;
    size_t stride;
};

/* TILE_ROWS rows by LANES latents of a product over `depth` inputs, in registers. */
INLINE void product_tile(const real *const *inputs, int from, int depth, const real *panel,
                         struct start start, int out_stride, real *out) {
    const real *input[TILE_ROWS];
    vector sum[TILE_ROWS][VECTORS];
    for (int r = 0; r < TILE_ROWS; r++) {
        input[r] = inputs[r] + from;
        for (int v = 0; v < VECTORS; v++)
            sum[r][v] = load(start.from + (size_t)r * start.stride + v * VECTOR_LANES);
    }
#pragma GCC unroll 4
    for (int i = 0; i < depth; i++) {
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

/* Inputs taken together, so that their part of a panel stays in the first cache while all rows pass
 * and their part of the rows in the second while all panels pass. */
enum { DEPTH = 256 };

static void products(const real *const *inputs, int rows, int d_model, const real *panels,
                     int latents, const real *start, int out_stride, real *out) {
    for (int from = 0; from < d_model; from += DEPTH) {
        int depth = d_model - from < DEPTH ? d_model - from : DEPTH;
        for (int j = 0; j < latents; j += LANES)
            for (int r = 0; r < rows; r += TILE_ROWS) {
                real *tile = out + (size_t)r * out_stride + j;
                product_tile(inputs + r, from, depth, panels + (size_t)j * d_model + from * LANES,
                             from == 0 ? (struct start){start + j, 0}
                                       : (struct start){tile, (size_t)out_stride},
                             out_stride, tile);
            }
    }
}

/* The lanes' own places; and a vector whose lanes are exchanged with those `apart` places away. */
#ifdef __AVX512F__
static const truth PLACE = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#define EXCHANGED(v, apart)                                                                        \
    __builtin_shufflevector(v, v, 0 ^ (apart), 1 ^ (apart), 2 ^ (apart), 3 ^ (apart), 4 ^ (apart), \
                            5 ^ (apart), 6 ^ (apart), 7 ^ (apart), 8 ^ (apart), 9 ^ (apart),       \
                            10 ^ (apart), 11 ^ (apart), 12 ^ (apart), 13 ^ (apart), 14 ^ (apart),  \
                            15 ^ (apart))
#else
static const truth PLACE = {0, 1, 2, 3, 4, 5, 6, 7};
#define EXCHANGED(v, apart)                                                                        \
    __builtin_shufflevector(v, v, 0 ^ (apart), 1 ^ (apart), 2 ^ (apart), 3 ^ (apart), 4 ^ (apart), \
                            5 ^ (apart), 6 ^ (apart), 7 ^ (apart))
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

/* The smaller in each lane. */
INLINE vector lesser(vector a, vector b) {
#ifdef REAL_IS_DOUBLE
    return choose(a < b, a, b);
#elif defined __AVX512F__
    return _mm512_min_ps(a, b);
#else
    return _mm256_min_ps(a, b);
#endif
}

/* The larger in each lane. */
INLINE vector greater(vector a, vector b) {
    return -lesser(-a, -b);
}

INLINE vector size(vector value) {
    return greater(value, -value);
}

/* A bit for each lane where `which` holds. */
INLINE unsigned bits(truth which) {
#ifdef REAL_IS_DOUBLE
    unsigned bits = 0;
    for (int lane = 0; lane < VECTOR_LANES; lane++)
        bits |= (unsigned)(which[lane] != 0) << lane;
    return bits;
#elif defined __AVX512F__
    return _mm512_movepi32_mask((__m512i)which);
#else
    return (unsigned)_mm256_movemask_ps((vector)which);
#endif
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
    unsigned reaching = bits(numbers >= least);
    _mm512_storeu_si512(kept, _mm512_maskz_compress_epi32((__mmask16)reaching, (__m512i)places));
    store(values, _mm512_maskz_compress_ps((__mmask16)reaching, numbers));
    return __builtin_popcount(reaching);
#else
    unsigned reaching = bits(numbers >= least);
    __m256i lanes = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((int64_t)bit_places[reaching]));
    _mm256_storeu_si256((__m256i_u *)kept, _mm256_permutevar8x32_epi32((__m256i)places, lanes));
    store(values, _mm256_permutevar8x32_ps(numbers, lanes));
    return __builtin_popcount(reaching);
#endif
}

static int collect(const real *row, int first, int width, real least, int32_t *latents,
                   real *values) {
    int count = 0;
    for (int j = first; j < first + width; j += VECTOR_LANES)
        count += compress(load(row + j), PLACE + j, least, latents + count, values + count);
    return count;
}

/* Of `count` numbers take those that reach `least`, to the same place or another; returns how many
 * they are. */
INLINE int take(const int32_t *latents, const real *values, int count, real least, int32_t *kept,
                real *kept_values) {
    int left = 0;
    for (int n = 0; n < count; n += VECTOR_LANES)
        left += compress(load(values + n), load_places(latents + n), least, kept + left,
                         kept_values + left);
    return left;
}

/* The least of `count` numbers above `bound`. */
INLINE real next_above(const real *values, int count, real bound) {
    vector least = all(INFINITY);
    for (int n = 0; n < count; n += VECTOR_LANES) {
        vector mine = load(values + n);
        least = lesser(choose(mine > bound, mine, all(INFINITY)), least);
    }
    if (VECTOR_LANES > 8)
        least = lesser(least, EXCHANGED(least, 8));
    least = lesser(least, EXCHANGED(least, 4));
    least = lesser(least, EXCHANGED(least, 2));
    least = lesser(least, EXCHANGED(least, 1));
    return least[0];
}

/* How many of `count` numbers reach `least`. */
INLINE int count_reaching(const real *values, int count, real least) {
    int reaching = 0;
    for (int n = 0; n < count; n += VECTOR_LANES)
        reaching += __builtin_popcount(bits(load(values + n) >= least));
    return reaching;
}

/* The k-th largest of `count` numbers, and how many reach it: up from the least, as few are too
 * many, to where the next step would leave fewer than k. */
INLINE real kth_largest(const real *values, int count, int k, int *reaching) {
    real least = next_above(values, count, -INFINITY);
    for (*reaching = count;;) {
        if (*reaching == k)
            return least;
        real next = next_above(values, count, least);
        int left = count_reaching(values, count, next);
        if (left < k || next == least)
            return least;
        least = next;
        *reaching = left;
    }
}

/* Halve the range of many numbers again and again, and drop those of the lower half while k are
 * left above; returns how many are left. -INFINITY follows them. */
static int drop_far(int count, int k, real least, int32_t *latents, real *values) {
    real most = LARGEST_REAL;
    for (real middle; count > 2 * k + 4 * VECTOR_LANES; store(values + count, all(-INFINITY))) {
        middle = least / 2 + most / 2;
        if (!(middle > least && middle < most))
            break;
        if (count_reaching(values, count, middle) < k) {
            most = middle;
            continue;
        }
        count = take(latents, values, count, middle, latents, values);
        least = middle;
    }
    return count;
}

/* Of several numbers that equal the k-th largest the last are left out. */
static void take_first(const int32_t *latents, const real *values, int count, int k, real least,
                       int32_t *kept, real *kept_values) {
    int ties = k;
    for (int n = 0; n < count; n++)
        ties -= values[n] > least;
    for (int n = 0; n < count; n++)
        if (values[n] > least || (values[n] == least && ties-- > 0)) {
            *kept++ = latents[n];
            *kept_values++ = values[n];
        }
}

static real largest(const real *row, int width, int k, int count, real start, real step,
                    int32_t *latents, real *values, int32_t *kept, real *kept_values) {
    for (; count < k && start > -LARGEST_REAL; step += step) {
        start = start - step > -LARGEST_REAL ? start - step : -LARGEST_REAL;
        count = collect(row, 0, width, start, latents, values);
    }
    if (count < k)
        return -INFINITY;
    store(values + count, all(-INFINITY));
    if (count > 2 * k + 4 * VECTOR_LANES)
        count = drop_far(count, k, start, latents, values);
    int reaching;
    real least = kth_largest(values, count, k, &reaching);
    if (reaching == k)
        take(latents, values, count, least, kept, kept_values);
    else
        take_first(latents, values, count, k, least, kept, kept_values);
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

/* Columns of a row that fill as many registers as keep the multipliers busy. */
enum { COLUMNS = 8 * VECTOR_LANES };

/* groups * LANES columns of a reconstruction's error, in registers. */
INLINE void reconstruct_columns(int groups, const real *input, const int32_t *kept,
                                const real *values, int k, const real *decoder, size_t stride,
                                real *error) {
    vector sum[groups * VECTORS];
    for (int v = 0; v < groups * VECTORS; v++)
        sum[v] = -load(input + v * VECTOR_LANES);
    for (int n = 0; n < k; n++) {
        const real *direction = decoder + (size_t)kept[n] * stride;
        vector value = all(values[n]);
        for (int v = 0; v < groups * VECTORS; v++)
            sum[v] = fused(value, load(direction + v * VECTOR_LANES), sum[v]);
    }
    for (int v = 0; v < groups * VECTORS; v++)
        store(error + v * VECTOR_LANES, sum[v]);
}

static void reconstruct(const real *input, const int32_t *kept, const real *values, int k,
                        const real *decoder, int d_model, real *error) {
    size_t stride = (size_t)row_stride(d_model);
    int i = 0;
    for (; i + COLUMNS <= padded(d_model); i += COLUMNS)
        reconstruct_columns(COLUMNS / LANES, input + i, kept, values, k, decoder + i, stride,
                            error + i);
    for (; i < d_model; i += LANES)
        reconstruct_columns(1, input + i, kept, values, k, decoder + i, stride, error + i);
}

/* The lanes of the inner product of a row with itself. */
INLINE eight square_lanes(const real *row, int d_model) {
    vector square[VECTORS] = {0};
    for (int i = 0; i < d_model; i += LANES)
        for (int v = 0; v < VECTORS; v++) {
            vector at = load(row + i + v * VECTOR_LANES);
            square[v] = fused(at, at, square[v]);
        }
    return fold(square);
}

static void squares(const real *rows, int count, int d_model, real *out) {
    size_t stride = (size_t)row_stride(d_model);
    for (int r = 0; r < count; r += 4) {
        int left = count - r < 4 ? count - r : 4;
        eight lanes[4] = {0};
        for (int n = 0; n < left; n++)
            lanes[n] = square_lanes(rows + (size_t)(r + n) * stride, d_model);
        four sums = fold_four(lanes);
        __builtin_memcpy(out + r, &sums, (size_t)left * sizeof *out);
    }
}

/* What `together` (at most 4) firings of a latent add to the gradients of its decoder row, while
 * their errors pass once; their slopes too. */
INLINE void add_errors(int together, const struct firing *firings, real *slopes, const real *errors,
                       size_t stride, int width, real scale, const real *direction,
                       real *gradient) {
    vector lanes[4][VECTORS] = {0}, value[4];
    const real *error[4];
    for (int n = 0; n < together; n++) {
        error[n] = errors + (size_t)firings[n].row * stride;
        value[n] = all(firings[n].value);
    }
    for (int i = 0; i < width; i += LANES)
        for (int v = 0; v < VECTORS; v++) {
            int at = i + v * VECTOR_LANES;
            vector along = load(direction + at), sum = load(gradient + at);
            for (int n = 0; n < together; n++) {
                vector mine = held(load(error[n] + at));
                lanes[n][v] = fused(mine, along, lanes[n][v]);
                sum = fused(value[n], mine, sum);
            }
            store(gradient + at, sum);
        }
    eight folded[4];
    for (int n = 0; n < 4; n++)
        folded[n] = fold(lanes[n]);
    four found = scale * fold_four(folded);
    __builtin_memcpy(slopes, &found, (size_t)together * sizeof *slopes);
}

static void error_gradients(const struct firing *firings, real *slopes, const int32_t *first,
                            int latents, real scale, const real *errors, const real *decoder,
                            int d_model, real *decoder_gradient, real *bias_gradient) {
    size_t stride = (size_t)row_stride(d_model);
    int width = padded(d_model);
    for (int j = 0; j < latents; j++, decoder += stride, decoder_gradient += stride) {
        int n = first[j], end = first[j + 1];
        for (; end - n >= 4; n += 4)
            add_errors(4, firings + n, slopes + n, errors, stride, width, scale, decoder,
                       decoder_gradient);
        for (; end - n >= 2; n += 2)
            add_errors(2, firings + n, slopes + n, errors, stride, width, scale, decoder,
                       decoder_gradient);
        if (n < end)
            add_errors(1, firings + n, slopes + n, errors, stride, width, scale, decoder,
                       decoder_gradient);
        for (n = first[j]; n < end; n++)
            bias_gradient[j] += slopes[n];
    }
}

/* The same for the gradient of its encoder row, while their inputs pass. */
INLINE void add_inputs(int together, const struct firing *firings, const real *slopes,
                       const real *const *inputs, int width, real *gradient) {
    vector slope[4];
    const real *input[4];
    for (int n = 0; n < together; n++) {
        input[n] = inputs[firings[n].row];
        slope[n] = all(slopes[n]);
    }
    for (int i = 0; i < width; i += LANES)
        for (int v = 0; v < VECTORS; v++) {
            int at = i + v * VECTOR_LANES;
            vector sum = load(gradient + at);
            for (int n = 0; n < together; n++)
                sum = fused(slope[n], load(input[n] + at), sum);
            store(gradient + at, sum);
        }
}

static void input_gradients(const struct firing *firings, const real *slopes, const int32_t *first,
                            int latents, const real *const *inputs, int d_model,
                            real *encoder_gradient) {
    size_t stride = (size_t)row_stride(d_model);
    int width = padded(d_model);
    for (int j = 0; j < latents; j++, encoder_gradient += stride) {
        int n = first[j], end = first[j + 1];
        for (; end - n >= 4; n += 4)
            add_inputs(4, firings + n, slopes + n, inputs, width, encoder_gradient);
        for (; end - n >= 2; n += 2)
            add_inputs(2, firings + n, slopes + n, inputs, width, encoder_gradient);
        if (n < end)
            add_inputs(1, firings + n, slopes + n, inputs, width, encoder_gradient);
    }
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

static void unit_rows(real *rows, int count, int d_model) {
    size_t stride = (size_t)row_stride(d_model);
    for (real *row = rows; row < rows + (size_t)count * stride; row += stride) {
        eight square = square_lanes(row, d_model);
        real length = SQUARE_ROOT(fold_four((eight[4]){square, square, square, square})[0]);
        length = length > (real)1e-12 ? length : (real)1e-12;
        for (int i = 0; i < d_model; i += VECTOR_LANES)
            store(row + i, load(row + i) / length);
    }
}

static int nearest(const real *products, int count) {
    vector most = all(0);
    for (int j = 0; j < count; j += VECTOR_LANES)
        most = greater(most, size(load(products + j)));
    real largest = 0;
    for (int lane = 0; lane < VECTOR_LANES; lane++)
        largest = most[lane] > largest ? most[lane] : largest;
    for (int j = 0; j < count; j += VECTOR_LANES) {
        unsigned equal = bits(size(load(products + j)) == largest);
        if (equal)
            return j + __builtin_ctz(equal);
    }
    return 0;
}

static void raise(const real *products, int count, real *most) {
    for (int j = 0; j < count; j += VECTOR_LANES)
        store(most + j, greater(load(most + j), size(load(products + j))));
}

const struct kernels KERNELS = {
    .name = VECTOR_LANES == 8 ? "v3" : "v4",
    .pack = pack,
    .products = products,
    .collect = collect,
    .largest = largest,
    .reconstruct = reconstruct,
    .squares = squares,
    .error_gradients = error_gradients,
    .input_gradients = input_gradients,
    .adam = adam,
    .unit_rows = unit_rows,
    .nearest = nearest,
    .raise = raise,
};
