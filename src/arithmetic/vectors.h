/* Vector registers of one instruction set, for kernels.c and its parts.
 *
 * Written with GCC's vectors, so that one source serves all widths: LANES numbers take VECTORS
 * registers. What these functions compute does not depend on the width.
 */
#ifndef ARITHMETIC_VECTORS_H
#define ARITHMETIC_VECTORS_H

#include "arithmetic/real.h"
#include <float.h>
#include <math.h>
#include <stdint.h>
#ifdef __aarch64__
#include <arm_neon.h>
#else
#include <immintrin.h>
#endif

#ifdef __aarch64__
enum { VECTOR_LANES = 4, TILE_ROWS = 6 };
#elif defined __AVX512F__
enum { VECTOR_LANES = 16, TILE_ROWS = 12 };
#else
enum { VECTOR_LANES = 8, TILE_ROWS = 6 };
#endif
enum { VECTORS = LANES / VECTOR_LANES };

/* A register. It may be loaded from any address that holds a real. */
typedef real vector
    __attribute__((vector_size(VECTOR_LANES * sizeof(real)), aligned(sizeof(real)), may_alias));
typedef real four __attribute__((vector_size(4 * sizeof(real))));
typedef real eight __attribute__((vector_size(8 * sizeof(real))));

/* The result of comparing two vectors: -1 (true) or 0 in each lane, as wide as a real. */
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

/* The number in every lane. Subtracting 0 changes no number, not even -0. */
INLINE vector all(real value) {
    return value - (vector){0};
}

/* The value, kept in a register: GCC would otherwise load it again for each use. */
INLINE vector held(vector value) {
#if defined REAL_IS_DOUBLE
#elif defined __aarch64__
    __asm__("" : "+w"(value));
#else
    __asm__("" : "+v"(value));
#endif
    return value;
}

/* a * b + c, rounded once. (Doubles are rounded twice: nobody compares their bits.) GCC is told to
 * fuse every product with its sum, and this is the only place that has one; its loops are a quarter
 * faster than with intrinsics. Clang would fuse in other places too, so it gets the intrinsics. */
INLINE vector fused(vector a, vector b, vector c) {
#if defined REAL_IS_DOUBLE || !defined __clang__
    return a * b + c;
#elif defined __AVX512F__
    return _mm512_fmadd_ps(a, b, c);
#elif defined __aarch64__
    return vfmaq_f32(c, a, b);
#else
    return _mm256_fmadd_ps(a, b, c);
#endif
}

/* The square root in each lane. */
INLINE vector square_root(vector value) {
    real lanes[VECTOR_LANES];
    store(lanes, value);
    for (int lane = 0; lane < VECTOR_LANES; lane++)
        lanes[lane] = SQUARE_ROOT(lanes[lane]);
    return load(lanes);
}

/* --- sums of lanes ---------------------------------------------------------------------------- */

#ifdef __aarch64__
/* LANES sums, after lanes that are 8 apart and then those that are 4 apart were added. */
typedef four folded;

INLINE folded fold(const vector lanes[VECTORS]) {
    return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

/* The sum of each of four times four lanes. Lanes that are 2 apart are added first, then 1. */
INLINE four fold_four(const folded lanes[4]) {
    four a = __builtin_shufflevector(lanes[0], lanes[1], 0, 1, 4, 5) +
             __builtin_shufflevector(lanes[0], lanes[1], 2, 3, 6, 7);
    four b = __builtin_shufflevector(lanes[2], lanes[3], 0, 1, 4, 5) +
             __builtin_shufflevector(lanes[2], lanes[3], 2, 3, 6, 7);
    return __builtin_shufflevector(a, b, 0, 2, 4, 6) + __builtin_shufflevector(a, b, 1, 3, 5, 7);
}
#else
/* LANES sums, after lanes that are 8 apart were added. */
typedef eight folded;

INLINE folded fold(const vector lanes[VECTORS]) {
#ifdef __AVX512F__
    return __builtin_shufflevector(lanes[0], lanes[0], 0, 1, 2, 3, 4, 5, 6, 7) +
           __builtin_shufflevector(lanes[0], lanes[0], 8, 9, 10, 11, 12, 13, 14, 15);
#else
    return lanes[0] + lanes[1];
#endif
}

/* The sum of each of four times eight lanes. Lanes that are 4 apart are added first, then 2,
 * then 1. */
INLINE four fold_four(const folded lanes[4]) {
    eight a = __builtin_shufflevector(lanes[0], lanes[1], 0, 1, 2, 3, 8, 9, 10, 11) +
              __builtin_shufflevector(lanes[0], lanes[1], 4, 5, 6, 7, 12, 13, 14, 15);
    eight b = __builtin_shufflevector(lanes[2], lanes[3], 0, 1, 2, 3, 8, 9, 10, 11) +
              __builtin_shufflevector(lanes[2], lanes[3], 4, 5, 6, 7, 12, 13, 14, 15);
    eight c = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13) +
              __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_shufflevector(c, c, 0, 4, 2, 6) + __builtin_shufflevector(c, c, 1, 5, 3, 7);
}
#endif

/* --- comparisons and places ------------------------------------------------------------------- */

/* PLACE: the number of each lane. EXCHANGED: the vector with each lane exchanged with the lane that
 * is `apart` places away. */
#ifdef __aarch64__
static const truth PLACE = {0, 1, 2, 3};
#define EXCHANGED(v, apart)                                                                        \
    __builtin_shufflevector(v, v, 0 ^ (apart) % 4, 1 ^ (apart) % 4, 2 ^ (apart) % 4,               \
                            3 ^ (apart) % 4)
#elif defined __AVX512F__
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

/* In each lane, a if `which` is true there, else b. */
INLINE vector choose(truth which, vector a, vector b) {
    return (vector)((which & (truth)a) | (~which & (truth)b));
}

/* The smaller in each lane. */
INLINE vector lesser(vector a, vector b) {
#if defined REAL_IS_DOUBLE || defined __aarch64__
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

/* The absolute value in each lane. */
INLINE vector size(vector value) {
    return greater(value, -value);
}

/* One bit for each lane, set where `which` is true. */
INLINE unsigned bits(truth which) {
#ifdef REAL_IS_DOUBLE
    unsigned bits = 0;
    for (int lane = 0; lane < VECTOR_LANES; lane++)
        bits |= (unsigned)(which[lane] != 0) << lane;
    return bits;
#elif defined __AVX512F__
    return _mm512_movepi32_mask((__m512i)which);
#elif defined __aarch64__
    return vaddvq_u32((uint32x4_t)which & (uint32x4_t){1, 2, 4, 8});
#else
    return (unsigned)_mm256_movemask_ps((vector)which);
#endif
}

#if defined __aarch64__ && !defined REAL_IS_DOUBLE
/* lane_bytes[bits]: the bytes of those lanes whose bit is one in `bits`, the lowest lane first. */
#define BYTES_OF(lane) 4 * (lane), 4 * (lane) + 1, 4 * (lane) + 2, 4 * (lane) + 3
#define LANES_OF(a, b, c, d)                                                                       \
    { BYTES_OF(a), BYTES_OF(b), BYTES_OF(c), BYTES_OF(d) }
static const uint8x16_t lane_bytes[16] = {
    LANES_OF(0, 0, 0, 0), LANES_OF(0, 0, 0, 0), LANES_OF(1, 0, 0, 0), LANES_OF(0, 1, 0, 0),
    LANES_OF(2, 0, 0, 0), LANES_OF(0, 2, 0, 0), LANES_OF(1, 2, 0, 0), LANES_OF(0, 1, 2, 0),
    LANES_OF(3, 0, 0, 0), LANES_OF(0, 3, 0, 0), LANES_OF(1, 3, 0, 0), LANES_OF(0, 1, 3, 0),
    LANES_OF(2, 3, 0, 0), LANES_OF(0, 2, 3, 0), LANES_OF(1, 2, 3, 0), LANES_OF(0, 1, 2, 3)};
#elif !defined __AVX512F__ && !defined REAL_IS_DOUBLE
/* bit_places[bits]: the places of the ones in `bits`, one byte each, the lowest place first. */
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

/* Move the numbers of a register that are at least `least` to its front, and their places with
 * them. Returns how many they are. A whole register is written to both `kept` and `values`. */
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
#elif defined __aarch64__
    unsigned reaching = bits(numbers >= least);
    vst1q_s32(kept, (int32x4_t)vqtbl1q_u8((uint8x16_t)places, lane_bytes[reaching]));
    store(values, (vector)vqtbl1q_u8((uint8x16_t)numbers, lane_bytes[reaching]));
    return __builtin_popcount(reaching);
#else
    unsigned reaching = bits(numbers >= least);
    __m256i lanes = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((int64_t)bit_places[reaching]));
    _mm256_storeu_si256((__m256i_u *)kept, _mm256_permutevar8x32_epi32((__m256i)places, lanes));
    store(values, _mm256_permutevar8x32_ps(numbers, lanes));
    return __builtin_popcount(reaching);
#endif
}

#endif
