/* What was made again, byte by byte beside what the run has. */
#include "audit/audit.h"
#include "audit/difference.h"
#include "audit/fault.h"
#include "audit/paths.h"
#include "audit/words.h"
#include "program/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The content of a file, followed by a zero byte; NULL if it cannot be read. The caller frees. */
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

/* Whether the audit compares such a file: what the run leaves and what the report says, but not
 * what LaTeX and the compiler leave on the way, nor what `make compare` made for no protocol. */
static bool is_held(const char *path) {
    static const char *const ends[] = {".safetensors", ".tsv", ".mk",       "/code",
                                       ".json",        ".tex", ".settings", ".sha256",
                                       "/overrides",   ".pdf"};
    if (begins_with(path, "build/obj/") || begins_with(path, "results/compare/") ||
        ends_with(path, "/journal.tsv") || ends_with(path, "tex/report.pdf"))
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_with(path, ends[i]))
            return true;
    return false;
}

/* Compare a file that was made again with that of the run. */
static void check_again(const char *again, void *context) {
    const char *path = again + strlen(AGAIN);
    struct recomputed *held = context;
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

/* A table or choice of the run that was not made again is a fault, unless it is in the folder of an
 * experiment that this report leaves out. `folders` are all that the protocols plan. */
static void check_made(const char *path, void *folders) {
    size_t folder = (size_t)(strrchr(path, '/') + 1 - path);
    char *again = text(AGAIN "%s", path), *in = text("%.*s", (int)folder, path);
    bool is_made = access(again, F_OK) == 0;
    char *values = text(AGAIN "%svalues.tsv", in);
    bool is_left_out = access(values, F_OK) != 0 && words_have(folders, in);
    free(values);
    if (is_held(path) && !is_made && !is_left_out)
        fault("%s: made by no protocol, expected none such", path);
    free(in);
    free(again);
}

struct recomputed check_recomputed(bool complete) {
    struct recomputed held = {.complete = complete};
    each_file((char *[]){AGAIN "results", AGAIN "build", NULL}, check_again, &held);
    struct words folders = {0};
    words_read(&folders, AGAIN "build/tables.planned");
    words_sort(&folders);
    if (complete)
        each_file((char *[]){"results", NULL}, check_made, &folders);
    words_free(&folders);
    return held;
}
