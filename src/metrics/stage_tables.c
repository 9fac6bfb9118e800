/* A stage's tables: a line for each candidate, pair, unit, or epoch of a unit. */
#include "metrics/stage_tables.h"
#include "files/artifact.h"
#include "program/error.h"
#include "protocol/paths.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct output begin_table(const struct candidate *candidate, const char *suffix) {
    char *path = table_path(candidate->all->protocol, candidate->record, suffix);
    struct output output = output_begin(path);
    free(path);
    return output;
}

static const char *candidate_name(const struct candidate *candidate) {
    return *candidate->record->candidate ? candidate->record->candidate : "all";
}

/* --- columns ---------------------------------------------------------------------------------- */

/* The place of a metric's column in one of the tables, 0 for none. */
typedef int place_in(const struct columns *columns);

static int in_candidates(const struct columns *columns) {
    return columns->candidates;
}

static int in_pairs(const struct columns *columns) {
    return columns->pairs;
}

static int in_units(const struct columns *columns) {
    return columns->units;
}

/* The metric whose column stands at that place, from 1 on; METRICS behind the last one. */
static enum metric metric_at(place_in *place_of, int place) {
    for (enum metric metric = 0; metric < METRICS; metric++)
        if (place_of(&metrics[metric].columns) == place)
            return metric;
    return METRICS;
}

/* --- candidates ------------------------------------------------------------------------------- */

static void put_candidates_heading(FILE *stream) {
    enum metric metric;
    fprintf(stream, "candidate\tsetting");
    for (int place = 1; (metric = metric_at(in_candidates, place)) < METRICS; place++) {
        const char *name = metrics[metric].name;
        fprintf(stream, "\t%s", name);
        if (metrics[metric].is_resampled)
            fprintf(stream, "\t%s.ci_low\t%s.ci_high", name, name);
    }
}

/* The value `<id>.<metric><end>`, or nan. */
static void put_value(FILE *stream, const struct candidate *candidate, enum metric metric,
                      const char *end, const struct values *values) {
    char *id = text("%s.%s%s", candidate->id, metrics[metric].name, end);
    const struct value *found = values_find(values, id);
    if (found && !isnan(found->number))
        fprintf(stream, "\t%.9g", found->number);
    else
        fputs("\tnan", stream);
    free(id);
}

/* What the candidate's stage varies, where it is one setting. */
static const char *varied_setting(const struct candidate *candidate) {
    const struct names *vary = &candidate->settings->vary;
    return vary->count == 1 ? candidate->settings->spelled[setting_named(vary->name[0])] : "-";
}

static void candidates_table(const struct candidate *const *candidates, size_t count,
                             const struct values *values) {
    struct output output = begin_table(candidates[0], "candidates");
    put_candidates_heading(output.stream);
    for (size_t i = 0; i < count; i++) {
        enum metric metric;
        fprintf(output.stream, "\n%s\t%s", candidate_name(candidates[i]),
                varied_setting(candidates[i]));
        for (int place = 1; (metric = metric_at(in_candidates, place)) < METRICS; place++) {
            put_value(output.stream, candidates[i], metric, "", values);
            if (metrics[metric].is_resampled) {
                put_value(output.stream, candidates[i], metric, ".ci_low", values);
                put_value(output.stream, candidates[i], metric, ".ci_high", values);
            }
        }
    }
    fputc('\n', output.stream);
    output_finish(&output);
}

/* --- pairs and units -------------------------------------------------------------------------- */

/* The metrics that a table has a column for. */
struct shown {
    size_t count;
    enum metric metric[METRICS];
};

/* Those of a table with a line for each pair or each model: first the metrics that have a place
 * there, then every other one that the stage has of these. */
static struct shown shown(const struct candidate *candidate, place_in *place_of,
                          enum measured_on on) {
    struct shown shown = {0};
    enum metric metric;
    for (int place = 1; (metric = metric_at(place_of, place)) < METRICS; place++)
        shown.metric[shown.count++] = metric;
    for (metric = 0; metric < METRICS; metric++)
        if (metrics[metric].on == on && place_of(&metrics[metric].columns) == 0 &&
            is_measured(metric, candidate->settings))
            shown.metric[shown.count++] = metric;
    return shown;
}

static void put_heading(FILE *stream, const struct shown *shown) {
    for (size_t i = 0; i < shown->count; i++)
        fprintf(stream, "\t%s", metrics[shown->metric[i]].name);
}

/* The candidate's numbers of each column, for the pair or model at `index`. */
static void put_numbers(FILE *stream, const struct shown *shown, const struct candidate *candidate,
                        size_t index) {
    for (size_t i = 0; i < shown->count; i++)
        fprintf(stream, "\t%.17g", candidate->numbers[shown->metric[i]][index]);
}

static double explained_variance(const struct candidate *candidate, const struct model *model) {
    return candidate->numbers[METRIC_model_explained_variance][model->declared];
}

static void pairs_table(const struct candidate *const *candidates, size_t count) {
    struct shown columns = shown(candidates[0], in_pairs, ON_pair);
    struct output output = begin_table(candidates[0], "pairs");
    fprintf(output.stream, "candidate\tseed_a\tseed_b");
    put_heading(output.stream, &columns);
    fprintf(output.stream, "\texplained_variance\twith_reference\n");
    for (size_t i = 0; i < count; i++) {
        const struct candidate *candidate = candidates[i];
        for (size_t a = 0; a < candidate->models; a++)
            for (size_t b = a + 1; b < candidate->models; b++) {
                const struct model *first = &candidate->model[a], *second = &candidate->model[b];
                fprintf(output.stream, "%s\t%llu\t%llu", candidate_name(candidate),
                        (unsigned long long)first->seed, (unsigned long long)second->seed);
                put_numbers(output.stream, &columns, candidate,
                            pair_index(candidate->models, a, b));
                fprintf(
                    output.stream, "\t%.9g\t%d\n",
                    (explained_variance(candidate, first) + explained_variance(candidate, second)) /
                        2,
                    first->is_reference || second->is_reference);
            }
    }
    output_finish(&output);
}

static void units_table(const struct candidate *const *candidates, size_t count) {
    struct shown columns = shown(candidates[0], in_units, ON_model);
    struct output output = begin_table(candidates[0], "units");
    fprintf(output.stream, "candidate\tseed");
    put_heading(output.stream, &columns);
    fprintf(output.stream, "\tpath\n");
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < candidates[i]->models; m++) {
            const struct model *model = &candidates[i]->model[m];
            fprintf(output.stream, "%s\t%llu", candidate_name(candidates[i]),
                    (unsigned long long)model->seed);
            put_numbers(output.stream, &columns, candidates[i], model->declared);
            fprintf(output.stream, "\t%s\n", model->path);
        }
    output_finish(&output);
}

static void losses_table(const struct candidate *const *candidates, size_t count) {
    struct output output = begin_table(candidates[0], "losses");
    fprintf(output.stream, "candidate\tseed\tepoch\tloss\n");
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < candidates[i]->models; m++) {
            const struct model *model = &candidates[i]->model[m];
            for (int epoch = 0; epoch < model->epochs; epoch++)
                fprintf(output.stream, "%s\t%llu\t%d\t%.9g\n", candidate_name(candidates[i]),
                        (unsigned long long)model->seed, epoch + 1, model->epoch_losses[epoch]);
        }
    output_finish(&output);
}

void stage_tables(const struct candidate *const *candidates, size_t count,
                  const struct values *values) {
    candidates_table(candidates, count, values);
    pairs_table(candidates, count);
    units_table(candidates, count);
    losses_table(candidates, count);
}
