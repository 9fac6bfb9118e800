/* What stands across experiments: the published values beside the rebuilt ones, the claims, where
 * everything comes from, and the question why.
 *
 *   report verdict EXPERIMENT...   results/verdict/{values,reported}.tsv from data/reported.tsv
 *   report tex FOLDER EXPERIMENT...   values, verdict, claims and provenance as LaTeX macros
 *   report why ID                  formula, protocol line and artifacts of one value
 *
 * This program decides what is said; paper/report.tex how it looks.
 */
#include "artifact.h"
#include "error.h"
#include "values.h"
#include <cblas.h>
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- tables between tabs -------------------------------------------------------------------- */

enum { MOST_COLUMNS = 8 };

struct table {
    const char *path;
    FILE *file;
    char *line;
    size_t capacity;
    int number, columns;
    char *column[MOST_COLUMNS];
};

static struct table table_open(const char *path, int columns) {
    struct table table = {.path = path, .columns = columns, .file = fopen(path, "r")};
    if (!table.file)
        fail("%s: cannot be read", path);
    return table;
}

/* The next line that is no comment, parted at its tabs; false at the end. */
static bool table_next(struct table *table) {
    do {
        if (getline(&table->line, &table->capacity, table->file) < 0) {
            fclose(table->file);
            free(table->line);
            return false;
        }
        table->number++;
    } while (*table->line == '#' || *table->line == '\n');
    table->line[strcspn(table->line, "\n")] = 0;
    char *rest = table->line;
    for (int i = 0; i < table->columns; i++)
        if (!(table->column[i] = strsep(&rest, "\t")))
            fail_at(table->path, table->number, "malformed, expected %d columns between tabs",
                    table->columns);
    return true;
}

/* --- published values ----------------------------------------------------------------------- */

/* A value that was published, and what came out here. */
struct comparison {
    const char *id;
    const struct value *published;
    char *rebuilt, *difference; /* printed with the published decimals; NOT_MEASURED */
    bool equal;
};

static int decimals_of(const char *printed) {
    const char *point = strchr(printed, '.');
    return point ? (int)strlen(point + 1) : 0;
}

/* The number as the published value is printed: same decimals, + only where it has one. */
static char *printed_like(const char *published, double number) {
    if (isnan(number))
        return text(NOT_MEASURED);
    return *published == '+' || *published == '-' ? text("%+.*f", decimals_of(published), number)
                                                  : text("%.*f", decimals_of(published), number);
}

static struct comparison compare(const struct values *values, const struct value *published) {
    const char *id = published->id + strlen("published."), *printed = published->printed;
    const struct value *found = values_find(values, id);
    double number = found ? found->number : NAN;
    char *rebuilt = printed_like(printed, number);
    double difference = strtod(rebuilt, NULL) - published->number;
    return (struct comparison){
        id,
        published,
        rebuilt,
        isnan(number) ? text(NOT_MEASURED) : text("%+.*f", decimals_of(printed), difference),
        strcmp(rebuilt, printed) == 0,
    };
}

/* All published values beside the rebuilt ones, into a block that the caller frees. */
static struct comparison *compare_all(const struct values *values, const struct values *published) {
    struct comparison *comparisons = allocate(published->count, sizeof *comparisons);
    for (size_t i = 0; i < published->count; i++)
        comparisons[i] = compare(values, &published->items[i]);
    return comparisons;
}

static void free_comparisons(struct comparison *comparisons, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free(comparisons[i].rebuilt);
        free(comparisons[i].difference);
    }
    free(comparisons);
}

static struct values read_all(int count, char **experiments) {
    struct values values = {0};
    for (int i = 0; i < count; i++)
        values_read(&values, experiments[i]);
    return values;
}

static void write_verdict(int count, char **experiments) {
    struct values values = read_all(count, experiments), published = {0}, verdict = {0};
    published_read(&published);
    size_t equal = 0, rebuilt = 0;
    struct comparison *comparisons = compare_all(&values, &published);
    struct output output = output_begin("results/verdict/reported.tsv");
    fprintf(output.stream, "id\tpublished\trebuilt\tdifference\tequal\twhere\n");
    for (size_t i = 0; i < published.count; i++) {
        const struct comparison *item = &comparisons[i];
        equal += item->equal;
        rebuilt += strcmp(item->rebuilt, NOT_MEASURED) != 0;
        fprintf(output.stream, "%s\t%s\t%s\t%s\t%s\t%s\n", item->id, item->published->printed,
                item->rebuilt, item->difference, item->equal ? "yes" : "no",
                item->published->where);
    }
    output_finish(&output);
    values_add(&verdict, "verdict.published", (double)published.count, WHOLE,
               "number of published values", PUBLISHED_PATH);
    values_add(&verdict, "verdict.rebuilt", (double)rebuilt, WHOLE,
               "number of published values that the run has", PUBLISHED_PATH);
    values_add(&verdict, "verdict.equal_as_printed", (double)equal, WHOLE,
               "number of published values that are equal as printed", PUBLISHED_PATH);
    values_write(&verdict, "verdict");
    free_comparisons(comparisons, published.count);
    values_free(&values);
    values_free(&published);
    values_free(&verdict);
}

/* --- LaTeX ---------------------------------------------------------------------------------- */

/* Text that may hold any character, for TeX. */
static void put_tex(FILE *stream, const char *text) {
    for (; *text; text++) {
        if (strchr("_&%#$", *text))
            fputc('\\', stream);
        fputc(*text, stream);
    }
}

/* One macro call with its arguments escaped, ended by NULL. */
static void put_macro(FILE *stream, const char *name, const char *const *arguments) {
    fprintf(stream, "\\%s", name);
    for (; *arguments; arguments++) {
        fputc('{', stream);
        put_tex(stream, *arguments);
        fputc('}', stream);
    }
    fputc('\n', stream);
}
#define MACRO(stream, name, ...) put_macro(stream, name, (const char *const[]){__VA_ARGS__, NULL})

static struct output begin_tex(const char *folder, const char *name) {
    char *path = text("%s/%s.tex", folder, name);
    struct output output = output_begin(path);
    free(path);
    return output;
}

/* \SetValue{id}{printed} for every value; the id stays as it is, for \csname, and a minus is set as
 * one. */
static void write_tex_values(const char *folder, const struct values *values) {
    struct output output = begin_tex(folder, "values");
    for (size_t i = 0; i < values->count; i++) {
        const char *printed = values->items[i].printed;
        bool is_negative = printed[0] == '-' && printed[1] != '-';
        fprintf(output.stream, "\\SetValue{%s}{%s%s}\n", values->items[i].id,
                is_negative ? "$-$" : "", printed + is_negative);
    }
    output_finish(&output);
}

/* \ReportedGroup{id} once for the values of one stage or comparison, then for each of them
 * \ReportedRow{last part of its id}{published}{rebuilt}{difference}{yes or no}; ids stay as they
 * are, for \csname. What was not measured stands in braces: no number to align. */
static void put_reported(FILE *stream, const struct comparison *item, char **group) {
    const char *name = strrchr(item->id, '.') + 1;
    int length = (int)(name - 1 - item->id);
    if (!*group || (int)strlen(*group) != length || strncmp(*group, item->id, (size_t)length)) {
        free(*group);
        *group = text("%.*s", length, item->id);
        fprintf(stream, "\\ReportedGroup{%s}\n", *group);
    }
    bool measured = strcmp(item->rebuilt, NOT_MEASURED) != 0;
    const char *format = measured ? "\\ReportedRow{%s}{%s}{%s}{%s}{%s}\n"
                                  : "\\ReportedRow{%s}{%s}{{%s}}{{%s}}{%s}\n";
    fprintf(stream, format, name, item->published->printed, item->rebuilt, item->difference,
            item->equal ? "yes" : "no");
}

/* The table of an experiment's published values, one file an experiment; empty where it has none.
 */
static void write_tex_reported(const char *folder, const char *experiment,
                               const struct comparison *comparisons, size_t count) {
    char *name = text("%s-reported", experiment), *group = NULL;
    struct output output = begin_tex(folder, name);
    size_t length = strlen(experiment);
    for (size_t i = 0; i < count; i++) {
        const struct comparison *item = &comparisons[i];
        if (strncmp(item->id, experiment, length) || item->id[length] != '.')
            continue;
        if (!group)
            fputs("\\begin{ReportedTable}\n", output.stream);
        put_reported(output.stream, item, &group);
    }
    if (group)
        fputs("\\end{ReportedTable}\n", output.stream);
    output_finish(&output);
    free(group);
    free(name);
}

/* \RestsOn{id}{value} for each "id=value" of a list between commas. */
static void put_rests_on(FILE *stream, char *list) {
    for (char *item; (item = strsep(&list, ",")) && *item;) {
        char *id = strsep(&item, "=");
        MACRO(stream, "RestsOn", id, item);
    }
}

/* \ClaimRow{experiment}{claim}{verdict}{published}{where published}{sentence}{where}{rests on} for
 * each claim of the experiments: its published words and its sentence are LaTeX already. */
static void write_tex_claims(const char *folder, int count, char **experiments) {
    struct output output = begin_tex(folder, "claims");
    for (int i = 0; i < count; i++) {
        char *path = text("results/%s/claims.tsv", experiments[i]);
        struct table table = table_open(path, 7);
        table_next(&table);
        while (table_next(&table)) {
            char **column = table.column;
            fprintf(output.stream, "\\ClaimRow{%s}{%s}{%s}{%s}{%s}{%s}{", experiments[i],
                    strchr(column[0], '.') + 1, column[1], column[2], column[3], column[4]);
            put_tex(output.stream, column[6]);
            fputs("}{%\n", output.stream);
            put_rests_on(output.stream, column[5]);
            fputs("}\n", output.stream);
        }
        free(path);
    }
    output_finish(&output);
}

/* The tools that decide the bits, and the SHA-256 of what was declared and what came out. */
static void write_tex_provenance(const char *folder, int count, char **experiments) {
    struct output output = begin_tex(folder, "provenance");
    char digest[SHA256_TEXT];
    MACRO(output.stream, "Tool", "GCC", __VERSION__);
    MACRO(output.stream, "Tool", "OpenBLAS", openblas_get_config());
    MACRO(output.stream, "Tool", "OpenBLAS kernels", openblas_get_corename());
    for (int i = 0; i < count; i++) {
        char *protocol = text("protocol/%s.m4", experiments[i]);
        char *values = text("results/%s/values.tsv", experiments[i]);
        file_sha256(protocol, digest);
        MACRO(output.stream, "Digest", protocol, digest);
        file_sha256(values, digest);
        MACRO(output.stream, "Digest", values, digest);
        free(protocol);
        free(values);
    }
    file_sha256(PUBLISHED_PATH, digest);
    MACRO(output.stream, "Digest", PUBLISHED_PATH, digest);
    output_finish(&output);
}

/* Times beside those of others, from the table build/<name>.tsv: the first row is the heading, a
 * line with one cell filled a note; empty where none were taken. */
static void write_tex_peers(const char *folder, const char *name, const char *environment) {
    struct output output = begin_tex(folder, name);
    char *path = text("build/%s.tsv", name);
    if (access(path, R_OK) == 0) {
        struct table table = table_open(path, 0);
        fprintf(output.stream, "\\begin{%s}\n", environment);
        for (const char *end = " \\\\ \\midrule\n"; table_next(&table); end = " \\\\\n") {
            size_t first = strcspn(table.line, "\t");
            if (!table.line[first] || table.line[first + 1] == '\t') {
                table.line[first] = 0;
                MACRO(output.stream, "PeersNote", table.line);
                continue;
            }
            const char *between = "";
            for (char *rest = table.line, *cell; (cell = strsep(&rest, "\t")); between = " & ") {
                fputs(between, output.stream);
                put_tex(output.stream, cell);
            }
            fputs(end, output.stream);
        }
        fprintf(output.stream, "\\end{%s}\n", environment);
    }
    free(path);
    output_finish(&output);
}

static void write_tex(const char *folder, int count, char **experiments) {
    struct values values = read_all(count, experiments);
    values_read(&values, "verdict");
    struct values published = {0};
    published_read(&published);
    struct comparison *comparisons = compare_all(&values, &published);
    for (int i = 0; i < count; i++)
        write_tex_reported(folder, experiments[i], comparisons, published.count);
    published_read(&values);
    write_tex_values(folder, &values);
    write_tex_claims(folder, count, experiments);
    write_tex_provenance(folder, count, experiments);
    write_tex_peers(folder, "peers", "Peers");
    write_tex_peers(folder, "peers_wide", "PeersWide");
    free_comparisons(comparisons, published.count);
    values_free(&values);
    values_free(&published);
}

/* --- why ------------------------------------------------------------------------------------ */

/* The line of a file, printed. */
static void print_line(const char *where) {
    const char *colon = strrchr(where, ':');
    char *path = text("%.*s", colon ? (int)(colon - where) : 0, where), *line = NULL;
    size_t capacity = 0;
    FILE *file = fopen(path, "r");
    for (int number = colon ? atoi(colon + 1) : 0; file && number > 0; number--)
        if (getline(&line, &capacity, file) < 0)
            break;
    if (line)
        printf("             %s", line + strspn(line, " "));
    if (file)
        fclose(file);
    free(line);
    free(path);
}

/* The units under the id's stage: those whose candidate is the id's, or all where it has none. */
static void print_units(const char *id) {
    char *experiment = text("%.*s", (int)strcspn(id, "."), id);
    const char *rest = id + strlen(experiment) + 1;
    char *stage = text("%.*s", (int)strcspn(rest, "."), rest);
    char *path = text("results/%s/%s.units.tsv", experiment, stage);
    FILE *file = fopen(path, "r");
    if (file) {
        fclose(file);
        rest += strlen(stage) + 1;
        char *candidate = text("%.*s", (int)strcspn(rest, "."), rest);
        struct table table = table_open(path, 6);
        table_next(&table);
        char digest[SHA256_TEXT];
        while (table_next(&table)) {
            if (strcmp(table.column[0], candidate) != 0 && strcmp(table.column[0], "all") != 0)
                continue;
            file_sha256(table.column[5], digest);
            printf("  unit       seed %-6s EV %.5f  sha256 %.16s  %s\n", table.column[1],
                   strtod(table.column[2], NULL), digest, table.column[5]);
        }
        free(candidate);
    }
    free(path);
    free(stage);
    free(experiment);
}

static void print_published(const char *id, double number) {
    struct values published = {0};
    published_read(&published);
    char *full = text("published.%s", id);
    const struct value *found = values_find(&published, full);
    if (found) {
        char *printed = printed_like(found->printed, number);
        printf("  published  %s  (%s); rebuilt, so printed: %s\n", found->printed, found->where,
               printed);
        free(printed);
    }
    free(full);
    values_free(&published);
}

static void why(const char *id) {
    struct values values = {0};
    char *experiment = text("%.*s", (int)strcspn(id, "."), id);
    values_read(&values, experiment);
    const struct value *found = values_find(&values, id);
    if (!found)
        fail("%s: no such value in results/%s/values.tsv", id, experiment);
    char *exact = isnan(found->number) ? text(NOT_MEASURED) : exact_number(found->number);
    printf("%s = %s\n  printed    %s\n  formula    %s\n  said at    %s\n", id, exact,
           found->printed, found->formula, found->where);
    print_line(found->where);
    print_published(id, found->number);
    print_units(id);
    free(exact);
    free(experiment);
    values_free(&values);
}

int main(int argc, char **argv) {
    if (argc > 2 && strcmp(argv[1], "verdict") == 0)
        write_verdict(argc - 2, argv + 2);
    else if (argc > 3 && strcmp(argv[1], "tex") == 0)
        write_tex(argv[2], argc - 3, argv + 3);
    else if (argc == 3 && strcmp(argv[1], "why") == 0)
        why(argv[2]);
    else
        fail("usage: %s verdict EXPERIMENT... | tex FOLDER EXPERIMENT... | why ID", argv[0]);
    return 0;
}
