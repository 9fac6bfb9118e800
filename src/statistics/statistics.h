/* Statistics over seeds and pairs of seeds, all in double precision.
 *
 * The pairs of n models are in the order (0,1) (0,2) ... (0,n-1) (1,2) ... (n-2,n-1).
 */
#ifndef STATISTICS_STATISTICS_H
#define STATISTICS_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct interval {
    double low, high;
};

/* The arithmetic mean of values[count], count >= 1. */
double mean(const double *values, size_t count);

/* The standard deviation of values[count] about their mean `centre`, with count - 1, count >= 2. */
double standard_deviation(const double *values, size_t count, double centre);

/* numpy.percentile(sorted, percent) with linear interpolation. sorted[count] is ascending,
 * count >= 1, percent is 0 to 100. */
double percentile(const double *sorted, size_t count, double percent);

/* The number of pairs of `models` models. */
size_t pair_count(size_t models);

/* The place of pair (a, b), a < b, among the pairs of `models` models. */
size_t pair_index(size_t models, size_t a, size_t b);

/* --- bootstrap -------------------------------------------------------------------------------- */

/* The percentile bootstrap of the mean of values[count]. numpy.random.default_rng(seed) draws
 * `resamples` resamples of `count` values, one after the other; the interval holds the middle
 * `confidence` (0.95) of their means. count and resamples >= 1. */
struct interval bootstrap_interval(const double *values, size_t count, size_t resamples,
                                   double confidence, uint64_t seed);

/* The two parts of that: the draws, as places[resamples, count] of values, which the caller frees;
 * and the interval with draws that are there already. */
uint32_t *bootstrap_places(size_t count, size_t resamples, uint64_t seed);
struct interval bootstrap_interval_of(const double *values, size_t count, const uint32_t *places,
                                      size_t resamples, double confidence);

/* The percentile bootstrap of mean(first) - mean(second). Both are resampled independently, but
 * with one generator: first all resamples of `first`, then all of `second`. */
struct interval bootstrap_difference(const double *first, size_t first_count, const double *second,
                                     size_t second_count, size_t resamples, double confidence,
                                     uint64_t seed);

/* --- jackknife -------------------------------------------------------------------------------- */

/* P(|T| <= t), t = sqrt(degrees) tan(angle), where T has Student's t distribution with `degrees`
 * degrees of freedom. angle is 0 to pi / 2. */
double student_probability(double angle, size_t degrees);

/* The t for which P(|T| <= t) is `confidence`, with `degrees` >= 1 degrees of freedom:
 * student_bound(0.95, 4) = 2.776 is the 97.5 percent quantile. */
double student_bound(double confidence, size_t degrees);

/* The leave-one-model-out jackknife of the mean over pairs. Pairs share models, so the models, not
 * the pairs, are the independent draws. values[pair_count(models)]. The models below `first_free`
 * are given, not drawn, and are never left out; n = models - first_free models are drawn. The
 * interval is
 *
 *     mean of all pairs +- student_bound(confidence, n - 1) * standard error,
 *     standard error^2 = (n - 1) / n * sum_i (mean without model i - mean of those n means)^2.
 *
 * Fails if there are fewer than three models or fewer than two drawn ones. */
struct interval jackknife_interval(const double *values, size_t models, size_t first_free,
                                   double confidence);

/* The same of the mean over some of the pairs: over those that contain a given model, or over those
 * of drawn models alone. With one given model the first is a mean over n independent numbers, and
 * its interval is Student's; the second is a U-statistic of the drawn models. */
enum pairs_taken { ALL_PAIRS, PAIRS_WITH_GIVEN, PAIRS_WITHOUT_GIVEN };
struct interval jackknife_of_pairs(const double *values, size_t models, size_t first_free,
                                   enum pairs_taken taken, double confidence);

/* Whether there are enough models for that: three and two drawn ones; a given one for pairs with
 * given models, three drawn ones for pairs without. */
bool can_jackknife(size_t models, size_t first_free, enum pairs_taken taken);

/* Student's interval of the mean of independent numbers, values[count], count >= 2:
 *
 *     mean +- student_bound(confidence, count - 1) * s / sqrt(count),
 *
 * s being their standard deviation with count - 1. */
struct interval student_interval(const double *values, size_t count, double confidence);

/* The jackknife of any statistic: `whole` is that of all draws, partial[n] those without each draw,
 * n >= 2. The interval is whole +- student_bound(confidence, n - 1) * standard error, with
 * standard error^2 = (n - 1) / n * sum_i (partial_i - their mean)^2. */
struct interval jackknife_from(double whole, const double *partial, size_t n, double confidence);

/* --- curves ----------------------------------------------------------------------------------- */

/* A function of x, linear from each point to the next: x[count] is strictly ascending. */
struct curve {
    size_t count;
    double *x, *y;
};

/* The curve through the points (x, y), `count` of each. They are put in the order of x; points of
 * equal x count as one, with the mean of their y; those without a number are left out. The caller
 * frees with curve_free. */
struct curve curve_through(const double *x, const double *y, size_t count);
void curve_free(struct curve *curve);

/* Its y at x; not a number outside of its points. */
double curve_at(const struct curve *curve, double x);

/* The first curve less the second, over the x that both reach, from the larger of their first x to
 * the smaller of their last: the mean, the integral of the difference over that range, divided by
 * its width; the least and the greatest difference; the range. All are not a number where the range
 * has no width. */
struct gap {
    double mean, low, high, from, to;
};
struct gap gap_between(const struct curve *first, const struct curve *second);

/* Numbers for the jackknife of a ratio of means, r = mean(numerators) / mean(denominators): each is
 *
 *     r + (numerator - r * denominator) / mean(denominators).
 *
 * Their mean is r, and r changes with each as their mean does, to first order (Cochran 1977,
 * "Sampling Techniques", chapter 6). The caller frees parts[count]. */
double *ratio_parts(const double *numerators, const double *denominators, size_t count);

/* --- coverage --------------------------------------------------------------------------------- */

/* A model of the value of a pair, where models are drawn and pairs share them:
 *
 *     value of (a, b) = mean of its group + effect of a + effect of b + effect of the pair.
 *
 * A given model has no effect. The pairs of each given model form a group, and the pairs of drawn
 * models form another; a pair of two given models does not vary. These are the variances of the
 * effects. */
struct pair_variances {
    double of_model, of_pair;
};

/* The variances by the method of moments, from the analysis of variance of a half diallel (Griffing
 * 1956, method 4, if no model is given). r are the residuals from the means of the groups, and
 * n = models - first_free models are drawn:
 *
 *     S = sum over drawn a of (sum over b of r_ab)^2 / (models - 2),   n - 1 degrees,
 *     R = sum over pairs of r^2 - S,   n (n - 3) / 2 + first_free (n - 1) degrees,
 *     of_pair = R / its degrees,   of_model = (S / its degrees - of_pair) / (models - 2).
 *
 * A negative variance counts as zero. The arguments are those of jackknife_interval. Both variances
 * are NAN if R has no degrees. */
struct pair_variances pair_variances(const double *values, size_t models, size_t first_free);

/* The share of `simulations` in which each interval holds the mean over pairs. A simulation draws
 * the effects of models and pairs from normal distributions with `variances`, around the means of
 * the groups of values; the generator is seeded once with `seed`. Then it takes both intervals: the
 * bootstrap over pairs, with the same `resamples` and `bootstrap_seed` each time, and the jackknife
 * over drawn models. */
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

/* The same of the mean of independent numbers, one for each model: values[count], count >= 2. A
 * simulation draws `count` numbers from the normal distribution with the mean of the values and
 * their standard deviation with count - 1. It takes the bootstrap over the numbers and the
 * jackknife, which for such a mean is student_interval. Both move and stretch with the numbers, so
 * the shares depend on `count` and `settings` alone, but for rounding. */
struct coverage coverage_of_mean(const double *values, size_t count,
                                 const struct coverage_settings *settings);

/* --- chance ----------------------------------------------------------------------------------- */

/* The mean of the largest |cos| of one direction with `directions` others, all random, independent
 * and uniform on the sphere of `dimensions` >= 1 dimensions:
 *
 *     integral over t in [0, 1] of 1 - F(t)^directions,
 *     F(t) = P(|cos| <= t) = I_{t^2}(1/2, (dimensions - 1) / 2).
 *
 * Exact to 1e-10 for 1024 dimensions or fewer. expected_largest_cosine(128, 128) = 0.24725. */
double expected_largest_cosine(size_t directions, size_t dimensions);

#endif
