/* A run held against what today's protocols, code and units give again, in build/audit.
 *
 *   audit hashes    the first of these, which Make runs beside the rest
 *   audit SAID      the others; SAID: what Make and the programs that it started there had to tell
 *
 *   results/manifest.sha256      -- hashes --> artifacts, choices and tables, as they stand
 *   build/audit/build/units.list -- paths --> manifest and folders: nothing missing or beyond
 *   build/audit/{results,build}/ -- bytes --> tables, figures, LaTeX, PDF, units trained again
 *   build/audit/build/tex/places.tsv -------> each value printed, or in build/audit/omitted.tsv
 *
 * A line on standard error for each fault, and a last one that says what was held. Nothing outside
 * build/audit is written. `audit SAID` exits with 1 if there is any fault.
 */
#include "files/artifact.h"
#include "program/error.h"
#include "provenance/manifest.h"
#include <fts.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define AGAIN "build/audit/"

static int faults;

__attribute__((format(printf, 1, 2))) static void fault(const char *format, ...) {
    va_list details;
    va_start(details, format);
    vfprintf(stderr, format, details);
    va_end(details);
    fputc('\n', stderr);
    faults++;
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), ending = strlen(end);
    return length >= ending && strcmp(text + length - ending, end) == 0;
}

static bool begins_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_artifact(const char *path) {
    return ends_with(path, ".safetensors");
}

/* --- sets of words -------------------------------------------------------------------------- */

struct set {
    char **words; /* [count], in order once set_sort has been called */
    size_t count, capacity;
};

static void set_add(struct set *set, const char *word) {
    if (set->count == set->capacity) {
        set->capacity = set->capacity ? 2 * set->capacity : 256;
        set->words = reallocate(set->words, set->capacity, sizeof *set->words);
    }
    set->words[set->count++] = text("%s", word);
}

static int compare_words(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void set_sort(struct set *set) {
    if (set->count > 0)
        qsort(set->words, set->count, sizeof *set->words, compare_words);
}

static bool set_has(const struct set *set, const char *word) {
    return set->count > 0 &&
           bsearch(&word, set->words, set->count, sizeof *set->words, compare_words);
}

/* --- what Make said ------------------------------------------------------------------------- */

/* Every line is a fault, told by the program that found it, but for Make's own and for warnings.
 * Whether all was made. */
static bool tell_said(const char *path) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    bool complete = true;
    if (!file)
        fail("%s: cannot be read, expected what was said in " AGAIN, path);
    while (getline(&line, &capacity, file) >= 0) {
        line[strcspn(line, "\n")] = 0;
        if (begins_with(line, "make"))
            complete = false;
        else if (*line && !strstr(line, "arning: "))
            fault("%s", line);
    }
    fclose(file);
    free(line);
    if (!complete && faults == 0)
        fault("%s: something could not be made again, and nobody says why", path);
    return complete;
}

/* --- the plan ------------------------------------------------------------------------------- */

/* The artifacts that the protocols plan; *complete is false where some of them wait for a choice
 * that could not be made again, or the protocols could not be read. */
static struct set read_plan(bool *complete) {
    struct set plan = {0};
    FILE *file = fopen(AGAIN "build/units.list", "r");
    char *line = NULL;
    size_t capacity = 0;
    *complete = file != NULL;
    while (file && getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = 0;
        if (is_artifact(line))
            set_add(&plan, line);
        else if (*line)
            *complete = false;
    }
    if (file)
        fclose(file);
    free(line);
    *complete = *complete && plan.count > 0;
    set_sort(&plan);
    return plan;
}

static int compare_names(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Call check(path, context) for every file below the folders, in order of their names. */
static void each_file(char *const *folders, void (*check)(const char *path, void *context),
                      void *context) {
    FTS *tree = fts_open(folders, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, compare_names);
    for (FTSENT *entry; tree && (entry = fts_read(tree));)
        if (entry->fts_info == FTS_F)
            check(entry->fts_path, context);
    if (tree)
        fts_close(tree);
}

static void check_planned(const char *path, void *plan) {
    if (is_artifact(path) && !set_has(plan, path))
        fault("%s: planned by no protocol, expected none such", path);
}

/* No artifact is there that is not planned; of a planned one that is not, Make has told. */
static size_t check_plan(void) {
    bool complete;
    struct set plan = read_plan(&complete);
    if (complete)
        each_file((char *[]){"results/activations", "results/transformers", "results/units", NULL},
                  check_planned, &plan);
    return plan.count;
}

/* --- what was made again -------------------------------------------------------------------- */

struct comparison {
    bool complete; /* whether all was made again */
    size_t tables, figures, trained;
};

/* The whole of a file, with a zero behind it; NULL where it cannot be read. The caller frees. */
static char *content_of(const char *path, size_t *size) {
    FILE *file = fopen(path, "r");
    struct stat status;
    if (!file || fstat(fileno(file), &status) != 0)
        return NULL;
    char *content = allocate((size_t)status.st_size + 1, 1);
    *size = fread(content, 1, (size_t)status.st_size, file);
    fclose(file);
    return content;
}

/* The first cell in which two lines differ, after the first one, which names the line. */
static void tell_line(const char *path, int number, char *found, char *expected) {
    const char *name = found;
    bool is_table = strchr(found, '\t') && strchr(expected, '\t');
    char *a = strsep(&found, "\t"), *b = strsep(&expected, "\t");
    bool is_named = is_table && strcmp(a, b) == 0;
    while (found && expected && strcmp(a, b) == 0) {
        a = strsep(&found, "\t");
        b = strsep(&expected, "\t");
    }
    if (strcmp(a, b) == 0) {
        fault("%s:%d: %s %s, expected %s", path, number, name, found ? "goes on" : "ends",
              expected ? expected : "its end");
        return;
    }
    fault("%s:%d: %s%sis '%s', expected '%s'", path, number, is_named ? name : "",
          is_named ? " " : "", a, b);
}

/* The next line of *text, which goes on behind it; NULL at its end. */
static char *next_line(char **text) {
    char *line = strsep(text, "\n");
    return line && (*text || *line) ? line : NULL;
}

/* The first line in which two texts differ. */
static void tell_text(const char *path, char *found, char *expected) {
    char *a, *b;
    int number = 0;
    do {
        a = next_line(&found);
        b = next_line(&expected);
        number++;
    } while (a && b && strcmp(a, b) == 0);
    if (a && b)
        tell_line(path, number, a, b);
    else
        fault("%s:%d: %s, expected %s", path, number, a ? "goes on" : "ends", b ? b : "its end");
}

static void tell_difference(const char *path, char *found, char *expected) {
    if (is_artifact(path))
        fault("%s: its bytes are not those that training gives again, expected the same", path);
    else if (ends_with(path, ".pdf"))
        fault("%s: not what today's tables and texts give, expected that: run 'make report'", path);
    else
        tell_text(path, found, expected);
}

/* Whether a file that was made again is one to be held: what the run leaves and what the report
 * says; not what LaTeX and the compiler leave on their way. */
static bool is_held(const char *path) {
    static const char *const ends[] = {".safetensors", ".tsv", ".mk",       "/code",
                                       ".json",        ".tex", ".settings", ".sha256",
                                       "/overrides",   ".pdf"};
    if (begins_with(path, "build/obj/") || ends_with(path, "/journal.tsv") ||
        ends_with(path, "tex/report.pdf"))
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_with(path, ends[i]))
            return true;
    return false;
}

static void check_again(const char *again, void *context) {
    const char *path = again + strlen(AGAIN);
    struct comparison *held = context;
    size_t size, size_again;
    if (!is_held(path))
        return;
    held->tables += begins_with(path, "results/") && ends_with(path, ".tsv");
    held->figures += begins_with(path, "build/figures/");
    held->trained += begins_with(path, "results/units/");
    char *found = content_of(path, &size), *expected = content_of(again, &size_again);
    if (!found)
        fault("%s: not found, expected: run 'make report'", path);
    else if (!expected)
        fault("%s: cannot be read, expected what was made again", again);
    else if (size != size_again || memcmp(found, expected, size) != 0)
        tell_difference(path, found, expected);
    free(found);
    free(expected);
}

/* A table or choice that a run of today does not give. */
static void check_made(const char *path, void *context) {
    struct comparison *held = context;
    char *again = text(AGAIN "%s", path);
    if (held->complete && is_held(path) && access(again, F_OK) != 0)
        fault("%s: made by no protocol, expected none such", path);
    free(again);
}

static struct comparison check_recomputed(bool complete) {
    struct comparison held = {.complete = complete};
    each_file((char *[]){AGAIN "results", AGAIN "build", NULL}, check_again, &held);
    each_file((char *[]){"results", NULL}, check_made, &held);
    return held;
}

/* --- what is not printed -------------------------------------------------------------------- */

struct omissions {
    struct set printed;
    struct output output;
    size_t values, omitted;
};

static void add_lines(const char *path, struct set *set) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    while (file && getline(&line, &capacity, file) >= 0) {
        line[strcspn(line, "\t\n")] = 0;
        set_add(set, line);
    }
    if (file)
        fclose(file);
    free(line);
}

/* Whether a table is not results/<experiment>/values.tsv, but below that: what repeats an
 * experiment gives values of the same ids. */
static bool is_of_replicate(const char *path) {
    const char *table = strchr(strchr(path, '/') + 1, '/');
    return !table || strcmp(table, "/values.tsv") != 0;
}

/* Each value of a table; the report prints none of a replicate as such. */
static void list_omitted(const char *again, void *context) {
    struct omissions *omissions = context;
    const char *path = again + strlen(AGAIN);
    struct set ids = {0};
    if (!ends_with(path, "/values.tsv"))
        return;
    add_lines(again, &ids);
    for (size_t i = 1; i < ids.count; i++) {
        bool is_printed = !is_of_replicate(path) && set_has(&omissions->printed, ids.words[i]);
        omissions->values++;
        omissions->omitted += !is_printed;
        if (!is_printed)
            fprintf(omissions->output.stream, "%s\t%s\n", path, ids.words[i]);
    }
}

static struct omissions list_omissions(void) {
    struct omissions omissions = {.output = output_begin(AGAIN "omitted.tsv")};
    add_lines(AGAIN "build/tex/places.tsv", &omissions.printed);
    set_sort(&omissions.printed);
    fprintf(omissions.output.stream, "table\tid\n");
    each_file((char *[]){AGAIN "results", NULL}, list_omitted, &omissions);
    output_finish(&omissions.output);
    return omissions;
}

/* --- hashes --------------------------------------------------------------------------------- */

/* Each file that the manifest lists has its hash. One that is missing is told of where it is held.
 */
static void check_hashes(void) {
    struct manifest manifest = manifest_read();
    char digest[SHA256_TEXT];
    for (size_t i = 0; i < manifest.count; i++) {
        const struct manifest_item *item = &manifest.items[i];
        if (access(item->path, R_OK) != 0)
            continue;
        file_sha256(item->path, digest);
        if (strcmp(digest, item->digest) != 0)
            fault("%s: SHA-256 is %.12s..., expected %.12s... by " MANIFEST_PATH, item->path,
                  digest, item->digest);
    }
    manifest_free(&manifest);
}

int main(int argc, char **argv) {
    if (argc != 2)
        fail("usage: %s hashes | SAID", argv[0]);
    if (strcmp(argv[1], "hashes") == 0) {
        check_hashes();
        return 0;
    }
    bool complete = tell_said(argv[1]);
    size_t artifacts = check_plan();
    struct comparison held = check_recomputed(complete);
    struct omissions omissions = list_omissions();
    printf("audit: %zu artifacts, %zu trained again, %zu tables, %zu values, %zu figures, "
           "report.pdf: ",
           artifacts, held.trained, held.tables, omissions.values, held.figures);
    if (faults)
        printf("%d fault%s\n", faults, faults == 1 ? "" : "s");
    else
        printf("no fault (%zu values are not printed: " AGAIN "omitted.tsv)\n", omissions.omitted);
    return faults > 0;
}
