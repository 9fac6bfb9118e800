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
    return comparison->jackknife[ALL_PAIRS].low;
}

double comparison_jackknife_high(const struct comparison *comparison) {
    return comparison->jackknife[ALL_PAIRS].high;
}

double comparison_with_reference(const struct comparison *comparison) {
    return comparison->differences ? group_mean(comparison->first, comparison->differences, true)
                                   : NAN;
}

double comparison_without_reference(const struct comparison *comparison) {
    return comparison->differences ? group_mean(comparison->first, comparison->differences, false)
                                   : NAN;
}

/* The largest difference of a pair that contains a reference, and the pair's other model. */
struct largest {
    double difference;         /* not a number where there is no such pair */
    const struct model *other; /* or NULL */
};

static struct largest largest_with_reference(const struct comparison *comparison) {
    const struct candidate *first = comparison->first;
    struct largest largest = {NAN, NULL};
    for (size_t a = 0; comparison->differences && a < first->models; a++)
        for (size_t b = a + 1; b < first->models; b++) {
            const struct model *one = &first->model[a], *two = &first->model[b];
            double difference = comparison->differences[pair_index(first->models, a, b)];
            if ((one->is_reference || two->is_reference) && !(difference <= largest.difference))
                largest = (struct largest){difference, one->is_reference ? two : one};
        }
    return largest;
}

double comparison_with_reference_largest(const struct comparison *comparison) {
    return largest_with_reference(comparison).difference;
}

double comparison_with_reference_largest_seed(const struct comparison *comparison) {
    struct largest largest = largest_with_reference(comparison);
    return largest.other ? (double)largest.other->seed : NAN;
}

double comparison_with_reference_low(const struct comparison *comparison) {
    return comparison->jackknife[PAIRS_WITH_GIVEN].low;
}

double comparison_with_reference_high(const struct comparison *comparison) {
    return comparison->jackknife[PAIRS_WITH_GIVEN].high;
}

double comparison_without_reference_low(const struct comparison *comparison) {
    return comparison->jackknife[PAIRS_WITHOUT_GIVEN].low;
}

double comparison_without_reference_high(const struct comparison *comparison) {
    return comparison->jackknife[PAIRS_WITHOUT_GIVEN].high;
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

bool same_seeds(const struct candidate *first, const struct candidate *second) {
    if (first->models != second->models)
        return false;
    for (size_t i = 0; i < first->models; i++)
        if (first->model[i].seed != second->model[i].seed)
            return false;
    return true;
}

/* The candidate that `between` names at that place. */
static const struct candidate *compared(struct candidates *candidates,
                                        const struct record *comparison, size_t place) {
    const char *name = settings_of(candidates->protocol, comparison)->between.name[place];
    const struct record *record = find_candidate(candidates->protocol, name);
    if (!record)
        fail("%s: no candidate %s", comparison->where, name);
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
    for (enum pairs_taken taken = ALL_PAIRS; taken <= PAIRS_WITHOUT_GIVEN; taken++)
        comparison->jackknife[taken] = candidate_jackknife(first, comparison->differences, taken,
                                                           comparison->settings->confidence);
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
        candidate_jackknife(comparison->first, parts, ALL_PAIRS, settings->confidence);
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

struct comparison compare(const struct record *record, const struct settings *settings,
                          const struct candidate *first, const struct candidate *second) {
    struct comparison comparison = {.record = record,
                                    .settings = settings,
                                    .first = first,
                                    .second = second,
                                    .jackknife = {{NAN, NAN}, {NAN, NAN}, {NAN, NAN}},
                                    .share = {NAN, {NAN, NAN}}};
    comparison.of = compared_metric(settings->of.name[0], settings->said[SETTING_of]);
    compare_means(&comparison);
    compare_pairs(&comparison);
    share_gain(&comparison);
    return comparison;
}

void comparison_end(struct comparison *comparison) {
    free(comparison->differences);
}

const char *format_of_difference(enum metric of, const char *format) {
    return strcmp(metrics[of].format, SCALED) == 0 && strcmp(format, SIGNED) == 0 ? SIGNED_SCALED
                                                                                  : NULL;
}

void add_comparison(const struct comparison *comparison, const char *id, struct values *values) {
    for (enum metric metric = 0; metric < METRICS; metric++) {
        if (metrics[metric].on != ON_comparison || !is_measured(metric, comparison->settings))
            continue;
        char *formula = formula_of(metric, word_of_comparison, comparison);
        add_metric(values, id, metric, metrics[metric].of_comparison(comparison),
                   format_of_difference(comparison->of, metrics[metric].format), formula,
                   comparison->record->where);
        free(formula);
    }
}

void comparison_values(struct candidates *candidates, const struct record *record,
                       struct values *values) {
    const struct settings *settings = settings_of(candidates->protocol, record);
    struct comparison comparison =
        compare(record, settings, compared(candidates, record, 0), compared(candidates, record, 1));
    add_comparison(&comparison, record->name, values);
    comparison_end(&comparison);
}
