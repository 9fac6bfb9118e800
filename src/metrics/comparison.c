/* Comparisons, and their metrics: one function each, by the table gen/metrics.m4. */
#include "metrics/comparison.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

double comparison_difference(const struct comparison *comparison) {
    return comparison->difference.mean;
}

double comparison_ci_low(const struct comparison *comparison) {
    return comparison->difference.interval.low;
}

double comparison_ci_high(const struct comparison *comparison) {
    return comparison->difference.interval.high;
}

double comparison_jackknife_low(const struct comparison *comparison) {
    return comparison->jackknife.low;
}

double comparison_jackknife_high(const struct comparison *comparison) {
    return comparison->jackknife.high;
}

double comparison_with_reference(const struct comparison *comparison) {
    return comparison->differences ? group_mean(comparison->first, comparison->differences, true)
                                   : NAN;
}

double comparison_without_reference(const struct comparison *comparison) {
    return comparison->differences ? group_mean(comparison->first, comparison->differences, false)
                                   : NAN;
}

double comparison_share(const struct comparison *comparison) {
    return comparison->share.mean;
}

double comparison_share_low(const struct comparison *comparison) {
    return comparison->share.interval.low;
}

double comparison_share_high(const struct comparison *comparison) {
    return comparison->share.interval.high;
}

/* --- a comparison ------------------------------------------------------------------------------
 */

/* Whether two candidates have the same seeds, so that they can be compared model by model. */
static bool same_seeds(const struct candidate *first, const struct candidate *second) {
    if (first->models != second->models)
        return false;
    for (size_t i = 0; i < first->models; i++)
        if (first->model[i].seed != second->model[i].seed)
            return false;
    return true;
}

/* The candidate that `between` names at that place. */
static const struct candidate *compared(struct candidates *candidates,
                                        const struct comparison *comparison, size_t place) {
    const char *name = comparison->settings->between.name[place];
    const struct record *record = find_candidate(candidates->protocol, name);
    if (!record)
        fail("%s: no candidate %s", comparison->record->where, name);
    return candidate_of(candidates, record);
}

static void compare_means(struct comparison *comparison) {
    const struct settings *settings = comparison->settings;
    size_t first_count, second_count;
    double *first = numbers_of(comparison->first, comparison->of, &first_count);
    double *second = numbers_of(comparison->second, comparison->of, &second_count);
    comparison->difference.mean = mean(first, first_count) - mean(second, second_count);
    comparison->difference.interval = bootstrap_difference(
        first, first_count, second, second_count, (size_t)settings->resamples, settings->confidence,
        bootstrap_seed(bootstrap_clause(settings, "difference")));
    free(first);
    free(second);
}

static void compare_pairs(struct comparison *comparison) {
    const struct candidate *first = comparison->first, *second = comparison->second;
    if (metrics[comparison->of].on != ON_pair || !same_seeds(first, second))
        return;
    comparison->differences = allocate(first->pairs, sizeof *comparison->differences);
    for (size_t i = 0; i < first->pairs; i++)
        comparison->differences[i] =
            first->numbers[comparison->of][i] - second->numbers[comparison->of][i];
    comparison->jackknife =
        candidate_jackknife(first, comparison->differences, comparison->settings->confidence);
}

/* The candidate's numbers of a metric of pairs, each less the baseline's; the caller frees. */
static double *gains(const struct candidate *candidate, enum metric of, enum metric baseline) {
    double *gains = allocate(candidate->pairs, sizeof *gains);
    for (size_t i = 0; i < candidate->pairs; i++)
        gains[i] = candidate->numbers[of][i] - candidate->numbers[baseline][i];
    return gains;
}

static void share_gain(struct comparison *comparison) {
    const struct settings *settings = comparison->settings;
    if (!settings->gain_over || !comparison->differences)
        return;
    enum metric baseline = compared_metric(settings->gain_over, settings->said[SETTING_gain_over]);
    double *first = gains(comparison->first, comparison->of, baseline);
    double *second = gains(comparison->second, comparison->of, baseline);
    double *parts = ratio_parts(second, first, comparison->first->pairs);
    comparison->share.mean = mean(parts, comparison->first->pairs);
    comparison->share.interval =
        candidate_jackknife(comparison->first, parts, settings->confidence);
    free(first);
    free(second);
    free(parts);
}

/* What a formula's <word> stands for. */
static const char *word_of_comparison(const void *context, const char *word) {
    const struct comparison *comparison = context;
    if (strcmp(word, "first") == 0)
        return comparison->first->id;
    if (strcmp(word, "second") == 0)
        return comparison->second->id;
    if (strcmp(word, "of") == 0)
        return metrics[comparison->of].name;
    if (strcmp(word, "gain_over") == 0)
        return comparison->settings->gain_over;
    return bootstrap_clause(comparison->settings, word)->value;
}

void comparison_values(struct candidates *candidates, const struct record *record,
                       struct values *values) {
    struct comparison comparison = {.record = record,
                                    .settings = settings_of(candidates->protocol, record),
                                    .jackknife = {NAN, NAN},
                                    .share = {NAN, {NAN, NAN}}};
    comparison.of =
        compared_metric(comparison.settings->of.name[0], comparison.settings->said[SETTING_of]);
    comparison.first = compared(candidates, &comparison, 0);
    comparison.second = compared(candidates, &comparison, 1);
    compare_means(&comparison);
    compare_pairs(&comparison);
    share_gain(&comparison);
    bool is_scaled = strcmp(metrics[comparison.of].format, SCALED) == 0;
    for (enum metric metric = 0; metric < METRICS; metric++) {
        if (metrics[metric].on != ON_comparison || !is_measured(metric, comparison.settings))
            continue;
        char *formula = formula_of(metric, word_of_comparison, &comparison);
        add_metric(values, record->name, metric, metrics[metric].of_comparison(&comparison),
                   is_scaled && strcmp(metrics[metric].format, SIGNED) == 0 ? SIGNED_SCALED : NULL,
                   formula, record->where);
        free(formula);
    }
    free(comparison.differences);
}
