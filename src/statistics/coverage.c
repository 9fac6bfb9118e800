/* How often the intervals hold the truth, by simulation: of pairs that share models, or of models.
 */
#include "draws/generators.h"
#include "program/error.h"
#include "statistics/statistics.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* The group of a pair a < b: that of the given model a or, if a is drawn, that of all drawn models.
 */
static size_t pair_group(size_t a, size_t first_free) {
    return a < first_free ? a : first_free;
}

/* For each pair the mean over its group [pair_count(models)]; a pair of two given models is a group
 * of its own. The caller frees. */
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

/* Draw the values of the pairs: their means plus random effects. `effects` has room for all
 * effects. */
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

/* Count a simulation, which drew these numbers, in `held` where an interval holds the truth. */
static void count_simulation(struct coverage *held, const double *drawn, size_t count,
                             const uint32_t *places, struct interval jackknife, double truth,
                             const struct coverage_settings *settings) {
    struct interval bootstrap =
        bootstrap_interval_of(drawn, count, places, settings->resamples, settings->confidence);
    held->bootstrap += holds(bootstrap, truth);
    held->jackknife += holds(jackknife, truth);
}

static struct coverage share_of_simulations(struct coverage held,
                                            const struct coverage_settings *settings) {
    double simulations = (double)settings->simulations;
    return (struct coverage){held.bootstrap / simulations, held.jackknife / simulations};
}

struct coverage coverage(const double *values, size_t models, size_t first_free,
                         struct pair_variances variances,
                         const struct coverage_settings *settings) {
    size_t pairs = pair_count(models);
    double *means = group_means(values, models, first_free), truth = mean(values, pairs);
    double *drawn = allocate(pairs, sizeof *drawn);
    float *effects = allocate(models + pairs, sizeof *effects);
    uint32_t *places = bootstrap_places(pairs, settings->resamples, settings->bootstrap_seed);
    struct torch_generator generator;
    torch_seed(&generator, settings->seed);
    struct coverage held = {0, 0};
    for (size_t i = 0; i < settings->simulations; i++) {
        simulate_pairs(means, models, first_free, variances, &generator, effects, drawn);
        count_simulation(&held, drawn, pairs, places,
                         jackknife_interval(drawn, models, first_free, settings->confidence), truth,
                         settings);
    }
    free(means);
    free(drawn);
    free(effects);
    free(places);
    return share_of_simulations(held, settings);
}

struct coverage coverage_of_mean(const double *values, size_t count,
                                 const struct coverage_settings *settings) {
    struct coverage held = {0, 0};
    double truth = mean(values, count), *drawn = allocate(count, sizeof *drawn);
    float deviation = (float)standard_deviation(values, count, truth);
    float *effects = allocate(count, sizeof *effects);
    uint32_t *places = bootstrap_places(count, settings->resamples, settings->bootstrap_seed);
    struct torch_generator generator;
    torch_seed(&generator, settings->seed);
    for (size_t i = 0; i < settings->simulations; i++) {
        torch_normal(&generator, effects, count, deviation);
        for (size_t j = 0; j < count; j++)
            drawn[j] = truth + (double)effects[j];
        count_simulation(&held, drawn, count, places,
                         student_interval(drawn, count, settings->confidence), truth, settings);
    }
    free(drawn);
    free(effects);
    free(places);
    return share_of_simulations(held, settings);
}
