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

/* --- of a candidate ----------------------------------------------------------------------------
 */

static struct coverages simulate(const struct settings *asked, const struct candidate *candidate) {
    const struct clause *seed = bootstrap_clause(candidate->settings, "trained_pwmcc");
    struct coverage_settings settings = {.simulations = (size_t)asked->simulations,
                                         .resamples = (size_t)asked->resamples,
                                         .confidence = asked->confidence,
                                         .seed = (uint64_t)asked->seed,
                                         .bootstrap_seed = bootstrap_seed(seed)};
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

void coverage_values(struct candidates *candidates, const struct record *record,
                     struct values *values) {
    const struct settings *asked = settings_of(candidates->protocol, record);
    for (size_t i = 0; i < asked->of.count; i++) {
        const struct record *first = first_candidate(candidates->protocol, asked->of.name[i]);
        for (size_t place = 0; place < candidate_count(first); place++)
            add_coverages(record, asked, candidate_of(candidates, &first[place]), values);
    }
}
