/* The k largest numbers of a row: a part of kernels.c, which alone includes it. */
#ifndef ARITHMETIC_SELECTION_H
#define ARITHMETIC_SELECTION_H

#include "arithmetic/vectors.h"

static int collect(const real *row, int first, int width, real least, int32_t *latents,
                   real *values) {
    int count = 0;
    for (int j = first; j < first + width; j += VECTOR_LANES)
        count += compress(load(row + j), PLACE + j, least, latents + count, values + count);
    return count;
}

/* Copy those of `count` numbers that are at least `least`; returns how many they are. They may be
 * copied to where they stand. */
INLINE int take(const int32_t *latents, const real *values, int count, real least, int32_t *kept,
                real *kept_values) {
    int left = 0;
    for (int n = 0; n < count; n += VECTOR_LANES)
        left += compress(load(values + n), load_places(latents + n), least, kept + left,
                         kept_values + left);
    return left;
}

/* The smallest of `count` numbers that are greater than `bound`; INFINITY if there is none. */
INLINE real next_above(const real *values, int count, real bound) {
    vector least = all(INFINITY);
    for (int n = 0; n < count; n += VECTOR_LANES) {
        vector mine = load(values + n);
        least = lesser(choose(mine > bound, mine, all(INFINITY)), least);
    }
    if (VECTOR_LANES > 8)
        least = lesser(least, EXCHANGED(least, 8));
    if (VECTOR_LANES > 4)
        least = lesser(least, EXCHANGED(least, 4));
    least = lesser(least, EXCHANGED(least, 2));
    least = lesser(least, EXCHANGED(least, 1));
    return least[0];
}

/* How many of `count` numbers are at least `least`. */
INLINE int count_reaching(const real *values, int count, real least) {
    int reaching = 0;
    for (int n = 0; n < count; n += VECTOR_LANES)
        reaching += __builtin_popcount(bits(load(values + n) >= least));
    return reaching;
}

/* The k-th largest of `count` numbers, and how many are at least that. Starts from the smallest and
 * goes up number by number until fewer than k would be left; count is not much larger than k. */
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

/* Reduce many numbers to about k by bisection: halve the range of values and drop the numbers of
 * the lower half if k or more are left. Returns how many are left. -INFINITY follows them. */
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

/* Take the k largest. Of several numbers that equal the k-th largest, the first ones are taken. */
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

#endif
