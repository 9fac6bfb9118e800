/* The table of values: adding, finding, writing and reading them. */
#include "values/values.h"
#include "files/artifact.h"
#include "files/table.h"
#include "program/error.h"
#include "values/publications.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS = 5 };

static struct value *values_place(struct values *values) {
    if (values->count == values->capacity) {
        values->capacity = values->capacity ? 2 * values->capacity : 64;
        values->items = reallocate(values->items, values->capacity, sizeof *values->items);
    }
    return &values->items[values->count++];
}

/* The same format. The attribute tells the compiler that it is one of the formats of values.h. */
__attribute__((format_arg(1))) static const char *known_format(const char *format) {
    return format;
}

static bool is_one_of(const char *format, const char *first, const char *second) {
    return strcmp(format, first) == 0 || strcmp(format, second) == 0;
}

/* The format itself, or four significant digits where five decimals do not show the number. */
static const char *format_for(double number, const char *format) {
    bool is_scaled = is_one_of(format, SCALED, SIGNED_SCALED);
    double size = fabs(number);
    if (!is_scaled && !is_one_of(format, PLAIN, SIGNED))
        return format;
    if (size == 0 || (size >= (is_scaled ? 0.01 : 0) && size < 10000))
        return format;
    return is_one_of(format, SIGNED, SIGNED_SCALED) ? "%+.4g" : "%.4g";
}

void values_add(struct values *values, const char *id, double number, const char *format,
                const char *formula, const char *where) {
    char printed[64] = NOT_MEASURED;
    if (!isnan(number))
        snprintf(printed, sizeof printed, known_format(format_for(number, format)), number);
    values_add_printed(values, id, number, printed, formula, where);
}

void values_add_printed(struct values *values, const char *id, double number, const char *printed,
                        const char *formula, const char *where) {
    *values_place(values) = (struct value){text("%s", id), number, text("%s", printed),
                                           text("%s", formula), text("%s", where)};
}

bool is_of(const char *id, const char *experiment) {
    size_t length = strlen(experiment);
    return strncmp(id, experiment, length) == 0 && id[length] == '.';
}

const struct value *values_find(const struct values *values, const char *id) {
    for (size_t i = 0; i < values->count; i++)
        if (strcmp(values->items[i].id, id) == 0)
            return &values->items[i];
    return NULL;
}

static char *values_path(const char *folder, const char *experiment) {
    return text("%s/%s/values.tsv", folder, experiment);
}

void values_write(const struct values *values, const char *folder, const char *experiment) {
    char *path = values_path(folder, experiment);
    struct output output = output_begin(path);
    fprintf(output.stream, "id\tvalue\tprinted\tformula\twhere\n");
    for (size_t i = 0; i < values->count; i++) {
        const struct value *item = &values->items[i];
        char *exact = isnan(item->number) ? text("nan") : exact_number(item->number);
        fprintf(output.stream, "%s\t%s\t%s\t%s\t%s\n", item->id, exact, item->printed,
                item->formula, item->where);
        free(exact);
    }
    output_finish(&output);
    free(path);
}

void values_read(struct values *values, const char *folder, const char *experiment) {
    char *path = values_path(folder, experiment);
    struct table table = table_open(path, COLUMNS);
    char **column = table.column;
    table_skip_heading(&table);
    while (table_next(&table))
        values_add_printed(values, column[0], table_number(&table, 1), column[2], column[3],
                           column[4]);
    free(path);
}

struct values values_read_all(const char *folder, int count, char **experiments) {
    struct values values = {0};
    for (int i = 0; i < count; i++)
        values_read(&values, folder, experiments[i]);
    return values;
}

void values_free(struct values *values) {
    for (size_t i = 0; i < values->count; i++) {
        free(values->items[i].id);
        free(values->items[i].printed);
        free(values->items[i].formula);
        free(values->items[i].where);
    }
    free(values->items);
    *values = (struct values){0};
}

/* The value <first>.<rest>, or NULL. */
static const struct value *find_joined(const struct values *values, const char *first,
                                       const char *rest) {
    char *id = text("%s.%s", first, rest);
    const struct value *found = values_find(values, id);
    free(id);
    return found;
}

static bool has_values(const char *folder, const char *experiment) {
    char *path = values_path(folder, experiment);
    bool is_there = access(path, R_OK) == 0;
    free(path);
    return is_there;
}

const struct value *scope_find(const struct scope *scope, const char *id) {
    const struct value *found = NULL;
    if (*scope->prefix)
        found = find_joined(scope->values, scope->prefix, id);
    if (!found)
        found = find_joined(scope->values, scope->experiment, id);
    if (!found)
        found = values_find(scope->values, id);
    if (found || !strchr(id, '.'))
        return found;
    char *other = text("%.*s", (int)strcspn(id, "."), id);
    if (!publication_read_named(scope->values, other))
        values_read(scope->values, has_values(scope->folder, other) ? scope->folder : RESULTS,
                    other);
    free(other);
    return values_find(scope->values, id);
}

double value(const struct scope *scope, const char *id) {
    const struct value *found = scope_find(scope, id);
    if (!found)
        fail("%s: no such value in experiment %s", id, scope->experiment);
    return found->number;
}
