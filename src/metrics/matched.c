/* Stages matched by a metric, and the metrics of that: one function each, by gen/metrics.m4. */
#include "metrics/matched.h"
#include "metrics/comparison.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

double matched_gap(const struct matched *matched) {
    return matched->gap.mean;
}

double matched_gap_low(const struct matched *matched) {
    return matched->gap.low;
}

double matched_gap_high(const struct matched *matched) {
    return matched->gap.high;
}

double matched_range_low(const struct matched *matched) {
    return matched->gap.from;
}

double matched_range_high(const struct matched *matched) {
    return matched->gap.to;
}

double matched_jackknife_low(const struct matched *matched) {
    return matched->jackknife.low;
}

double matched_jackknife_high(const struct matched *matched) {
    return matched->jackknife.high;
}

/* --- curves ------------------------------------------------------------------------------------
 */

/* What is matched: a stage's candidates each, and two metrics. */
struct matching {
    const struct settings *settings;
    enum metric of, at;
    const struct candidate **stage[2];
    size_t candidates[2];
};

enum { NONE = -1 };

/* The mean of a metric over the candidate's models or pairs, without the model at that place in the
 * order of seeds (NONE: with all); those without a number do not count. */
static double mean_without(const struct candidate *candidate, enum metric metric, int left_out) {
    double sum = 0;
    size_t count = 0, models = candidate->models;
    bool of_pairs = metrics[metric].on == ON_pair;
    for (size_t a = 0; a < models; a++)
        for (size_t b = of_pairs ? a + 1 : a; b < (of_pairs ? models : a + 1); b++) {
            size_t place = of_pairs ? pair_index(models, a, b) : candidate->model[a].declared;
            double number = candidate->numbers[metric][place];
            if ((int)a == left_out || (int)b == left_out || isnan(number))
                continue;
            sum += number;
            count++;
        }
    return count ? sum / (double)count : NAN;
}

static struct curve curve_of(const struct matching *matching, int place, int left_out) {
    size_t count = matching->candidates[place];
    double *x = allocate(count, sizeof *x), *y = allocate(count, sizeof *y);
    for (size_t i = 0; i < count; i++) {
        x[i] = mean_without(matching->stage[place][i], matching->at, left_out);
        y[i] = mean_without(matching->stage[place][i], matching->of, left_out);
    }
    struct curve curve = curve_through(x, y, count);
    free(x);
    free(y);
    return curve;
}

static struct gap gap_without(const struct matching *matching, int left_out) {
    struct curve first = curve_of(matching, 0, left_out), second = curve_of(matching, 1, left_out);
    struct gap gap = gap_between(&first, &second);
    curve_free(&first);
    curve_free(&second);
    return gap;
}

/* Models that are given, not drawn, are never left out. */
static struct interval jackknife_of(const struct matching *matching, double whole) {
    const struct candidate *first = matching->stage[0][0], *second = matching->stage[1][0];
    struct interval interval = {NAN, NAN};
    size_t count = 0;
    if (!same_seeds(first, second) || first->models < 3)
        return interval;
    double *partial = allocate(first->models, sizeof *partial);
    for (size_t i = 0; i < first->models; i++)
        if (!first->model[i].is_reference && !second->model[i].is_reference)
            partial[count++] = gap_without(matching, (int)i).mean;
    if (count >= 2)
        interval = jackknife_from(whole, partial, count, matching->settings->confidence);
    free(partial);
    return interval;
}

/* --- the record --------------------------------------------------------------------------------
 */

/* What a formula's <word> stands for. */
static const char *word_of_matching(const void *context, const char *word) {
    const struct matching *matching = context;
    if (strcmp(word, "of") == 0)
        return metrics[matching->of].name;
    if (strcmp(word, "at") == 0)
        return metrics[matching->at].name;
    return matching->settings->between.name[strcmp(word, "first") == 0 ? 0 : 1];
}

static struct matching matching_of(struct candidates *candidates, const struct record *record) {
    const struct settings *settings = settings_of(candidates->protocol, record);
    struct matching matching = {
        .settings = settings,
        .of = compared_metric(settings->of.name[0], settings->said[SETTING_of]),
        .at = compared_metric(settings->at, settings->said[SETTING_at])};
    for (int place = 0; place < 2; place++) {
        const char *name = settings->between.name[place];
        const struct record *first = first_candidate(candidates->protocol, name);
        matching.candidates[place] = candidate_count(first);
        matching.stage[place] = candidates_of(candidates, first);
    }
    return matching;
}

void matched_values(struct candidates *candidates, const struct record *record,
                    struct values *values) {
    struct matching matching = matching_of(candidates, record);
    struct matched matched = {.gap = gap_without(&matching, NONE)};
    matched.jackknife = jackknife_of(&matching, matched.gap.mean);
    for (enum metric metric = 0; metric < METRICS; metric++) {
        if (metrics[metric].on != ON_matched)
            continue;
        char *formula = formula_of(metric, word_of_matching, &matching);
        add_metric(values, record->name, metric, metrics[metric].of_matched(&matched),
                   format_of_difference(matching.of, metrics[metric].format), formula,
                   record->where);
        free(formula);
    }
    free(matching.stage[0]);
    free(matching.stage[1]);
}
