/* Means, intervals and pairs: what is said of numbers measured over several seeds. */
#include "stats.h"

#include "error.h"
#include "rng.h"

#include <math.h>
#include <stdlib.h>

double mean(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

double percentile(const double *sorted, size_t count, double percent) {
    double position = percent / 100 * (double)(count - 1);
    size_t below = (size_t)position;
    if (below + 1 >= count)
        return sorted[count - 1];
    double part = position - (double)below;
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

/* The mean of `count` values drawn with replacement from values[count]. */
static double resampled_mean(const double *values, size_t count,
                             struct numpy_generator *generator) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[numpy_below(generator, (uint32_t)count)];
    return sum / (double)count;
}

static int ascending(const void *first, const void *second) {
    double a = *(const double *)first, b = *(const double *)second;
    return (a > b) - (a < b);
}

/* The interval that holds the middle `confidence` of draws[count], which this sorts. */
static struct interval middle_interval(double *draws, size_t count, double confidence) {
    qsort(draws, count, sizeof *draws, ascending);
    double tail = 50 * (1 - confidence);
    return (struct interval){percentile(draws, count, tail), percentile(draws, count, 100 - tail)};
}

struct interval bootstrap_interval(const double *values, size_t count, size_t resamples,
                                   double confidence, uint64_t seed) {
    struct numpy_generator generator;
    numpy_seed(&generator, seed);
    double *means = allocate(resamples, sizeof *means);
    for (size_t i = 0; i < resamples; i++)
        means[i] = resampled_mean(values, count, &generator);
    struct interval interval = middle_interval(means, resamples, confidence);
    free(means);
    return interval;
}

struct interval bootstrap_difference(const double *first, size_t first_count, const double *second,
                                     size_t second_count, size_t resamples, double confidence,
                                     uint64_t seed) {
    struct numpy_generator generator;
    numpy_seed(&generator, seed);
    double *differences = allocate(resamples, sizeof *differences);
    for (size_t i = 0; i < resamples; i++)
        differences[i] = resampled_mean(first, first_count, &generator);
    for (size_t i = 0; i < resamples; i++)
        differences[i] -= resampled_mean(second, second_count, &generator);
    struct interval interval = middle_interval(differences, resamples, confidence);
    free(differences);
    return interval;
}

size_t pair_count(size_t models) {
    return models * (models - 1) / 2;
}

/* Before row a stand a rows, of models - 1, models - 2, ... pairs:
 *
 *              b = 1   2   3
 *     a = 0        0   1   2
 *     a = 1            3   4
 *     a = 2                5
 */
size_t pair_index(size_t models, size_t a, size_t b) {
    return a * (2 * models - a - 1) / 2 + b - a - 1;
}

/* P(|T| <= t) of Student's t, t = sqrt(degrees) tan(angle), as a finite series for whole degrees of
 * freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4). With s = sin(angle), c = cos(angle):
 *
 *     even:  s (1 + 1/2 c^2 + 1*3/(2*4) c^4 + ... + c^(degrees - 2) term)
 *     odd:   2/pi (angle + s (c + 2/3 c^3 + 2*4/(3*5) c^5 + ... + c^(degrees - 2) term))
 */
static double student_probability(double angle, size_t degrees) {
    size_t odd = degrees % 2;
    double cosine = cos(angle), term = odd ? cosine : 1, sum = 0;
    for (size_t power = odd; power + 2 <= degrees; power += 2) {
        sum += term;
        term *= cosine * cosine * (double)(power + 1) / (double)(power + 2);
    }
    return odd ? M_2_PI * (angle + sin(angle) * sum) : sin(angle) * sum;
}

double student_bound(double confidence, size_t degrees) {
    double low = 0, high = M_PI_2;
    for (int halving = 0; halving < 60; halving++) {
        double angle = (low + high) / 2;
        if (student_probability(angle, degrees) < confidence)
            low = angle;
        else
            high = angle;
    }
    return sqrt((double)degrees) * tan(low);
}

/* Mean over the pairs of which neither model is `left_out`. */
static double mean_without(const double *values, size_t models, size_t left_out) {
    double sum = 0;
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++)
            if (a != left_out && b != left_out)
                sum += values[pair_index(models, a, b)];
    return sum / (double)pair_count(models - 1);
}

struct interval jackknife_interval(const double *values, size_t models, size_t first_free,
                                   double confidence) {
    if (models < 3 || first_free + 2 > models)
        fail("a jackknife needs three models or more, two of them free: got %zu, the first %zu "
             "given",
             models, first_free);
    size_t n = models - first_free;
    double *partial = allocate(n, sizeof *partial);
    for (size_t i = 0; i < n; i++)
        partial[i] = mean_without(values, models, first_free + i);
    double centre = mean(partial, n), squares = 0;
    for (size_t i = 0; i < n; i++)
        squares += (partial[i] - centre) * (partial[i] - centre);
    free(partial);
    double standard_error = sqrt((double)(n - 1) / (double)n * squares);
    double reach = student_bound(confidence, n - 1) * standard_error;
    double whole = mean(values, pair_count(models));
    return (struct interval){whole - reach, whole + reach};
}
