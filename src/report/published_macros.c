/* The macros of the published values, and of the replicates in which a claim holds. */
#include "program/error.h"
#include "report/latex.h"
#include "report/macros.h"
#include <stdlib.h>
#include <string.h>

/* --- published values ----------------------------------------------------------------------- */

/* The row of one value, after \ReportedGroup if its group is not *group, which then changes. A
 * value that was not measured stands in braces, because the table's column aligns numbers. */
static void put_reported(FILE *stream, const struct published_comparison *item, char **group) {
    const char *name = strrchr(item->id, '.') + 1;
    int length = (int)(name - 1 - item->id);
    if (!*group || (int)strlen(*group) != length || strncmp(*group, item->id, (size_t)length)) {
        free(*group);
        *group = text("%.*s", length, item->id);
        fprintf(stream, "\\ReportedGroup{%s}\n", *group);
    }
    bool measured = strcmp(item->rebuilt, NOT_MEASURED) != 0;
    fprintf(stream,
            measured ? "\\ReportedRow{%s}{%s}{%s}{%s}{%s}{%s}{%s}\n"
                     : "\\ReportedRow{%s}{%s}{{%s}}{%s}{%s}{%s}{%s}\n",
            name, item->published->printed, item->rebuilt, item->low ? item->low->id : "",
            item->high ? item->high->id : "", verdict_words[item->verdict], item->beyond);
}

void published_macros(const char *folder, const char *experiment,
                      const struct published_comparison *comparisons, size_t count) {
    char *name = text("%s-reported", experiment), *group = NULL;
    struct output output = latex_begin(folder, name);
    for (size_t i = 0; i < count; i++) {
        if (!is_of(comparisons[i].id, experiment))
            continue;
        if (!group)
            fprintf(output.stream, "\\begin{ReportedTable}{reported.%s}\n", experiment);
        put_reported(output.stream, &comparisons[i], &group);
    }
    if (group)
        fputs("\\end{ReportedTable}\n", output.stream);
    output_finish(&output);
    free(group);
    free(name);
}

void publication_macros(const char *folder, const char *name,
                        const struct published_comparison *comparisons, size_t count) {
    char *file = text("publication-%s", name), *group = NULL;
    struct output output = latex_begin(folder, file);
    for (size_t i = 0; i < count; i++)
        put_reported(output.stream, &comparisons[i], &group);
    output_finish(&output);
    free(group);
    free(file);
}

/* --- replicates in which a claim holds ------------------------------------------------------- */

/* The value with that id. Fails if the run does not have it. */
static const struct value *known_value(const struct values *values, const char *id) {
    const struct value *found = values_find(values, id);
    if (!found)
        fail("%s: no such value, expected beside the prediction intervals", id);
    return found;
}

/* Write \SetHolds for each value <repeat><claim>.holds, where `repeat` ends in a dot. */
static void put_holds(FILE *stream, const struct values *values, const char *repeat) {
    size_t length = strlen(repeat);
    char *id = text("%sreplicates", repeat);
    const char *replicates = known_value(values, id)->printed;
    for (size_t i = 0; i < values->count; i++) {
        const struct value *value = &values->items[i];
        const char *last = strrchr(value->id, '.');
        if (strncmp(value->id, repeat, length) == 0 && strcmp(last, ".holds") == 0 &&
            last >= value->id + length)
            fprintf(stream, "\\SetHolds{%.*s}{%s}{%s}\n", (int)(last - value->id - (long)length),
                    value->id + length, value->printed, replicates);
    }
    free(id);
}

void holds_macros(const char *folder, const struct values *values,
                  const struct published_comparison *comparisons, size_t count) {
    struct output output = latex_begin(folder, "holds");
    const struct published_comparison *first = comparisons;
    while (first < comparisons + count && !first->low)
        first++;
    if (first < comparisons + count) {
        /* the interval's id is <repeat>.<id>.prediction_low */
        size_t length = strlen(first->low->id) - strlen(first->id) - strlen(".prediction_low");
        char *repeat = text("%.*s", (int)length, first->low->id);
        put_holds(output.stream, values, repeat);
        free(repeat);
    }
    for (size_t i = 0; i < count; i++)
        if (comparisons[i].verdict == OUTSIDE)
            fprintf(output.stream, "\\AddOutside{%s}\n", comparisons[i].id);
    output_finish(&output);
}
