/* What stands across experiments: the published values beside the rebuilt ones, the claims, where
 * everything comes from, and the question why.
 *
 *   report check ARTIFACT...       removes those that are not what was written (damage.h)
 *   report [in FOLDER] verdict EXPERIMENT...   FOLDER/verdict/{values,reported}.tsv from
 *                                  data/reported.tsv, of results/ or of a replicate
 *   report manifest                results/manifest.sha256 of the paths it reads, a line each
 *   report lock EXPERIMENT...      protocol.lock from the protocols (lock.h)
 *   report deviations EXPERIMENT...   build/deviations.tsv from the protocols and their lock
 *   report provenance COMMIT PACKAGE...   what the run is made with, as a table (provenance.h)
 *   report crate EXPERIMENT...     build/ro-crate-metadata.json (crate.h)
 *   report tex FOLDER EXPERIMENT...   all that the report prints, as LaTeX macros
 *   report why ID EXPERIMENT...    one value: where it is printed, and all that it comes from; with
 *                                  an ID of "" every id
 *
 * This program decides what is said; paper/report.tex how it looks.
 */
#include "files/artifact.h"
#include "files/damage.h"
#include "files/table.h"
#include "program/error.h"
#include "protocol/lock.h"
#include "provenance/crate.h"
#include "provenance/lineage.h"
#include "provenance/manifest.h"
#include "provenance/provenance.h"
#include "values/values.h"
#include <fnmatch.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- published values ----------------------------------------------------------------------- */

/* How a published value compares with the rebuilt one, and where a repeat says so with the interval
 * that one more replicate is expected in. */
enum verdict { EQUAL, WITHIN, OUTSIDE, NOT_EQUAL, NOT_REBUILT };
static const char *const verdict_words[] = {"equal", "within", "outside", "not equal",
                                            "not rebuilt"};

/* A value that was published, and what came out here. */
struct comparison {
    const char *id;
    const struct value *published;
    char *rebuilt, *difference;     /* printed with the published decimals; NOT_MEASURED */
    const struct value *low, *high; /* of the prediction interval; NULL where there is none */
    enum verdict verdict;
    char *beyond; /* how far below or above the interval, likewise printed; else "" */
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

/* The value `<a repeat's id>.<id>.<name>`, or NULL. */
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

static enum verdict verdict_of(const struct comparison *comparison) {
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

static struct comparison compare(const struct values *values, const struct value *published) {
    const char *id = published->id + strlen("published."), *printed = published->printed;
    const struct value *found = values_find(values, id);
    double number = found ? found->number : NAN;
    char *rebuilt = printed_like(printed, number);
    double difference = strtod(rebuilt, NULL) - published->number;
    struct comparison comparison = {
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

/* All published values beside the rebuilt ones, into a block that the caller frees. */
static struct comparison *compare_all(const struct values *values, const struct values *published) {
    struct comparison *comparisons = allocate(published->count, sizeof *comparisons);
    for (size_t i = 0; i < published->count; i++)
        comparisons[i] = compare(values, &published->items[i]);
    return comparisons;
}

static void free_comparison(struct comparison *comparison) {
    free(comparison->rebuilt);
    free(comparison->difference);
    free(comparison->beyond);
}

static void free_comparisons(struct comparison *comparisons, size_t count) {
    for (size_t i = 0; i < count; i++)
        free_comparison(&comparisons[i]);
    free(comparisons);
}

static struct values read_all(const char *folder, int count, char **experiments) {
    struct values values = {0};
    for (int i = 0; i < count; i++)
        values_read(&values, folder, experiments[i]);
    return values;
}

static void write_verdict(const char *folder, int count, char **experiments) {
    struct values values = read_all(folder, count, experiments), published = {0}, verdict = {0};
    published_read(&published);
    size_t verdicts[NOT_REBUILT + 1] = {0};
    bool is_predicted = false;
    struct comparison *comparisons = compare_all(&values, &published);
    char *path = text("%s/verdict/reported.tsv", folder);
    struct output output = output_begin(path);
    free(path);
    fprintf(output.stream, "id\tpublished\trebuilt\tdifference\tprediction_low\tprediction_high\t"
                           "verdict\tbeyond\twhere\n");
    for (size_t i = 0; i < published.count; i++) {
        const struct comparison *item = &comparisons[i];
        verdicts[item->verdict]++;
        is_predicted |= item->low != NULL;
        fprintf(output.stream, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", item->id,
                item->published->printed, item->rebuilt, item->difference,
                item->low ? item->low->printed : NOT_MEASURED,
                item->high ? item->high->printed : NOT_MEASURED, verdict_words[item->verdict],
                item->beyond, item->published->where);
    }
    output_finish(&output);
    values_add(&verdict, "verdict.published", (double)published.count, WHOLE,
               "number of published values", PUBLISHED_PATH);
    values_add(&verdict, "verdict.rebuilt", (double)(published.count - verdicts[NOT_REBUILT]),
               WHOLE, "number of published values that the run has", PUBLISHED_PATH);
    values_add(&verdict, "verdict.equal_as_printed", (double)verdicts[EQUAL], WHOLE,
               "number of published values that are equal as printed", PUBLISHED_PATH);
    values_add(&verdict, "verdict.within", is_predicted ? (double)verdicts[WITHIN] : NAN, WHOLE,
               "number of others that lie within the prediction interval", PUBLISHED_PATH);
    values_add(&verdict, "verdict.outside", is_predicted ? (double)verdicts[OUTSIDE] : NAN, WHOLE,
               "number of others that lie outside of it", PUBLISHED_PATH);
    values_write(&verdict, folder, "verdict");
    free_comparisons(comparisons, published.count);
    values_free(&values);
    values_free(&published);
    values_free(&verdict);
}

/* --- LaTeX ---------------------------------------------------------------------------------- */

/* Text that may hold any character, for TeX. */
static void put_tex(FILE *stream, const char *text) {
    for (; *text; text++) {
        if (strchr("_&%#${}", *text))
            fputc('\\', stream);
        if (strchr("\\^~", *text))
            fprintf(stream, "\\char%d{}", *text);
        else
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
 * \ReportedRow{last part of its id}{published}{rebuilt}{low}{high}{verdict}{beyond}, the ends of
 * the interval as ids of values; ids stay as they are, for \csname. What was not measured stands in
 * braces: no number to align. */
static void put_reported(FILE *stream, const struct comparison *item, char **group) {
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

/* The value of that id, which the run must have. */
static const struct value *known_value(const struct values *values, const char *id) {
    const struct value *found = values_find(values, id);
    if (!found)
        fail("%s: no such value, expected beside the prediction intervals", id);
    return found;
}

/* \SetHolds{claim}{n}{of} for each claim of the repeat that predicts: in how many of its replicates
 * it holds. */
static void write_tex_holds(const char *folder, const struct values *values,
                            const struct comparison *comparisons, size_t count) {
    struct output output = begin_tex(folder, "holds");
    const struct comparison *first = comparisons;
    while (first < comparisons + count && !first->low)
        first++;
    if (first < comparisons + count) {
        size_t length = strlen(first->low->id) - strlen(first->id) - strlen(".prediction_low");
        char *repeat = text("%.*s", (int)length, first->low->id),
             *id = text("%sreplicates", repeat);
        const char *replicates = known_value(values, id)->printed;
        for (size_t i = 0; i < values->count; i++) {
            const struct value *value = &values->items[i];
            const char *last = strrchr(value->id, '.');
            if (strncmp(value->id, repeat, length) == 0 && strcmp(last, ".holds") == 0 &&
                last >= value->id + length)
                fprintf(output.stream, "\\SetHolds{%.*s}{%s}{%s}\n",
                        (int)(last - value->id - (long)length), value->id + length, value->printed,
                        replicates);
        }
        free(repeat);
        free(id);
    }
    output_finish(&output);
}

/* \RestsOn{id}{value} for each "id=value" of a list between commas. */
static void put_rests_on(FILE *stream, char *list) {
    for (char *item; (item = strsep(&list, ",")) && *item;) {
        char *id = strsep(&item, "=");
        MACRO(stream, "RestsOn", id, item ? item : "");
    }
}

/* \ClaimRow{experiment}{claim}{verdict}{published}{where published}{sentence}{where}{rests on} for
 * each claim of the experiments: its published words and its sentence are LaTeX already. */
static void write_tex_claims(const char *folder, int count, char **experiments) {
    struct output output = begin_tex(folder, "claims");
    for (int i = 0; i < count; i++) {
        char *path = text("results/%s/claims.tsv", experiments[i]);
        struct table table = table_open(path, 7);
        table_skip_heading(&table);
        while (table_next(&table)) {
            char **column = table.column;
            if (!is_of(column[0], experiments[i]))
                fail_at(path, table.number, "'%s', expected a claim of %s", column[0],
                        experiments[i]);
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

/* A locked setting as it is printed, of a hash the first digits; the caller frees. */
static char *locked_text(const char *setting, const char *value) {
    return strcmp(setting, "sha256") == 0 ? text("%.12s", value) : text("%s", value);
}

/* What DEVIATIONS_PATH lists, as two files of macros, with the number of deviations from the lock:
 * \LockRow{experiment}{block}{setting}{old}{new}{where} and, of the study, already LaTeX,
 * \StudyRow{experiment}{where published}{old}{new}{why}. */
static void write_tex_deviations(const char *folder) {
    struct output lock = begin_tex(folder, "deviations-lock");
    struct output study = begin_tex(folder, "deviations-study");
    struct table table = table_open(DEVIATIONS_PATH, 8);
    int count = 0;
    table_skip_heading(&table);
    while (table_next(&table)) {
        char **column = table.column;
        if (strcmp(column[0], "lock") == 0) {
            char *locked = locked_text(column[3], column[4]);
            char *executed = locked_text(column[3], column[5]);
            MACRO(lock.stream, "LockRow", column[1], column[2], column[3], locked, executed,
                  column[6]);
            free(locked);
            free(executed);
            count++;
        } else
            fprintf(study.stream, "\\StudyRow{%s}{%s}{%s}{%s}{%s}\n", column[1], column[3],
                    column[4], column[5], column[7]);
    }
    output_finish(&lock);
    output_finish(&study);
    struct output total = begin_tex(folder, "deviations");
    fprintf(total.stream, "\\renewcommand\\DeviationsFromLock{%d}\n", count);
    output_finish(&total);
}

/* \Fact{label}{value} for every fact of that kind, in a file named for it. */
static void write_tex_facts(const char *folder, const struct facts *facts, const char *kind) {
    struct output output = begin_tex(folder, kind);
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->items[i].kind, kind) == 0)
            MACRO(output.stream, "Fact", facts->items[i].label, facts->items[i].value);
    output_finish(&output);
}

/* A path stays as it is, for \nolinkurl. */
static void put_digest(FILE *stream, const char *path) {
    char digest[SHA256_TEXT];
    file_sha256(path, digest);
    fprintf(stream, "\\Digest{%s}{%s}\n", path, digest);
}

/* \Digest{file}{SHA-256} of what was declared, and of the manifest, which holds the rest. */
static void write_tex_declared(const char *folder, int count, char **experiments) {
    struct output output = begin_tex(folder, "declared");
    for (int i = 0; i < count; i++) {
        char *protocol = text("protocol/%s.m4", experiments[i]);
        put_digest(output.stream, protocol);
        free(protocol);
    }
    put_digest(output.stream, LOCK_PATH);
    put_digest(output.stream, PUBLISHED_PATH);
    put_digest(output.stream, MANIFEST_PATH);
    output_finish(&output);
}

/* Whether a page of the report names the artifact, or prints from the table. */
static bool is_named(const struct manifest_item *item) {
    return item->kind == TRANSFORMER_FILE || item->kind == ACTIVATIONS_FILE ||
           fnmatch("results/*/values.tsv", item->path, FNM_PATHNAME) == 0 ||
           fnmatch("results/*/claims.tsv", item->path, FNM_PATHNAME) == 0;
}

/* What a page calls the artifact: the id of the first record whose path it has, else its own path.
 * The caller frees. */
static char *artifact_name(const struct lineage *lineage, const struct manifest_item *item) {
    for (int i = 0; i < lineage->experiments; i++) {
        json_t *records = json_object_get(lineage->protocol[i], "records"), *record;
        const char *id;
        json_object_foreach(records, id, record) {
            const char *own = json_string_value(json_object_get(record, "path"));
            char *path = text("results/%s/%s.safetensors", file_kinds[item->kind], own ? own : "");
            bool is_same = strcmp(path, item->path) == 0;
            free(path);
            if (is_same)
                return text("%s", id);
        }
    }
    return text("%s", item->path);
}

/* \Artifacts{kind}{how many}, each time with \Digest{name}{SHA-256} of those that are named. */
static void write_tex_manifest(const char *folder, const struct lineage *lineage) {
    struct manifest manifest = manifest_read();
    struct output output = begin_tex(folder, "manifest");
    for (enum file_kind kind = 0; kind < FILE_KINDS; kind++) {
        fprintf(output.stream, "\\Artifacts{%s}{%zu}\n", file_kinds[kind], manifest.counts[kind]);
        for (size_t i = 0; i < manifest.count; i++) {
            const struct manifest_item *item = &manifest.items[i];
            if (item->kind != kind || !is_named(item))
                continue;
            char *name = artifact_name(lineage, item);
            fprintf(output.stream, "\\Digest{%s}{%s}\n", name, item->digest);
            free(name);
        }
    }
    output_finish(&output);
    manifest_free(&manifest);
}

static void write_tex_provenance(const char *folder, int count, char **experiments) {
    struct facts facts = facts_read();
    write_tex_facts(folder, &facts, "commit");
    write_tex_facts(folder, &facts, "machine");
    write_tex_facts(folder, &facts, "tool");
    write_tex_facts(folder, &facts, "package");
    write_tex_declared(folder, count, experiments);
    struct lineage lineage = lineage_read(count, experiments);
    char *path = text("%s/lineage.tex", folder);
    write_tex_manifest(folder, &lineage);
    lineage_write(&lineage, path);
    struct output output = begin_tex(folder, "lineage-example");
    fprintf(output.stream, "\\newcommand\\LineageExample{%s}\n",
            lineage.example ? lineage.example : "");
    output_finish(&output);
    free(path);
    lineage_free(&lineage);
    facts_free(&facts);
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
    struct values values = read_all(RESULTS, count, experiments);
    values_read(&values, RESULTS, "verdict");
    struct values published = {0};
    published_read(&published);
    struct comparison *comparisons = compare_all(&values, &published);
    for (int i = 0; i < count; i++)
        write_tex_reported(folder, experiments[i], comparisons, published.count);
    write_tex_holds(folder, &values, comparisons, published.count);
    published_read(&values);
    write_tex_claims(folder, count, experiments);
    write_tex_deviations(folder);
    write_tex_provenance(folder, count, experiments);
    write_tex_peers(folder, "peers", "Peers");
    write_tex_peers(folder, "peers_wide", "PeersWide");
    write_tex_values(folder, &values); /* last: for Make, all are there when this is */
    free_comparisons(comparisons, published.count);
    values_free(&values);
    values_free(&published);
}

/* --- why ------------------------------------------------------------------------------------ */

/* Written while LaTeX sets the report: a value's id, a page, a section or table of that page. */
#define PLACES_PATH "build/tex/places.tsv"

/* A line of the answer; what says the same thing again has no label. */
__attribute__((format(printf, 2, 3))) static void say(const char *label, const char *format, ...) {
    va_list details;
    va_start(details, format);
    printf("  %-10s ", label);
    vprintf(format, details);
    putchar('\n');
    va_end(details);
}

/* The line that "file:line" points to, without its indent, in a string that the caller frees; ""
 * where there is none. */
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

/* The table that holds the value; the caller frees. */
static char *source_path(const char *id) {
    return is_of(id, "published") ? text(PUBLISHED_PATH)
                                  : text("results/%.*s/values.tsv", (int)strcspn(id, "."), id);
}

/* Whether a file is there and was made after another. */
static bool is_made_after(const char *path, const char *other) {
    struct stat a, b;
    if (stat(path, &a) != 0 || stat(other, &b) != 0)
        return false;
    return a.st_mtim.tv_sec != b.st_mtim.tv_sec ? a.st_mtim.tv_sec > b.st_mtim.tv_sec
                                                : a.st_mtim.tv_nsec > b.st_mtim.tv_nsec;
}

/* Every page that prints the value, once for each of its sections and tables. */
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

static void say_published(const struct values *values, const char *id) {
    char *full = text("published.%s", id);
    const struct value *published = values_find(values, full);
    if (published) {
        struct comparison comparison = compare(values, published);
        say("published", "%s (%s)", published->printed, published->where);
        say("verdict", "%sequal as printed: rebuilt %s, difference %s",
            comparison.verdict == EQUAL ? "" : "not ", comparison.rebuilt, comparison.difference);
        if (comparison.low && comparison.high)
            say("", "%s the interval of one more transformer, %s to %s%s%s",
                comparison.verdict == OUTSIDE ? "outside" : "within", comparison.low->printed,
                comparison.high->printed, *comparison.beyond ? ", by " : "", comparison.beyond);
        free_comparison(&comparison);
    }
    free(full);
}

/* Whether the list "id=value,..." holds the id; the list is parted. */
static bool holds_id(char *list, const char *id) {
    for (char *item; (item = strsep(&list, ","));)
        if (strcmp(strsep(&item, "="), id) == 0)
            return true;
    return false;
}

/* The claims whose conditions look at the value. */
static void say_claims(const char *id, int count, char **experiments) {
    const char *label = "claims";
    for (int i = 0; i < count; i++) {
        char *path = text("results/%s/claims.tsv", experiments[i]);
        if (access(path, R_OK) == 0) {
            struct table table = table_open(path, 7);
            while (table_next(&table))
                if (holds_id(table.column[5], id)) {
                    say(label, "%s: %s", table.column[0], table.column[1]);
                    label = "";
                }
        }
        free(path);
    }
}

/* The driver that gave the value, which knows the protocol, goes on from here. */
static _Noreturn void say_chain(const char *id) {
    char *experiment = text("%.*s", (int)strcspn(id, "."), id);
    char *driver = text("build/bin/%s", experiment);
    say("driver", "%s, from protocol/%s.m4", driver, experiment);
    fflush(stdout);
    execl(driver, driver, "why", id, NULL);
    fail("%s: cannot be run, expected the driver of experiment %s", driver, experiment);
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* How many letters must be put in, left out or replaced to make b of a (Levenshtein's distance), by
 * rows: distance[j] is that of the first letters of a and the first j of b. */
static size_t edit_distance(const char *a, const char *b) {
    size_t length = strlen(b), *distance = allocate(length + 1, sizeof *distance);
    for (size_t j = 0; j <= length; j++)
        distance[j] = j;
    for (size_t i = 1; *a; a++, i++) {
        size_t diagonal = distance[0];
        distance[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t replaced = diagonal + (*a != b[j - 1]);
            diagonal = distance[j];
            distance[j] = least(replaced, 1 + least(distance[j], distance[j - 1]));
        }
    }
    size_t whole = distance[length];
    free(distance);
    return whole;
}

/* The id that is most like this one, other than `but`. */
static const char *nearest(const struct values *values, const char *id, const char *but) {
    const char *found = "";
    size_t shortest = SIZE_MAX;
    for (size_t i = 0; i < values->count; i++) {
        size_t distance = edit_distance(id, values->items[i].id);
        if (distance < shortest && strcmp(values->items[i].id, but) != 0) {
            shortest = distance;
            found = values->items[i].id;
        }
    }
    return found;
}

static void list_values(const struct values *values) {
    for (size_t i = 0; i < values->count; i++)
        printf("%-64s %s\n", values->items[i].id, values->items[i].printed);
}

/* A driver knows the protocol of today: it has nothing to say of a value from before. */
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
    free(source);
    if (is_of(value->id, "published"))
        say("kept in", PUBLISHED_PATH);
    else if (is_of(value->id, "verdict"))
        say("program", "build/bin/report, from src/report.c");
    else
        say_chain(value->id);
}

static void why(const char *id, int count, char **experiments) {
    struct values values = read_all(RESULTS, count, experiments);
    published_read(&values);
    const struct value *found = values_find(&values, id);
    if (found) {
        say_value(&values, found, count, experiments);
    } else if (!*id) {
        list_values(&values);
    } else {
        const char *first = nearest(&values, id, "");
        fail("no value %s; nearest: %s, %s", id, first, nearest(&values, id, first));
    }
    values_free(&values);
}

int main(int argc, char **argv) {
    const char *program = argv[0];
    bool is_elsewhere = argc > 3 && strcmp(argv[1], "in") == 0;
    const char *folder = is_elsewhere ? argv[2] : RESULTS;
    argc -= 2 * is_elsewhere;
    argv += 2 * is_elsewhere;
    if (argc > 2 && strcmp(argv[1], "check") == 0)
        remove_damaged(argc - 2, argv + 2);
    else if (argc > 2 && strcmp(argv[1], "verdict") == 0)
        write_verdict(folder, argc - 2, argv + 2);
    else if (argc == 2 && strcmp(argv[1], "manifest") == 0)
        manifest_write(stdin);
    else if (argc > 2 && strcmp(argv[1], "lock") == 0)
        lock_write(argc - 2, argv + 2);
    else if (argc > 2 && strcmp(argv[1], "deviations") == 0)
        deviations_write(argc - 2, argv + 2);
    else if (argc > 3 && strcmp(argv[1], "tex") == 0)
        write_tex(argv[2], argc - 3, argv + 3);
    else if (argc > 2 && strcmp(argv[1], "provenance") == 0)
        provenance_print(argv[2], argc - 3, argv + 3);
    else if (argc > 2 && strcmp(argv[1], "crate") == 0)
        crate_write(argc - 2, argv + 2);
    else if (argc > 2 && strcmp(argv[1], "why") == 0)
        why(argv[2], argc - 3, argv + 3);
    else
        fail("usage: %s check ARTIFACT... | [in FOLDER] verdict EXPERIMENT... | manifest < PATHS | "
             "lock EXPERIMENT... | deviations EXPERIMENT... | provenance COMMIT PACKAGE... | "
             "tex FOLDER EXPERIMENT... | crate EXPERIMENT... | why ID EXPERIMENT...",
             program);
    return 0;
}
