/* What src/statistics gives from the JSON's own numbers, without any training. */
#include "statistics/statistics.h"
#include "candidate.h"
#include "conformance.h"
#include "program/error.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const double confidence = 0.95;

static size_t resamples(const struct candidate *candidate) {
    return (size_t)number(candidate->config, "bootstrap_samples");
}

/* The numbers that a metric is computed from: those of all pairs or of all seeds. For the
 * alignment, the seed of the reference is left out. The caller frees. */
static double *metric_numbers(const struct candidate *candidate, const struct metric *metric,
                              size_t *count) {
    if (strcmp(metric->word, "trained_pwmcc") == 0)
        return pair_values(candidate->record, "trained", count);
    if (strcmp(metric->word, "random_pwmcc") == 0)
        return pair_values(candidate->record, "random", count);
    struct entry seeds = member(candidate->record, "per_seed_metrics");
    double *values = allocate(items(seeds), sizeof *values);
    *count = 0;
    for (size_t i = 0; i < items(seeds); i++)
        if (strcmp(metric->word, "alignment") != 0 ||
            number(item(seeds, i), "seed") != reference_seed(candidate))
            values[(*count)++] = number(item(seeds, i), metric->member);
    return values;
}

struct statistic {
    double mean;
    struct interval interval;
};

static struct statistic given_statistic(const struct candidate *candidate,
                                        const struct metric *metric) {
    size_t count;
    double *values = metric_numbers(candidate, metric, &count);
    struct statistic statistic = {mean(values, count),
                                  bootstrap_interval(values, count, resamples(candidate),
                                                     confidence, (uint64_t)metric->bootstrap_seed)};
    free(values);
    struct entry wanted = member(candidate->record, metric->member);
    note(GIVEN_MEAN, statistic.mean - number(wanted, "mean"), "%s.%s", candidate->id, metric->word);
    note(GIVEN_INTERVAL, statistic.interval.low - number(wanted, "ci95_low"), "%s.%s.ci_low",
         candidate->id, metric->word);
    note(GIVEN_INTERVAL, statistic.interval.high - number(wanted, "ci95_high"), "%s.%s.ci_high",
         candidate->id, metric->word);
    return statistic;
}

/* What a choice compares, in this order: the first number that differs decides. */
enum { BOUND, DELTA, TIE_BREAKER, RANKS };
struct standing {
    double ranks[RANKS], explained_variance;
};

static struct standing given_standing(const struct candidate *candidate) {
    const struct design *design = candidate->follow_up->design;
    struct statistic statistics[MOST_METRICS];
    struct standing standing = {0};
    for (int i = 0; i < MOST_METRICS && design->metrics[i].word; i++) {
        statistics[i] = given_statistic(candidate, &design->metrics[i]);
        if (strcmp(design->metrics[i].word, "explained_variance") == 0)
            standing.explained_variance = statistics[i].mean;
        if (strcmp(design->metrics[i].word, design->tie_breaker) == 0)
            standing.ranks[TIE_BREAKER] = statistics[i].mean;
    }
    standing.ranks[DELTA] = statistics[0].mean - statistics[1].mean;
    standing.ranks[BOUND] = statistics[0].interval.low - statistics[1].interval.high;
    note(GIVEN_DELTA, standing.ranks[DELTA] - number(candidate->record, "delta_pwmcc"), "%s.delta",
         candidate->id);
    note(GIVEN_DELTA,
         standing.ranks[BOUND] - number(candidate->record, "delta_pwmcc_ci_low_conservative"),
         "%s.delta_lcb", candidate->id);
    return standing;
}

static bool is_better(const struct standing *a, const struct standing *b) {
    int rank = 0;
    while (rank < RANKS - 1 && a->ranks[rank] == b->ranks[rank])
        rank++;
    return a->ranks[rank] > b->ranks[rank];
}

/* The best of those with enough explained variance, or of all if none has enough; of equal ones the
 * first. */
static size_t best(const struct standing *standings, size_t count, double lowest_quality) {
    size_t eligible = 0, found = count;
    for (size_t i = 0; i < count; i++)
        eligible += standings[i].explained_variance >= lowest_quality;
    for (size_t i = 0; i < count; i++)
        if (eligible == 0 || standings[i].explained_variance >= lowest_quality)
            if (found == count || is_better(&standings[i], &standings[found]))
                found = i;
    return found;
}

/* The least explained variance that a candidate may have. */
static double lowest_quality(const struct design *design, struct entry config,
                             const struct standing *standings) {
    if (design == &search)
        return number(config, "ev_floor");
    size_t count;
    double *lambdas = numbers(member(config, "lambdas"), &count);
    double quality = standings[baseline(lambdas, count)].explained_variance;
    free(lambdas);
    return quality - number(config, "max_ev_drop");
}

static void compare_given_follow_up(const char *reference, const struct follow_up *of) {
    struct entry study = read_follow_up(reference, of), config = member(study, "config");
    struct entry records = varied_records(study, of->design);
    size_t count = items(records);
    struct standing *standings = allocate(count, sizeof *standings);
    for (size_t i = 0; i < count; i++) {
        struct candidate candidate = varied_candidate(of, config, item(records, i));
        standings[i] = given_standing(&candidate);
        candidate_free(&candidate);
    }
    size_t chosen = best(standings, count, lowest_quality(of->design, config, standings));
    note(GIVEN_CHOICE,
         number(item(records, chosen), of->design->setting) -
             number(member(study, "selection"), of->design->selected),
         "%s.best", of->experiment);
    free(standings);
    if (of->design == &search) {
        struct candidate candidate =
            retrained_candidate(of, config, member(study, "retrain_record"));
        given_standing(&candidate);
        candidate_free(&candidate);
    }
}

/* The trained pairs of one side of a comparison. The caller frees. */
static double *compared_pairs(struct entry study, const struct design *design, double setting,
                              size_t *count) {
    if (design == &search) {
        struct entry record = member(study, "retrain_record");
        if (number(record, "k") != setting)
            fail("%s: retrained with k=%g, expected k=%g, which comparisons.json compares",
                 study.file, number(record, "k"), setting);
        return pair_values(record, "trained", count);
    }
    struct entry records = member(study, design->records);
    for (size_t i = 0; i < items(records); i++)
        if (number(item(records, i), design->setting) == setting)
            return pair_values(item(records, i), "trained", count);
    fail("%s: no record of %s=%g, expected one, which comparisons.json compares", study.file,
         design->setting, setting);
}

static void compare_given_comparison(const char *reference, const char *key, struct compared pair,
                                     struct entry wanted) {
    const struct follow_up *first_of = &follow_ups[pair.first_follow_up];
    const struct follow_up *second_of = &follow_ups[pair.second_follow_up];
    struct entry first_study = read_follow_up(reference, first_of);
    struct entry second_study = read_follow_up(reference, second_of);
    size_t first_count, second_count;
    double *first = compared_pairs(first_study, first_of->design, pair.first, &first_count);
    double *second = compared_pairs(second_study, second_of->design, pair.second, &second_count);
    double samples = number(member(first_study, "config"), "bootstrap_samples");
    struct interval interval =
        bootstrap_difference(first, first_count, second, second_count, (size_t)samples, confidence,
                             (uint64_t)number(wanted, "seed"));
    note(GIVEN_COMPARISON,
         mean(first, first_count) - mean(second, second_count) - number(wanted, "difference"),
         "%s difference", key);
    note(GIVEN_COMPARISON, interval.low - number(wanted, "ci95_low"), "%s ci95_low", key);
    note(GIVEN_COMPARISON, interval.high - number(wanted, "ci95_high"), "%s ci95_high", key);
    free(first);
    free(second);
}

void compare_given_statistics(const char *reference) {
    for (int i = 0; i < FOLLOW_UPS; i++)
        compare_given_follow_up(reference, &follow_ups[i]);
    struct entry comparisons = read_json(reference, COMPARISONS ".json");
    const char *key;
    json_t *json;
    json_object_foreach(comparisons.json, key, json) compare_given_comparison(
        reference, key, compared(comparisons, key), (struct entry){comparisons.file, json});
}
