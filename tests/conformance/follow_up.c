/* The follow-ups against their JSON: what the run gave, seed by seed, pair by pair and stage by
 * stage; and what src/statistics/statistics.c makes of the JSON's own numbers, without any training. */
#include "conformance.h"
#include "program/error.h"
#include "statistics/statistics.h"
#include "values/values.h"
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One record of the JSON and the candidate of the run that answers to it. */
struct candidate {
    const struct follow_up *follow_up;
    struct entry config, record;
    const char *stage;
    char *id;   /* adaptive_l0.search.k4, adaptive_l0.retrain */
    char *name; /* in the run's tables: k4, or `all` where nothing varies */
};

static struct candidate varied_candidate(const struct follow_up *of, struct entry config,
                                         struct entry record) {
    char *setting = spelled(number(record, of->design->setting));
    char *name = text("%s%s", of->design->varied, setting);
    free(setting);
    char *id = text("%s.%s.%s", of->experiment, of->design->stage, name);
    return (struct candidate){of, config, record, of->design->stage, id, name};
}

static struct candidate retrained_candidate(const struct follow_up *of, struct entry config,
                                            struct entry record) {
    char *id = text("%s.retrain", of->experiment);
    return (struct candidate){of, config, record, "retrain", id, text("all")};
}

static void candidate_free(struct candidate *candidate) {
    free(candidate->id);
    free(candidate->name);
}

static struct entry read_follow_up(const char *reference, const struct follow_up *of) {
    char *name = text("%s.json", of->experiment);
    struct entry study = read_json(reference, name);
    free(name);
    return study;
}

/* The seed whose model the others are aligned to; -1 where there is none. */
static double reference_seed(const struct candidate *candidate) {
    return candidate->follow_up->design == &sweep ? number(candidate->config, "seed_ref") : -1;
}

/* --- what the run gave ---------------------------------------------------------------------- */

/* The numbers that follow `start` in a line of the run's table of that stage, whose columns are
 * those of `header`; not numbers where there is no such line. */
static void table_numbers(const struct candidate *candidate, const char *table, const char *header,
                          const char *start, double *found, int count) {
    char *path =
        text("results/%s/%s.%s.tsv", candidate->follow_up->experiment, candidate->stage, table);
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    if (!file || getline(&line, &capacity, file) < 0 || strncmp(line, header, strlen(header)) != 0)
        fail("%s: not there or malformed, expected the columns %s", path, header);
    for (int i = 0; i < count; i++)
        found[i] = NAN;
    while (getline(&line, &capacity, file) >= 0)
        if (strncmp(line, start, strlen(start)) == 0) {
            char *rest = line + strlen(start);
            for (int i = 0; i < count; i++)
                found[i] = strtod(rest, &rest);
        }
    free(line);
    free(path);
    fclose(file);
}

static void compare_seeds(const struct candidate *candidate) {
    struct entry seeds = member(candidate->record, "per_seed_metrics");
    for (size_t i = 0; i < items(seeds); i++) {
        struct entry wanted = item(seeds, i);
        double found[3], seed = number(wanted, "seed");
        double error = number(wanted, "mse");
        char *start = text("%s\t%.0f\t", candidate->name, seed);
        table_numbers(candidate, "units",
                      "candidate\tseed\texplained_variance\tmean_squared_error\talignment\t", start,
                      found, 3);
        note(SEED_EXPLAINED_VARIANCE, found[0] - number(wanted, "explained_variance"),
             "%s seed %.0f", candidate->id, seed);
        note(SEED_MEAN_SQUARED_ERROR, found[1] / error - 1, "%s seed %.0f", candidate->id, seed);
        if (candidate->follow_up->design == &sweep && seed != reference_seed(candidate))
            note(SEED_ALIGNMENT, found[2] - number(wanted, "alignment_to_ref"), "%s seed %.0f",
                 candidate->id, seed);
        free(start);
    }
}

static int ascending(const void *first, const void *second) {
    const double *a = first, *b = second;
    return (*a > *b) - (*a < *b);
}

/* The record's seeds in the order of its pairs; the caller frees. */
static double *sorted_seeds(struct entry record, size_t *count) {
    struct entry seeds = member(record, "per_seed_metrics");
    *count = items(seeds);
    double *sorted = allocate(*count, sizeof *sorted);
    for (size_t i = 0; i < *count; i++)
        sorted[i] = number(item(seeds, i), "seed");
    qsort(sorted, *count, sizeof *sorted, ascending);
    return sorted;
}

/* The record's PWMCC of every pair, `trained` or `random`; the caller frees. */
static double *pair_values(struct entry record, const char *which, size_t *count) {
    char *name = text("%s_pairwise_pwmcc_values", which);
    double *values = numbers(member(record, name), count);
    size_t models = items(member(record, "per_seed_metrics"));
    if (*count != pair_count(models))
        fail("%s: '%s' has %zu values, expected %zu for %zu seeds", record.file, name, *count,
             pair_count(models), models);
    free(name);
    return values;
}

static void compare_pairs(const struct candidate *candidate) {
    size_t models, pairs;
    double *seeds = sorted_seeds(candidate->record, &models);
    double *trained = pair_values(candidate->record, "trained", &pairs);
    double *random = pair_values(candidate->record, "random", &pairs);
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++) {
            double found[2];
            size_t pair = pair_index(models, a, b);
            char *start = text("%s\t%.0f\t%.0f\t", candidate->name, seeds[a], seeds[b]);
            table_numbers(candidate, "pairs",
                          "candidate\tseed_a\tseed_b\ttrained_pwmcc\trandom_pwmcc\t", start, found,
                          2);
            note(PAIR_PWMCC, found[0] - trained[pair], "%s %.0f-%.0f", candidate->id, seeds[a],
                 seeds[b]);
            note(RANDOM_PAIR_PWMCC, found[1] - random[pair], "%s %.0f-%.0f", candidate->id,
                 seeds[a], seeds[b]);
            free(start);
        }
    free(seeds);
    free(trained);
    free(random);
}

/* The value <id>.<name> of the run; not a number where there is none. */
static double run_value(const struct values *values, const char *id, const char *name) {
    char *full = text("%s.%s", id, name);
    const struct value *found = values_find(values, full);
    free(full);
    return found ? found->number : NAN;
}

/* The value <id>.<name> of the run against the JSON's number. */
static void compare_value(enum kind kind, const struct values *values, const char *id,
                          const char *name, double wanted, double scale) {
    note(kind, (run_value(values, id, name) - wanted) / scale, "%s.%s", id, name);
}

/* A metric's mean and interval, whose ends move no further than the numbers that they are of. */
static void compare_metric(const struct candidate *candidate, const struct metric *metric,
                           const struct values *values) {
    bool is_random = strcmp(metric->word, "random_pwmcc") == 0;
    struct entry wanted = member(candidate->record, metric->member);
    double wanted_mean = number(wanted, "mean");
    double scale = strcmp(metric->member, "mse") == 0 ? wanted_mean : 1;
    char *low = text("%s.ci_low", metric->word), *high = text("%s.ci_high", metric->word);
    enum kind interval = is_random ? RANDOM_STATISTIC : STAGE_INTERVAL;
    compare_value(is_random ? RANDOM_STATISTIC : STAGE_MEAN, values, candidate->id, metric->word,
                  wanted_mean, scale);
    compare_value(interval, values, candidate->id, low, number(wanted, "ci95_low"), scale);
    compare_value(interval, values, candidate->id, high, number(wanted, "ci95_high"), scale);
    free(low);
    free(high);
}

static void compare_candidate(const struct candidate *candidate, const struct values *values) {
    const struct metric *metrics = candidate->follow_up->design->metrics;
    compare_seeds(candidate);
    compare_pairs(candidate);
    for (int i = 0; i < MOST_METRICS && metrics[i].word; i++)
        compare_metric(candidate, &metrics[i], values);
    compare_value(STAGE_MEAN, values, candidate->id, "delta",
                  number(candidate->record, "delta_pwmcc"), 1);
    compare_value(STAGE_INTERVAL, values, candidate->id, "delta_lcb",
                  number(candidate->record, "delta_pwmcc_ci_low_conservative"), 1);
}

/* The records of every varied candidate; as many as the configuration lists. */
static struct entry varied_records(struct entry study, const struct design *design) {
    struct entry records = member(study, design->records);
    size_t expected = items(member(member(study, "config"), design->candidates));
    if (items(records) != expected)
        fail("%s: '%s' has %zu records, expected %zu, one of each of '%s'", study.file,
             design->records, items(records), expected, design->candidates);
    return records;
}

static void compare_follow_up(const char *reference, const struct follow_up *of) {
    struct entry study = read_follow_up(reference, of), config = member(study, "config");
    struct entry records = varied_records(study, of->design);
    struct values values = {0};
    values_read(&values, RESULTS, of->experiment);
    for (size_t i = 0; i < items(records); i++) {
        struct candidate candidate = varied_candidate(of, config, item(records, i));
        compare_candidate(&candidate, &values);
        candidate_free(&candidate);
    }
    if (of->design == &search) {
        struct candidate candidate =
            retrained_candidate(of, config, member(study, "retrain_record"));
        compare_candidate(&candidate, &values);
        candidate_free(&candidate);
    }
    compare_value(CHOICE, &values, of->experiment, "best",
                  number(member(study, "selection"), of->design->selected), 1);
    values_free(&values);
}

static void compare_comparisons(const char *reference) {
    struct entry comparisons = read_json(reference, COMPARISONS ".json");
    struct values values = {0};
    values_read(&values, RESULTS, COMPARISONS);
    const char *key;
    json_t *json;
    int count = 0;
    json_object_foreach(comparisons.json, key, json) {
        struct entry wanted = {comparisons.file, json};
        char *id = text("%s.comparison%d", COMPARISONS, ++count);
        compare_value(COMPARISON, &values, id, "difference", number(wanted, "difference"), 1);
        compare_value(COMPARISON, &values, id, "ci_low", number(wanted, "ci95_low"), 1);
        compare_value(COMPARISON, &values, id, "ci_high", number(wanted, "ci95_high"), 1);
        free(id);
    }
    values_free(&values);
}

void compare_follow_ups(const char *reference) {
    for (int i = 0; i < FOLLOW_UPS; i++)
        compare_follow_up(reference, &follow_ups[i]);
    compare_comparisons(reference);
}

/* --- what statistics give from the JSON's own numbers --------------------------------------- */

static const double confidence = 0.95;

static size_t resamples(const struct candidate *candidate) {
    return (size_t)number(candidate->config, "bootstrap_samples");
}

/* The numbers that a metric sums up: of all pairs, or of all seeds but, for the alignment, the
 * reference's. The caller frees. */
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

/* What a choice looks at: the first that differs decides. */
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

/* The first of the best among those of enough explained variance, or among all if none has it. */
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

/* The trained pairs of one side of a comparison; the caller frees. */
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
