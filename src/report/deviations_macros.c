/* The macros of the deviations from the lock and from the published study. */
#include "files/table.h"
#include "program/error.h"
#include "protocol/lock.h"
#include "report/latex.h"
#include "report/macros.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A locked setting as the report prints it: of a hash, only the first digits. The caller frees. */
static char *locked_text(const char *setting, const char *value) {
    return strcmp(setting, "sha256") == 0 ? text("%.12s", value) : text("%s", value);
}

/* The columns are those of DEVIATIONS_PATH, described in lock.h. */
static void put_lock_row(FILE *stream, char *const *column) {
    char *locked = locked_text(column[3], column[4]);
    char *executed = locked_text(column[3], column[5]);
    MACRO(stream, "LockRow", column[1], column[2], column[3], locked, executed, column[6]);
    free(locked);
    free(executed);
}

/* What the lock before this one held: how many sentences, how many settings that are new and how
 * many that went, in BEFORE_LOCK_PATH; a row for each other setting. */
static void write_before(const char *folder) {
    struct output rows = latex_begin(folder, "deviations-before");
    int sentences = 0, added = 0, gone = 0, changed = 0;
    if (access(BEFORE_LOCK_PATH, F_OK) == 0) {
        struct table table = table_open(BEFORE_LOCK_PATH, 5);
        char **column = table.column;
        while (table_next(&table)) {
            const char *last = strrchr(column[2], '.');
            if (last && strcmp(last, ".sentence") == 0)
                sentences++;
            else if (strcmp(column[3], ABSENT) == 0)
                added++;
            else if (strcmp(column[4], ABSENT) == 0)
                gone++;
            else {
                changed++;
                MACRO(rows.stream, "BeforeRow", column[0], column[1], column[2], column[3],
                      column[4]);
            }
        }
    }
    output_finish(&rows);
    struct output counts = latex_begin(folder, "deviations-counts");
    fprintf(counts.stream, "\\SetBeforeLock{%d}{%d}{%d}{%d}\n", sentences, added, gone, changed);
    output_finish(&counts);
}

void deviations_macros(const char *folder) {
    write_before(folder);
    struct output lock = latex_begin(folder, "deviations-lock");
    struct output study = latex_begin(folder, "deviations-study");
    struct table table = table_open(DEVIATIONS_PATH, 8);
    char **column = table.column;
    int count = 0;
    table_skip_heading(&table);
    while (table_next(&table)) {
        if (strcmp(column[0], "lock") == 0) {
            put_lock_row(lock.stream, column);
            count++;
        } else {
            fprintf(study.stream, "\\StudyRow{%s}{%s}{%s}{%s}{%s}\n", column[1], column[3],
                    column[4], column[5], column[7]);
        }
    }
    output_finish(&lock);
    output_finish(&study);
    struct output total = latex_begin(folder, "deviations");
    fprintf(total.stream, "\\renewcommand\\DeviationsFromLock{%d}\n", count);
    output_finish(&total);
}
