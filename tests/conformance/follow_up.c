/* The follow-ups against their JSON: what the run gave, seed by seed, pair by pair, stage by stage.
 */
#include "candidate.h"
#include "conformance.h"
#include "program/error.h"
#include "statistics/statistics.h"
#include "values/values.h"
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The numbers that follow `start` in a line of the run's table of that stage, whose columns are
 * those of `header`. They are NAN if there is no such line. */
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

/* The seeds of the record, in the order of its pairs. The caller frees. */
static double *sorted_seeds(struct entry record, size_t *count) {
    struct entry seeds = member(record, "per_seed_metrics");
    *count = items(seeds);
    double *sorted = allocate(*count, sizeof *sorted);
    for (size_t i = 0; i < *count; i++)
        sorted[i] = number(item(seeds, i), "seed");
    qsort(sorted, *count, sizeof *sorted, ascending);
    return sorted;
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

/* The value <id>.<name> of the run, or NAN if there is none. */
static double run_value(const struct values *values, const char *id, const char *name) {
    char *full = text("%s.%s", id, name);
    const struct value *found = values_find(values, full);
    free(full);
    return found ? found->number : NAN;
}

/* Compare the value <id>.<name> of the run with the number of the JSON. */
static void compare_value(enum kind kind, const struct values *values, const char *id,
                          const char *name, double wanted, double scale) {
    note(kind, (run_value(values, id, name) - wanted) / scale, "%s.%s", id, name);
}

/* Compare the mean and the interval of a metric. */
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

void compare_effective_rank(const char *reference) {
    struct entry wanted = read_json(reference, "transformer.json");
    struct values values = {0};
    values_read(&values, RESULTS, "setup");
    compare_value(EFFECTIVE_RANK, &values, "setup.answer", "effective_rank",
                  number(wanted, "effective_rank"), 1);
    values_free(&values);
}
