/* The answer about one value, line by line. */
#include "report/why.h"
#include "files/artifact.h"
#include "files/table.h"
#include "program/error.h"
#include "values/claims.h"
#include "values/nearest.h"
#include "values/publications.h"
#include "values/published.h"
#include "values/values.h"
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Print a line of the answer. The label is "" if the line belongs to the label above it. */
__attribute__((format(printf, 2, 3))) static void say(const char *label, const char *format, ...) {
    va_list details;
    va_start(details, format);
    printf("  %-10s ", label);
    vprintf(format, details);
    putchar('\n');
    va_end(details);
}

/* The line that `where`, "file:line", points to, without its indent; "" if there is no such line.
 * The caller frees. */
static char *line_at(const char *where) {
    const char *colon = strrchr(where, ':');
    char *path = text("%.*s", colon ? (int)(colon - where) : 0, where), *line = text("%s", "");
    size_t capacity = 1;
    FILE *file = fopen(path, "r");
    for (long number = colon ? strtol(colon + 1, NULL, 10) : 0; file && number > 0; number--)
        if (getline(&line, &capacity, file) < 0) {
            *line = 0;
            break;
        }
    if (file)
        fclose(file);
    free(path);
    char *found = text("%.*s", (int)strcspn(line, "\n"), line + strspn(line, " "));
    free(line);
    return found;
}

/* The path of the table that has the value, or of its publication. The caller frees. */
static char *source_path(const char *id) {
    struct publications publications = publications_find();
    const struct publication *own = publication_of(&publications, id);
    char *path =
        own ? text("%s", own->path) : text("results/%.*s/values.tsv", (int)strcspn(id, "."), id);
    publications_free(&publications);
    return path;
}

/* Whether both files are there, and `path` was made after `other`. */
static bool is_made_after(const char *path, const char *other) {
    struct stat a, b;
    if (stat(path, &a) != 0 || stat(other, &b) != 0)
        return false;
    return a.st_mtim.tv_sec != b.st_mtim.tv_sec ? a.st_mtim.tv_sec > b.st_mtim.tv_sec
                                                : a.st_mtim.tv_nsec > b.st_mtim.tv_nsec;
}

/* Print each place of the report that prints the value, once. */
static void say_places(const char *id, const char *source) {
    if (!is_made_after(PLACES_PATH, source)) {
        say("set at", "no report of this run yet: make report");
        return;
    }
    struct table table = table_open(PLACES_PATH, 3);
    char *last = text("%s", "");
    bool is_first = true;
    while (table_next(&table)) {
        if (strcmp(table.column[0], id) != 0)
            continue;
        char *place = text("page %s, %s", table.column[1], table.column[2]);
        if (strcmp(place, last) != 0)
            say(is_first ? "set at" : "", "%s", place);
        free(last);
        last = place;
        is_first = false;
    }
    if (is_first)
        say("set at", "no page of the report");
    free(last);
}

/* Print the value as that publication has it, if it does, and how the rebuilt one compares with it.
 */
static void say_published_in(const struct values *values, const char *id, const char *publication) {
    char *full = text("%s.%s", publication, id);
    const struct value *published = values_find(values, full);
    if (published) {
        struct published_comparison comparison = comparison_of(values, published);
        say("published", "%s (%s)", published->printed, published->where);
        say("verdict", "%sequal as printed: rebuilt %s, difference %s",
            comparison.verdict == EQUAL ? "" : "not ", comparison.rebuilt, comparison.difference);
        if (comparison.low && comparison.high)
            say("", "%s the interval of one more transformer, %s to %s%s%s",
                comparison.verdict == OUTSIDE ? "outside" : "within", comparison.low->printed,
                comparison.high->printed, *comparison.beyond ? ", by " : "", comparison.beyond);
        comparison_free(&comparison);
    }
    free(full);
}

static void say_published(const struct values *values, const char *id) {
    struct publications publications = publications_find();
    for (size_t i = 0; i < publications.count; i++)
        say_published_in(values, id, publications.items[i].name);
    publications_free(&publications);
}

/* Print the claims of an experiment that rest on the value. The first line that is printed has the
 * label *label, which then is "". */
static void say_claims_of(const char *experiment, const char *id, const char **label) {
    struct claims claims = claims_read(RESULTS, experiment);
    for (size_t i = 0; i < claims.count; i++)
        if (claim_rests_on(&claims.items[i], id)) {
            say(*label, "%s: %s", claims.items[i].id, claims.items[i].verdict);
            *label = "";
        }
    claims_free(&claims);
}

/* The verdict, which is among the experiments, has no claims. */
static void say_claims(const char *id, int count, char **experiments) {
    const char *label = "claims";
    for (int i = 0; i < count; i++) {
        char *path = claims_path(RESULTS, experiments[i]);
        if (access(path, R_OK) == 0)
            say_claims_of(experiments[i], id, &label);
        free(path);
    }
}

/* Run the driver of the value's experiment, which knows the protocol, for the rest of the answer.
 */
static _Noreturn void say_chain(const char *id) {
    char *experiment = text("%.*s", (int)strcspn(id, "."), id);
    char *driver = text("build/bin/%s", experiment);
    say("driver", "%s, from protocol/%s.m4", driver, experiment);
    fflush(stdout);
    execl(driver, driver, "why", id, NULL);
    fail("%s: cannot be run, expected the driver of experiment %s", driver, experiment);
}

static void list_values(const struct values *values) {
    for (size_t i = 0; i < values->count; i++)
        printf("%-64s %s\n", values->items[i].id, values->items[i].printed);
}

/* Fail if the value was made before its driver: the protocol may have changed in between. */
static void refuse_if_stale(const char *id, const char *source) {
    char *driver = text("build/bin/%.*s", (int)strcspn(id, "."), id);
    if (is_made_after(driver, source))
        fail("%s: made before %s, expected after it: run 'make values' first", source, driver);
    free(driver);
}

static void say_value(const struct values *values, const struct value *value, int count,
                      char **experiments) {
    char *source = source_path(value->id);
    refuse_if_stale(value->id, source);
    char *exact = isnan(value->number) ? text(NOT_MEASURED) : exact_number(value->number);
    char *line = line_at(value->where);
    printf("%s = %s\n", value->id, exact);
    say("printed", "%s", value->printed);
    say_places(value->id, source);
    say("formula", "%s", value->formula);
    say("said at", "%s%s%s", value->where, *line ? ": " : "", line);
    say_published(values, value->id);
    say_claims(value->id, count, experiments);
    free(exact);
    free(line);
    bool is_published = strcmp(value->formula, AS_PUBLISHED) == 0;
    if (is_published)
        say("kept in", "%s", source);
    free(source);
    if (is_published)
        return;
    if (is_of(value->id, "verdict"))
        say("program", "build/bin/report, from src/report");
    else
        say_chain(value->id);
}

void why(const char *id, int count, char **experiments) {
    struct values values = values_read_all(RESULTS, count, experiments);
    publications_read(&values);
    const struct value *found = values_find(&values, id);
    if (found) {
        say_value(&values, found, count, experiments);
    } else if (!*id) {
        list_values(&values);
    } else {
        const char *first = nearest_id(&values, id, "");
        fail("no value %s; nearest: %s, %s", id, first, nearest_id(&values, id, first));
    }
    values_free(&values);
}
