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

/* What that draws, [resamples, count] places of values, for the caller to free; and the interval by
 * what was drawn already. */
uint32_t *bootstrap_places(size_t count, size_t resamples, uint64_t seed);
struct interval bootstrap_interval_of(const double *values, size_t count, const uint32_t *places,
                                      size_t resamples, double confidence);

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

/* What a pair's value is made of, where models are drawn and pairs share them:
 *
 *     value of (a, b) = mean of its group + effect of a + effect of b + what is the pair's own.
 *
 * Models that are given have no effect: the pairs of each form a group of their own, the pairs of
 * drawn models another; a pair of two given models is what it is. */
struct pair_variances {
    double of_model, of_pair;
};

/* These variances by the method of moments, as the analysis of variance of a half diallel gives
 * them (Griffing 1956, method 4, where no model is given): for the residuals r of the groups' means
 * and the n drawn of `models` models, n = models - first_free,
 *
 *     S = sum over drawn a of (sum over b of r_ab)^2 / (models - 2),   n - 1 degrees,
 *     R = sum over pairs of r^2 - S,   n (n - 3) / 2 + first_free (n - 1) degrees,
 *     of_pair = R / its degrees,   of_model = (S / its degrees - of_pair) / (models - 2),
 *
 * zero where that is negative. Values as for jackknife_interval; NAN where R has no degrees. */
struct pair_variances pair_variances(const double *values, size_t models, size_t first_free);

/* Share of `simulations` in which each interval holds the mean over pairs. A simulation draws model
 * and pair effects from normal distributions of `variances` about the groups' means of values,
 * seeded once with `seed`, and takes both intervals as above: the bootstrap over pairs, with the
 * same `resamples` and `bootstrap_seed` each time, and the jackknife over drawn models. */
struct coverage {
    double bootstrap, jackknife;
};
struct coverage_settings {
    size_t simulations, resamples;
    double confidence;
    uint64_t seed, bootstrap_seed;
};
struct coverage coverage(const double *values, size_t models, size_t first_free,
                         struct pair_variances variances, const struct coverage_settings *settings);

/* Mean of the largest |cos| of a direction with `directions` random ones of `dimensions` >= 1
 * dimensions, all independent and uniform on the sphere:
 *
 *     integral over t in [0, 1] of 1 - F(t)^directions,   F(t) = P(|cos| <= t)
 *                                                              = I_{t^2}(1/2, (dimensions - 1) /
 * 2).
 *
 * To 1e-10 where there are 1024 dimensions or fewer. expected_largest_cosine(128, 128) = 0.24725.
 */
double expected_largest_cosine(size_t directions, size_t dimensions);

#endif
