/* The table of metrics, and how one of them becomes a value. */
#include "metrics/metric.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

#define PUBLISHED NULL
const struct metric_row metrics[METRICS] = {
#define ROW(name_, of, format_, formula_, needs_, told_at_, is_resampled_, candidates, pairs,      \
            units)                                                                                 \
    {.name = #name_,                                                                               \
     .on = ON_##of,                                                                                \
     .format = format_,                                                                            \
     .formula = formula_,                                                                          \
     .needs = needs_,                                                                              \
     .told_at = told_at_,                                                                          \
     .is_resampled = is_resampled_,                                                                \
     .columns = {candidates, pairs, units},                                                        \
     .of_##of = of##_##name_},
    EACH_METRIC(ROW)
#undef ROW
};

enum metric compared_metric(const char *name, const struct clause *clause) {
    for (enum metric metric = 0; metric < METRICS; metric++)
        if ((metrics[metric].on == ON_model || metrics[metric].on == ON_pair) &&
            strcmp(metrics[metric].name, name) == 0)
            return metric;
    fail("%s: '%s', expected a metric of models or pairs", clause->where, name);
}

bool is_measured(enum metric metric, const struct settings *settings) {
    enum setting needs = metrics[metric].needs;
    return needs == SETTING_none || settings->said[needs];
}

char *formula_of(enum metric metric, const char *(*text_of)(const void *context, const char *word),
                 const void *context) {
    char *whole = text("%s", "");
    const char *rest = metrics[metric].formula, *word;
    for (; (word = strchr(rest, '<')); rest = strchr(word, '>') + 1) {
        char *name = text("%.*s", (int)strcspn(word + 1, ">"), word + 1);
        const char *found = text_of(context, name);
        char *longer =
            text("%s%.*s%s", whole, (int)(word - rest), rest, found ? found : NOT_MEASURED);
        free(name);
        free(whole);
        whole = longer;
    }
    char *filled = text("%s%s", whole, rest);
    free(whole);
    return filled;
}

static const char *spelled_setting(const void *settings, const char *word) {
    enum setting setting = setting_named(word);
    return setting == SETTING_none ? NULL : ((const struct settings *)settings)->spelled[setting];
}

char *formula_with(enum metric metric, const struct settings *settings) {
    return formula_of(metric, spelled_setting, settings);
}

void add_value(struct values *values, const char *id, const char *name, double number,
               const char *format, const char *formula, const char *where) {
    char *full = text("%s.%s", id, name);
    values_add(values, full, number, format, formula, where);
    free(full);
}

void add_metric(struct values *values, const char *id, enum metric metric, double number,
                const char *format, const char *formula, const char *where) {
    add_value(values, id, metrics[metric].name, number, format ? format : metrics[metric].format,
              formula, where);
}
