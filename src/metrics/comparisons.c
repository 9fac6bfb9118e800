/* Comparisons of two stages, candidate by candidate, and their metrics: one function each, by the
 * table gen/metrics.m4. */
#include "metrics/comparisons.h"
#include "files/artifact.h"
#include "metrics/comparison.h"
#include "program/error.h"
#include "protocol/paths.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

double comparisons_difference(const struct comparisons *comparisons) {
    return comparisons->difference.mean;
}

double comparisons_difference_low(const struct comparisons *comparisons) {
    return comparisons->difference.interval.low;
}

double comparisons_difference_high(const struct comparisons *comparisons) {
    return comparisons->difference.interval.high;
}

double comparisons_with_reference(const struct comparisons *comparisons) {
    return comparisons->with_reference.mean;
}

double comparisons_with_reference_low(const struct comparisons *comparisons) {
    return comparisons->with_reference.interval.low;
}

double comparisons_with_reference_high(const struct comparisons *comparisons) {
    return comparisons->with_reference.interval.high;
}

double comparisons_without_reference(const struct comparisons *comparisons) {
    return comparisons->without_reference.mean;
}

double comparisons_without_reference_low(const struct comparisons *comparisons) {
    return comparisons->without_reference.interval.low;
}

double comparisons_without_reference_high(const struct comparisons *comparisons) {
    return comparisons->without_reference.interval.high;
}

/* --- over the candidates -----------------------------------------------------------------------
 */

static struct averaged average(const struct comparison *comparisons, size_t count,
                               comparison_metric *metric, double confidence) {
    double *numbers = allocate(count, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] = metric(&comparisons[i]);
    struct averaged averaged = {mean(numbers, count), {NAN, NAN}};
    if (count >= 2)
        averaged.interval = student_interval(numbers, count, confidence);
    free(numbers);
    return averaged;
}

/* What a formula's <word> stands for. */
static const char *word_of_comparisons(const void *context, const char *word) {
    const struct settings *settings = context;
    return strcmp(word, "of") == 0      ? settings->of.name[0]
           : strcmp(word, "first") == 0 ? settings->between.name[0]
                                        : settings->between.name[1];
}

static void add_comparisons(const struct record *record, const struct settings *settings,
                            const struct comparison *each, size_t count, struct values *values) {
    struct comparisons comparisons = {
        count,
        average(each, count, comparison_difference, settings->confidence),
        average(each, count, comparison_with_reference, settings->confidence),
        average(each, count, comparison_without_reference, settings->confidence),
    };
    for (enum metric metric = 0; metric < METRICS; metric++) {
        if (metrics[metric].on != ON_comparisons)
            continue;
        char *formula = formula_of(metric, word_of_comparisons, settings);
        add_metric(values, record->name, metric, metrics[metric].of_comparisons(&comparisons),
                   format_of_difference(each[0].of, metrics[metric].format), formula,
                   record->where);
        free(formula);
    }
}

/* A line for each pair of models of each candidate, where pairs are compared. */
static void put_differences(FILE *stream, const struct comparison *comparison) {
    const struct candidate *first = comparison->first;
    const struct settings *settings = first->settings;
    for (size_t a = 0; comparison->differences && a < first->models; a++)
        for (size_t b = a + 1; b < first->models; b++) {
            const struct model *one = &first->model[a], *two = &first->model[b];
            fprintf(stream, "%s\t%s\t%llu\t%llu\t%.17g\t%d\n", first->record->candidate,
                    settings->spelled[setting_named(settings->vary.name[0])],
                    (unsigned long long)one->seed, (unsigned long long)two->seed,
                    comparison->differences[pair_index(first->models, a, b)],
                    one->is_reference || two->is_reference);
        }
}

static void write_differences(const struct protocol *protocol, const struct record *record,
                              const struct comparison *each, size_t count) {
    char *path = table_path(protocol, record, "differences");
    struct output output = output_begin(path);
    fputs("candidate\tsetting\tseed_a\tseed_b\tdifference\twith_reference\n", output.stream);
    for (size_t i = 0; i < count; i++)
        put_differences(output.stream, &each[i]);
    output_finish(&output);
    free(path);
}

void comparisons_values(struct candidates *candidates, const struct record *record,
                        struct values *values) {
    const struct protocol *protocol = candidates->protocol;
    const struct settings *settings = settings_of(protocol, record);
    const struct record *first = first_candidate(protocol, settings->between.name[0]);
    size_t count = candidate_count(first);
    struct comparison *each = allocate(count, sizeof *each);
    for (size_t i = 0; i < count; i++) {
        const struct record *second =
            find_record(protocol, settings->between.name[1], first[i].candidate);
        if (!second)
            fail("%s: %s has no candidate %s", record->where, settings->between.name[1],
                 first[i].candidate);
        each[i] = compare(record, settings, candidate_of(candidates, &first[i]),
                          candidate_of(candidates, second));
        char *id = text("%s.%s", record->name, first[i].candidate);
        add_comparison(&each[i], id, values);
        free(id);
    }
    add_comparisons(record, settings, each, count, values);
    write_differences(protocol, record, each, count);
    for (size_t i = 0; i < count; i++)
        comparison_end(&each[i]);
    free(each);
}
