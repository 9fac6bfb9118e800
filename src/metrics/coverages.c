/* Coverages, and their metrics: one function each, by the table gen/metrics.m4. */
#include "metrics/coverages.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

double coverage_bootstrap(const struct coverages *coverages) {
    return coverages->covered.bootstrap;
}

double coverage_jackknife(const struct coverages *coverages) {
    return coverages->covered.jackknife;
}

/* Standard error of a share that a simulation found. */
static double error_of(double share, size_t simulations) {
    return sqrt(share * (1 - share) / (double)simulations);
}

double coverage_bootstrap_error(const struct coverages *coverages) {
    return error_of(coverages->covered.bootstrap, coverages->simulations);
}

double coverage_jackknife_error(const struct coverages *coverages) {
    return error_of(coverages->covered.jackknife, coverages->simulations);
}

double coverage_from_seeds(const struct coverages *coverages) {
    double of_models = 2 * coverages->variances.of_model;
    return of_models / (of_models + coverages->variances.of_pair);
}

/* --- of the mean over models --------------------------------------------------------------------
 */

double mean_coverage_bootstrap(const struct mean_coverage *coverage) {
    return coverage->covered.bootstrap;
}

double mean_coverage_jackknife(const struct mean_coverage *coverage) {
    return coverage->covered.jackknife;
}

double mean_coverage_bootstrap_error(const struct mean_coverage *coverage) {
    return error_of(coverage->covered.bootstrap, coverage->simulations);
}

double mean_coverage_jackknife_error(const struct mean_coverage *coverage) {
    return error_of(coverage->covered.jackknife, coverage->simulations);
}

double mean_coverage_jackknife_low(const struct mean_coverage *coverage) {
    return coverage->jackknife.low;
}

double mean_coverage_jackknife_high(const struct mean_coverage *coverage) {
    return coverage->jackknife.high;
}

/* --- of a candidate ----------------------------------------------------------------------------
 */

/* What is asked for, with the bootstrap seed that the candidate has for that metric. */
static struct coverage_settings
settings_for(const struct settings *asked, const struct candidate *candidate, const char *metric) {
    const struct clause *seed = bootstrap_clause(candidate->settings, metric);
    return (struct coverage_settings){.simulations = (size_t)asked->simulations,
                                      .resamples = (size_t)asked->resamples,
                                      .confidence = asked->confidence,
                                      .seed = (uint64_t)asked->seed,
                                      .bootstrap_seed = bootstrap_seed(seed)};
}

static struct coverages simulate(const struct settings *asked, const struct candidate *candidate) {
    struct coverage_settings settings = settings_for(asked, candidate, "trained_pwmcc");
    struct coverages coverages = {settings.simulations, {NAN, NAN}, {NAN, NAN}};
    size_t given;
    double *pairs = given_first(candidate, candidate->numbers[METRIC_pair_trained_pwmcc], &given);
    if (candidate->models >= 3 && candidate->models - given >= 2)
        coverages.variances = pair_variances(pairs, candidate->models, given);
    if (!isnan(coverages.variances.of_pair))
        coverages.covered =
            coverage(pairs, candidate->models, given, coverages.variances, &settings);
    free(pairs);
    return coverages;
}

static void add_coverages(const struct record *record, const struct settings *asked,
                          const struct candidate *candidate, struct values *values) {
    struct coverages coverages = simulate(asked, candidate);
    char *id = text("%s.%s", record->name, short_name(candidate->id));
    for (enum metric metric = 0; metric < METRICS; metric++)
        if (metrics[metric].on == ON_coverage)
            add_metric(values, id, metric, metrics[metric].of_coverage(&coverages), NULL,
                       metrics[metric].formula, record->where);
    free(id);
}

/* The metric that mean_of names. */
static enum metric mean_metric(const struct settings *asked) {
    return compared_metric(asked->mean_of, asked->said[SETTING_mean_of]);
}

static struct mean_coverage simulate_mean(const struct settings *asked,
                                          const struct candidate *candidate) {
    struct coverage_settings settings = settings_for(asked, candidate, asked->mean_of);
    struct mean_coverage coverage = {settings.simulations, {NAN, NAN}, {NAN, NAN}};
    size_t count;
    double *numbers = numbers_of(candidate, mean_metric(asked), &count);
    if (count >= 2) {
        coverage.jackknife = student_interval(numbers, count, settings.confidence);
        coverage.covered = coverage_of_mean(numbers, count, &settings);
    }
    free(numbers);
    return coverage;
}

static void add_mean_coverage(const struct record *record, const struct settings *asked,
                              const struct candidate *candidate, struct values *values) {
    struct mean_coverage coverage = simulate_mean(asked, candidate);
    const char *format = metrics[mean_metric(asked)].format;
    char *id = text("%s.%s", record->name, short_name(candidate->id));
    for (enum metric metric = 0; metric < METRICS; metric++)
        if (metrics[metric].on == ON_mean_coverage) {
            char *formula = formula_with(metric, asked);
            add_metric(values, id, metric, metrics[metric].of_mean_coverage(&coverage),
                       metrics[metric].format ? NULL : format, formula, record->where);
            free(formula);
        }
    free(id);
}

void coverage_values(struct candidates *candidates, const struct record *record,
                     struct values *values) {
    const struct settings *asked = settings_of(candidates->protocol, record);
    for (size_t i = 0; i < asked->of.count; i++) {
        const struct record *first = first_candidate(candidates->protocol, asked->of.name[i]);
        for (size_t place = 0; place < candidate_count(first); place++)
            (asked->mean_of ? add_mean_coverage : add_coverages)(
                record, asked, candidate_of(candidates, &first[place]), values);
    }
}
