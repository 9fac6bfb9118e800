/* Percentile bootstrap of a mean and of a difference of means. */
#include "draws/generators.h"
#include "program/error.h"
#include "statistics/statistics.h"
#include <stdlib.h>

/* Draw `resamples` resamples of `count` values with replacement: the places of their values, one
 * resample after the other. The caller frees. */
static uint32_t *draw_resamples(size_t count, size_t resamples, struct numpy_generator *generator) {
    uint32_t *places = room(resamples * count, sizeof *places);
    for (size_t i = 0; i < resamples * count; i++)
        places[i] = numpy_below(generator, (uint32_t)count);
    return places;
}

/* The mean of the values at places[count]. */
static double resampled_mean(const double *values, const uint32_t *places, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[places[i]];
    return sum / (double)count;
}

static void swap(double *a, double *b) {
    double kept = *a;
    *a = *b;
    *b = kept;
}

/* Rearrange values[count] so that values[place] is what sorting would put there, and no value
 * before it is larger and none after it is smaller (Hoare 1961, FIND). */
static void find(double *values, size_t count, size_t place) {
    double *first = values, *last = values + count - 1, *wanted = values + place;
    while (first < last) {
        double pivot = *wanted, *low = first, *high = last;
        while (low <= high) {
            while (*low < pivot)
                low++;
            while (*high > pivot)
                high--;
            if (low <= high)
                swap(low++, high--);
        }
        if (high < wanted)
            first = low;
        if (wanted < low)
            last = high;
    }
}

/* The same as find for place 0. */
static void find_least(double *values, size_t count) {
    size_t least = 0;
    for (size_t i = 1; i < count; i++)
        if (values[i] < values[least])
            least = i;
    swap(values, values + least);
}

/* percentile() of values[count] in any order. This rearranges them. */
static double percentile_of(double *values, size_t count, double percent) {
    size_t below = (size_t)(percent / 100 * (double)(count - 1));
    find(values, count, below);
    if (below + 1 < count)
        find_least(values + below + 1, count - below - 1);
    return percentile(values, count, percent);
}

/* The interval that holds the middle `confidence` of draws[count]. This rearranges them. */
static struct interval middle_interval(double *draws, size_t count, double confidence) {
    double tail = 50 * (1 - confidence);
    double low = percentile_of(draws, count, tail);
    return (struct interval){low, percentile_of(draws, count, 100 - tail)};
}

uint32_t *bootstrap_places(size_t count, size_t resamples, uint64_t seed) {
    struct numpy_generator generator;
    numpy_seed(&generator, seed);
    return draw_resamples(count, resamples, &generator);
}

struct interval bootstrap_interval_of(const double *values, size_t count, const uint32_t *places,
                                      size_t resamples, double confidence) {
    double *means = room(resamples, sizeof *means);
    for (size_t i = 0; i < resamples; i++)
        means[i] = resampled_mean(values, places + i * count, count);
    struct interval interval = middle_interval(means, resamples, confidence);
    free(means);
    return interval;
}

struct interval bootstrap_interval(const double *values, size_t count, size_t resamples,
                                   double confidence, uint64_t seed) {
    uint32_t *places = bootstrap_places(count, resamples, seed);
    struct interval interval = bootstrap_interval_of(values, count, places, resamples, confidence);
    free(places);
    return interval;
}

struct interval bootstrap_difference(const double *first, size_t first_count, const double *second,
                                     size_t second_count, size_t resamples, double confidence,
                                     uint64_t seed) {
    struct numpy_generator generator;
    numpy_seed(&generator, seed);
    uint32_t *of_first = draw_resamples(first_count, resamples, &generator);
    uint32_t *of_second = draw_resamples(second_count, resamples, &generator);
    double *differences = allocate(resamples, sizeof *differences);
    for (size_t i = 0; i < resamples; i++)
        differences[i] = resampled_mean(first, of_first + i * first_count, first_count) -
                         resampled_mean(second, of_second + i * second_count, second_count);
    struct interval interval = middle_interval(differences, resamples, confidence);
    free(of_first);
    free(of_second);
    free(differences);
    return interval;
}
