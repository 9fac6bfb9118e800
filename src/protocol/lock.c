/* The locked and the executed settings, as two sorted lists: writing and comparing them. */
#include "protocol/lock.h"
#include "files/artifact.h"
#include "files/table.h"
#include "program/error.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A setting. `where` is NULL if it is read from the lock. */
struct line {
    char *experiment, *block, *setting, *value, *where;
};

struct lines {
    size_t count;
    struct line *items;
};

/* The block and setting of the line with an experiment's hash. */
#define HASH_BLOCK "experiment"
#define HASH_SETTING "sha256"

static void lines_add(struct lines *lines, struct line line) {
    lines->items = reallocate(lines->items, lines->count + 1, sizeof line);
    lines->items[lines->count++] = line;
}

static void lines_free(struct lines *lines) {
    for (size_t i = 0; i < lines->count; i++) {
        struct line *line = &lines->items[i];
        char *const texts[] = {line->experiment, line->block, line->setting, line->value,
                               line->where};
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++)
            free(texts[j]);
    }
    free(lines->items);
}

/* Order lines by experiment, then the hash first, then by block and setting. */
static int compare_lines(const void *left, const void *right) {
    const struct line *a = left, *b = right;
    int order = strcmp(a->experiment, b->experiment);
    if (order == 0)
        order = (strcmp(b->block, HASH_BLOCK) == 0) - (strcmp(a->block, HASH_BLOCK) == 0);
    if (order == 0)
        order = strcmp(a->block, b->block);
    return order ? order : strcmp(a->setting, b->setting);
}

static void lines_sort(struct lines *lines) {
    if (lines->count > 0)
        qsort(lines->items, lines->count, sizeof *lines->items, compare_lines);
}

static bool is_hash(const struct line *line) {
    return strcmp(line->block, HASH_BLOCK) == 0;
}

/* The hash line of an experiment, or NULL. */
static const struct line *find_hash(const struct lines *lines, const char *experiment) {
    for (size_t i = 0; i < lines->count; i++)
        if (is_hash(&lines->items[i]) && strcmp(lines->items[i].experiment, experiment) == 0)
            return &lines->items[i];
    return NULL;
}

/* --- hashes --------------------------------------------------------------------------------- */

/* The SHA-256 of an experiment's lines, as they are in the lock. `lines` must be sorted. */
static void hash_lines(const struct lines *lines, const char *experiment,
                       char digest[SHA256_TEXT]) {
    struct sha256_ctx context;
    sha256_init(&context);
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->items[i];
        if (is_hash(line) || strcmp(line->experiment, experiment) != 0)
            continue;
        char *row = text("%s\t%s\t%s\n", line->block, line->setting, line->value);
        sha256_update(&context, strlen(row), (const uint8_t *)row);
        free(row);
    }
    sha256_text(&context, digest);
}

/* --- reading -------------------------------------------------------------------------------- */

enum { COLUMNS = 4 };

/* Add the lines of a file. If `experiment` is NULL, the file is a lock, whose first column is the
 * experiment. Otherwise it is a file of settings, whose last column is `where`. */
static void read_file(const char *path, const char *experiment, struct lines *lines) {
    struct table table = table_open(path, COLUMNS);
    while (table_next(&table)) {
        char *column[COLUMNS];
        for (int i = 0; i < COLUMNS; i++)
            column[i] = text("%s", table.column[i]);
        lines_add(lines, experiment
                             ? (struct line){text("%s", experiment), column[0], column[1],
                                             column[2], column[3]}
                             : (struct line){column[0], column[1], column[2], column[3], NULL});
    }
}

/* The settings of these experiments, each with its hash, sorted. */
static struct lines read_executed(int count, char **experiments) {
    struct lines lines = {0};
    for (int i = 0; i < count; i++) {
        char *path = text("build/%s.settings", experiments[i]), digest[SHA256_TEXT];
        read_file(path, experiments[i], &lines);
        lines_sort(&lines);
        hash_lines(&lines, experiments[i], digest);
        lines_add(&lines,
                  (struct line){text("%s", experiments[i]), text(HASH_BLOCK), text(HASH_SETTING),
                                text("%s", digest), text("protocol/%s.m4", experiments[i])});
        free(path);
    }
    lines_sort(&lines);
    return lines;
}

/* The lines of the lock, sorted. Fails if an experiment has no hash or another one. */
static struct lines read_lock(void) {
    struct lines lines = {0};
    read_file(LOCK_PATH, NULL, &lines);
    lines_sort(&lines);
    for (size_t i = 0; i < lines.count; i++) {
        const char *experiment = lines.items[i].experiment;
        if (i > 0 && strcmp(experiment, lines.items[i - 1].experiment) == 0)
            continue;
        char digest[SHA256_TEXT];
        hash_lines(&lines, experiment, digest);
        if (!is_hash(&lines.items[i]) || strcmp(digest, lines.items[i].value) != 0)
            fail("%s: the hash of %s is not that of its lines, expected them as 'make lock' writes "
                 "them",
                 LOCK_PATH, experiment);
    }
    return lines;
}

/* --- writing -------------------------------------------------------------------------------- */

void lock_write(int count, char **experiments) {
    struct lines lines = read_executed(count, experiments);
    struct output output = output_begin(LOCK_PATH);
    fputs("# The protocols as `make lock` found them, one line for each setting; a report "
          "lists how it differs from them.\n",
          output.stream);
    for (size_t i = 0; i < lines.count; i++) {
        const struct line *line = &lines.items[i];
        fprintf(output.stream, "%s\t%s\t%s\t%s\n", line->experiment, line->block, line->setting,
                line->value);
    }
    output_finish(&output);
    printf("%s: %d protocols, %zu settings\n", LOCK_PATH, count, lines.count - (size_t)count);
    lines_free(&lines);
}

/* Write one difference from the lock. The side that does not have the setting is NULL. */
static void put_difference(FILE *stream, const struct line *locked, const struct line *executed) {
    const struct line *either = executed ? executed : locked;
    fprintf(stream, "lock\t%s\t%s\t%s\t%s\t%s\t%s\t\n", either->experiment, either->block,
            either->setting, locked ? locked->value : ABSENT, executed ? executed->value : ABSENT,
            executed ? executed->where : ABSENT);
}

/* Whether a line that the other side does not have is written. If the other side does not have the
 * experiment at all, only the hash is. */
static bool is_told(const struct line *line, const struct lines *others) {
    return is_hash(line) || find_hash(others, line->experiment);
}

/* Whether the experiment is extended, by its lines: a report need not have it. */
static bool is_extended(const struct lines *lines, const char *experiment) {
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->items[i].block, "extended") == 0 &&
            strcmp(lines->items[i].experiment, experiment) == 0)
            return true;
    return false;
}

/* Write the differences between the two sorted lists, as in a merge. A changed hash is left out,
 * because the changed settings are written. */
static void put_differences(FILE *stream, const struct lines *locked,
                            const struct lines *executed) {
    size_t i = 0, j = 0;
    while (i < locked->count || j < executed->count) {
        const struct line *old = i < locked->count ? &locked->items[i] : NULL;
        const struct line *new = j < executed->count ? &executed->items[j] : NULL;
        int order = !old ? 1 : !new ? -1 : compare_lines(old, new);
        if (order < 0 && is_told(old, executed) &&
            (find_hash(executed, old->experiment) || !is_extended(locked, old->experiment)))
            put_difference(stream, old, NULL);
        if (order > 0 && is_told(new, locked))
            put_difference(stream, NULL, new);
        if (order == 0 && !is_hash(new) && strcmp(old->value, new->value) != 0)
            put_difference(stream, old, new);
        i += order <= 0;
        j += order >= 0;
    }
}

/* The value of another setting in the block of the line. Fails if the block does not have it. */
static const char *beside(const struct lines *lines, const struct line *line, const char *setting) {
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *other = &lines->items[i];
        if (strcmp(other->experiment, line->experiment) == 0 &&
            strcmp(other->block, line->block) == 0 && strcmp(other->setting, setting) == 0)
            return other->value;
    }
    fail("%s: %s lacks %s", line->where, line->block, setting);
}

/* Write the deviations from the study, which the protocols declare with deviation(...). */
static void put_declared(FILE *stream, const struct lines *executed) {
    for (size_t i = 0; i < executed->count; i++) {
        const struct line *line = &executed->items[i];
        if (strncmp(line->block, "deviation(", 10) != 0 || strcmp(line->setting, "published") != 0)
            continue;
        fprintf(stream, "study\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", line->experiment, line->block,
                beside(executed, line, "published.where"), line->value,
                beside(executed, line, "here"), line->where, beside(executed, line, "because"));
    }
}

void deviations_write(int count, char **experiments) {
    struct lines locked = read_lock(), executed = read_executed(count, experiments);
    struct lines overrides = {0};
    read_file("build/command_line.settings", ABSENT, &overrides);
    struct output output = output_begin(DEVIATIONS_PATH);
    fputs("against\texperiment\tblock\tsetting\told\tnew\twhere\twhy\n", output.stream);
    for (size_t i = 0; i < overrides.count; i++)
        put_difference(output.stream, NULL, &overrides.items[i]);
    put_differences(output.stream, &locked, &executed);
    put_declared(output.stream, &executed);
    output_finish(&output);
    lines_free(&locked);
    lines_free(&executed);
    lines_free(&overrides);
}
