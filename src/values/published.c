/* Published values beside rebuilt ones. */
#include "values/published.h"
#include "program/error.h"
#include "values/publications.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const verdict_words[] = {"equal", "within", "outside", "not equal", "not rebuilt"};

static int decimals_of(const char *printed) {
    const char *point = strchr(printed, '.');
    return point ? (int)strlen(point + 1) : 0;
}

/* The number printed like the published value: with as many decimals, and with a plus sign if the
 * published value has a sign. */
static char *printed_like(const char *published, double number) {
    if (isnan(number))
        return text(NOT_MEASURED);
    return *published == '+' || *published == '-' ? text("%+.*f", decimals_of(published), number)
                                                  : text("%.*f", decimals_of(published), number);
}

/* The value <id of a repeat>.<id>.<name>, or NULL. */
static const struct value *find_predicted(const struct values *values, const char *id,
                                          const char *name) {
    char *suffix = text(".%s.%s", id, name);
    const struct value *found = NULL;
    for (size_t i = 0; i < values->count && !found; i++) {
        size_t length = strlen(values->items[i].id);
        if (length > strlen(suffix) &&
            strcmp(values->items[i].id + length - strlen(suffix), suffix) == 0)
            found = &values->items[i];
    }
    free(suffix);
    return found;
}

static enum verdict verdict_of(const struct published_comparison *comparison) {
    double published = comparison->published->number;
    if (strcmp(comparison->rebuilt, NOT_MEASURED) == 0)
        return NOT_REBUILT;
    if (strcmp(comparison->rebuilt, comparison->published->printed) == 0)
        return EQUAL;
    if (!comparison->low || !comparison->high || isnan(comparison->low->number) ||
        isnan(comparison->high->number))
        return NOT_EQUAL;
    return published < comparison->low->number || published > comparison->high->number ? OUTSIDE
                                                                                       : WITHIN;
}

struct published_comparison comparison_of(const struct values *values,
                                          const struct value *published) {
    const char *id = rebuilt_id(published), *printed = published->printed;
    const struct value *found = values_find(values, id);
    double number = found ? found->number : NAN;
    char *rebuilt = printed_like(printed, number);
    double difference = strtod(rebuilt, NULL) - published->number;
    struct published_comparison comparison = {
        .id = id,
        .published = published,
        .rebuilt = rebuilt,
        .difference =
            isnan(number) ? text(NOT_MEASURED) : text("%+.*f", decimals_of(printed), difference),
        .low = find_predicted(values, id, "prediction_low"),
        .high = find_predicted(values, id, "prediction_high"),
    };
    comparison.verdict = verdict_of(&comparison);
    if (comparison.verdict != OUTSIDE) {
        comparison.beyond = text("%s", "");
        return comparison;
    }
    bool is_below = published->number < comparison.low->number;
    double end = is_below ? comparison.low->number : comparison.high->number;
    comparison.beyond = text("%+.*f", decimals_of(printed), published->number - end);
    return comparison;
}

void comparison_free(struct published_comparison *comparison) {
    free(comparison->rebuilt);
    free(comparison->difference);
    free(comparison->beyond);
}

struct published_comparison *compare_published(const struct values *values,
                                               const struct values *published) {
    struct published_comparison *comparisons = allocate(published->count, sizeof *comparisons);
    for (size_t i = 0; i < published->count; i++)
        comparisons[i] = comparison_of(values, &published->items[i]);
    return comparisons;
}

void comparisons_free(struct published_comparison *comparisons, size_t count) {
    for (size_t i = 0; i < count; i++)
        comparison_free(&comparisons[i]);
    free(comparisons);
}
