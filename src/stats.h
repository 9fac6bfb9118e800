/* Statistics over seeds and pairs of seeds, in double precision throughout.
 *
 * Pairs of n models stand in the order (0,1) (0,2) ... (0,n-1) (1,2) ... (n-2,n-1).
 */
#ifndef STATS_H
#define STATS_H

#include <stddef.h>
#include <stdint.h>

struct interval {
    double low, high;
};

/* Arithmetic mean of values[count], count >= 1. */
double mean(const double *values, size_t count);

/* numpy.percentile(sorted, percent), linear interpolation; sorted[count] ascending, count >= 1,
 * percent 0 to 100. */
double percentile(const double *sorted, size_t count, double percent);

/* Percentile bootstrap of the mean: `resamples` resamples of `count` values drawn row by row from
 * numpy.random.default_rng(seed); the interval that holds the middle `confidence` (0.95) of their
 * means. count and resamples >= 1. */
struct interval bootstrap_interval(const double *values, size_t count, size_t resamples,
                                   double confidence, uint64_t seed);

/* The same for mean(first) - mean(second): independent resamples, one generator, all resamples of
 * the first and then all of the second. */
struct interval bootstrap_difference(const double *first, size_t first_count, const double *second,
                                     size_t second_count, size_t resamples, double confidence,
                                     uint64_t seed);

/* Number of pairs of `models` models. */
size_t pair_count(size_t models);

/* Place of pair (a, b), a < b, among the pairs of `models` models. */
size_t pair_index(size_t models, size_t a, size_t b);

/* The t that |T| stays within with probability `confidence`, T being Student's with `degrees` >= 1
 * degrees of freedom: student_bound(0.95, 4) = 2.776 is the 97.5 percent quantile. */
double student_bound(double confidence, size_t degrees);

/* Leave-one-model-out jackknife of the mean over pairs: pairs share models, so models, not pairs,
 * are the independent draws. values[pair_count(models)]; models below `first_free` are given, not
 * drawn, and never left out: n = models - first_free models are drawn. The interval is
 *
 *     mean of all pairs +- student_bound(confidence, n - 1) * standard error,
 *     standard error^2 = (n - 1) / n * sum_i (mean without model i - mean of those n means)^2.
 *
 * Fewer than three models, or two drawn ones, fail. */
struct interval jackknife_interval(const double *values, size_t models, size_t first_free,
                                   double confidence);

#endif
