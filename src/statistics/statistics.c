/* Means, intervals and pairs: what is said of numbers measured over several seeds. */
#include "statistics/statistics.h"

#include "program/error.h"
#include "draws/generators.h"

#include <math.h>
#include <stdbool.h>
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

/* The places that `resamples` resamples of `count` values draw with replacement, one resample after
 * the other; the caller frees. */
static uint32_t *draw_resamples(size_t count, size_t resamples, struct numpy_generator *generator) {
    uint32_t *places = room(resamples * count, sizeof *places);
    for (size_t i = 0; i < resamples * count; i++)
        places[i] = numpy_below(generator, (uint32_t)count);
    return places;
}

/* The mean of the `count` values at these places. */
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

/* Rearrange values[count] so that values[place] is what sorting would put there, none before it
 * larger and none after it smaller (Hoare 1961, FIND). */
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

/* The same for place 0. */
static void find_least(double *values, size_t count) {
    size_t least = 0;
    for (size_t i = 1; i < count; i++)
        if (values[i] < values[least])
            least = i;
    swap(values, values + least);
}

/* percentile() of values[count] in any order, which this rearranges. */
static double percentile_of(double *values, size_t count, double percent) {
    size_t below = (size_t)(percent / 100 * (double)(count - 1));
    find(values, count, below);
    if (below + 1 < count)
        find_least(values + below + 1, count - below - 1);
    return percentile(values, count, percent);
}

/* The interval that holds the middle `confidence` of draws[count], which this rearranges. */
static struct interval middle_interval(double *draws, size_t count, double confidence) {
    double tail = 50 * (1 - confidence);
    double low = percentile_of(draws, count, tail);
    return (struct interval){low, percentile_of(draws, count, 100 - tail)};
}

/* The bootstrap interval with resamples that are drawn already; means[resamples] is for work. */
static struct interval resampled_interval(const double *values, size_t count,
                                          const uint32_t *places, size_t resamples,
                                          double confidence, double *means) {
    for (size_t i = 0; i < resamples; i++)
        means[i] = resampled_mean(values, places + i * count, count);
    return middle_interval(means, resamples, confidence);
}

uint32_t *bootstrap_places(size_t count, size_t resamples, uint64_t seed) {
    struct numpy_generator generator;
    numpy_seed(&generator, seed);
    return draw_resamples(count, resamples, &generator);
}

struct interval bootstrap_interval_of(const double *values, size_t count, const uint32_t *places,
                                      size_t resamples, double confidence) {
    double *means = room(resamples, sizeof *means);
    struct interval interval =
        resampled_interval(values, count, places, resamples, confidence, means);
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

/* The group of a pair a < b: that of the given model a, or, `first_free`, that of drawn models. */
static size_t pair_group(size_t a, size_t first_free) {
    return a < first_free ? a : first_free;
}

/* Each pair's mean over its group [pair_count(models)]; a pair of two given models is its own. The
 * caller frees. */
static double *group_means(const double *values, size_t models, size_t first_free) {
    double *sums = allocate(first_free + 1, sizeof *sums);
    double *means = allocate(pair_count(models), sizeof *means);
    size_t n = models - first_free;
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++)
            if (b >= first_free)
                sums[pair_group(a, first_free)] += values[pair_index(models, a, b)];
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++) {
            size_t pair = pair_index(models, a, b);
            double count = a < first_free ? (double)n : (double)pair_count(n);
            means[pair] = b < first_free ? values[pair] : sums[pair_group(a, first_free)] / count;
        }
    free(sums);
    return means;
}

struct pair_variances pair_variances(const double *values, size_t models, size_t first_free) {
    double *means = group_means(values, models, first_free);
    double *totals = allocate(models, sizeof *totals), squares = 0, between = 0;
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++) {
            size_t pair = pair_index(models, a, b);
            double residual = values[pair] - means[pair];
            totals[a] += residual;
            totals[b] += residual;
            squares += residual * residual;
        }
    for (size_t a = first_free; a < models; a++)
        between += totals[a] * totals[a] / (double)(models - 2);
    free(totals);
    free(means);
    double n = (double)(models - first_free);
    double degrees = n * (n - 3) / 2 + (double)first_free * (n - 1);
    if (degrees < 1)
        return (struct pair_variances){NAN, NAN};
    double of_pair = (squares - between) / degrees;
    double of_model = (between / (n - 1) - of_pair) / (double)(models - 2);
    return (struct pair_variances){fmax(of_model, 0), fmax(of_pair, 0)};
}

/* Draw the pairs' values: means, and the effects that vary. `effects` has room for all of them. */
static void simulate_pairs(const double *means, size_t models, size_t first_free,
                           struct pair_variances variances, struct torch_generator *generator,
                           float *effects, double *values) {
    float *of_pair = effects + models;
    torch_normal(generator, effects, models, (float)sqrt(variances.of_model));
    torch_normal(generator, of_pair, pair_count(models), (float)sqrt(variances.of_pair));
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++) {
            size_t pair = pair_index(models, a, b);
            values[pair] = means[pair];
            if (b >= first_free)
                values[pair] += (double)effects[b] + (double)of_pair[pair];
            if (a >= first_free)
                values[pair] += (double)effects[a];
        }
}

static bool holds(struct interval interval, double number) {
    return interval.low <= number && number <= interval.high;
}

struct coverage coverage(const double *values, size_t models, size_t first_free,
                         struct pair_variances variances,
                         const struct coverage_settings *settings) {
    size_t pairs = pair_count(models), resamples = settings->resamples;
    double *means = group_means(values, models, first_free), truth = mean(values, pairs);
    double *drawn = allocate(pairs, sizeof *drawn), *work = allocate(resamples, sizeof *work);
    float *effects = allocate(models + pairs, sizeof *effects);
    struct numpy_generator resampling;
    numpy_seed(&resampling, settings->bootstrap_seed);
    uint32_t *places = draw_resamples(pairs, resamples, &resampling);
    struct torch_generator generator;
    torch_seed(&generator, settings->seed);
    size_t bootstrap_holds = 0, jackknife_holds = 0;
    for (size_t i = 0; i < settings->simulations; i++) {
        simulate_pairs(means, models, first_free, variances, &generator, effects, drawn);
        bootstrap_holds += holds(
            resampled_interval(drawn, pairs, places, resamples, settings->confidence, work), truth);
        jackknife_holds +=
            holds(jackknife_interval(drawn, models, first_free, settings->confidence), truth);
    }
    free(means);
    free(drawn);
    free(work);
    free(effects);
    free(places);
    double simulations = (double)settings->simulations;
    return (struct coverage){(double)bootstrap_holds / simulations,
                             (double)jackknife_holds / simulations};
}

/* With t = sin(angle), F(t) is Student's probability with dimensions - 1 degrees of freedom: a
 * random direction's cosine c with a given one makes sqrt(dimensions - 1) c / sqrt(1 - c^2) a
 * Student's t. The integral over the angle by Simpson's rule. */
double expected_largest_cosine(size_t directions, size_t dimensions) {
    enum { INTERVALS = 2048 };
    double sum = 0;
    for (int i = 0; i <= INTERVALS; i++) {
        double angle = M_PI_2 * i / INTERVALS;
        double below = pow(student_probability(angle, dimensions - 1), (double)directions);
        double weight = i == 0 || i == INTERVALS ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * (1 - below) * cos(angle);
    }
    return sum * M_PI_2 / INTERVALS / 3;
}
