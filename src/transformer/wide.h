/* Vector registers for the layers: WIDE numbers at a time, on any processor the same ones.
 *
 * A sum over the places of a row is split over WIDE lanes that are added in one fixed order, so its
 * bits do not depend on the processor.
 */
#ifndef TRANSFORMER_WIDE_H
#define TRANSFORMER_WIDE_H

#include "arithmetic/real.h"
#include <stdint.h>
#include <string.h>

/* A register of AVX2, or two of NEON; it may be read from any place that holds a real. */
typedef real vector __attribute__((vector_size(32), aligned(sizeof(real)), may_alias));
enum { WIDE = sizeof(vector) / sizeof(real) };

/* truth: the result of comparing two vectors, -1 or 0 in each lane, as wide as a real. LANE: the
 * number of each lane. EXCHANGED: the vector with each lane exchanged with the lane that is `apart`
 * places away. PICKED: the lanes place(0, apart), place(1, apart), .. of two vectors, where those
 * of the second are counted from WIDE on. */
#ifdef REAL_IS_DOUBLE
typedef int64_t truth __attribute__((vector_size(32)));
static const truth LANE = {0, 1, 2, 3};
#define EXCHANGED(v, apart)                                                                        \
    __builtin_shufflevector(v, v, 0 ^ (apart), 1 ^ (apart), 2 ^ (apart), 3 ^ (apart))
#define PICKED(a, b, place, apart)                                                                 \
    __builtin_shufflevector(a, b, place(0, apart), place(1, apart), place(2, apart),               \
                            place(3, apart))
#else
typedef int32_t truth __attribute__((vector_size(32)));
static const truth LANE = {0, 1, 2, 3, 4, 5, 6, 7};
#define EXCHANGED(v, apart)                                                                        \
    __builtin_shufflevector(v, v, 0 ^ (apart), 1 ^ (apart), 2 ^ (apart), 3 ^ (apart), 4 ^ (apart), \
                            5 ^ (apart), 6 ^ (apart), 7 ^ (apart))
#define PICKED(a, b, place, apart)                                                                 \
    __builtin_shufflevector(a, b, place(0, apart), place(1, apart), place(2, apart),               \
                            place(3, apart), place(4, apart), place(5, apart), place(6, apart),    \
                            place(7, apart))
#endif

/* The next numbers, as many as there are lanes; if only `left` are there, zeros follow them. */
static inline vector load(const real *from, size_t left) {
    if (left >= WIDE)
        return *(const vector *)from;
    vector value = {0};
    memcpy(&value, from, left * sizeof *from);
    return value;
}

static inline void store(real *to, size_t left, vector value) {
    if (left >= WIDE)
        *(vector *)to = value;
    else
        memcpy(to, &value, left * sizeof *to);
}

/* In each lane, the value if `which` is true there, else zero. */
static inline vector where(truth which, vector value) {
    return (vector)((truth)value & which);
}

/* The sum of the lanes. Those half a register apart are added first, then those a quarter apart. */
static inline real total(vector value) {
    if (WIDE > 4)
        value += EXCHANGED(value, 4);
    value += EXCHANGED(value, 2);
    value += EXCHANGED(value, 1);
    return value[0];
}

#endif
