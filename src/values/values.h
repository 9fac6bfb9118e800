/* The values of an experiment: every number that the report may print, one table for each
 * experiment.
 *
 *   id                            value            printed   formula               where
 *   adaptive_l0.search.k4.delta   0.019092...      +0.01909  trained_pwmcc - ...   protocol/...:12
 *
 * The table is <folder>/<experiment>/values.tsv; the folder is RESULTS, or that of a replicate.
 * A number is rounded for print once, here.
 */
#ifndef VALUES_VALUES_H
#define VALUES_VALUES_H

#include "files/artifact.h"
#include <stdbool.h>
#include <stddef.h>

struct value {
    char *id;
    double number; /* nan where the run gives no number */
    char *printed; /* the number as the report prints it */
    char *formula;
    char *where; /* the protocol line that declares it: "protocol/adaptive_l0.m4:12" */
};

struct values {
    size_t count, capacity;
    struct value *items;
};

/* The printf formats of printed values. The code that adds a value chooses one of them. Of the
 * first four, numbers from 10,000 on have four significant digits. The two SCALED formats are for
 * numbers in the scale of the rows: those below 0.01 have four significant digits too, because five
 * decimals would not show them. */
#define PLAIN "%.5f"
#define SIGNED "%+.5f"
#define SCALED "%#.5f"
#define SIGNED_SCALED "%+#.5f"
#define SHARE "%.3f"
#define WHOLE "%.0f"
#define COARSE "%.2f"
#define SPELLED "%g"

/* Add a value to the table. All strings are copied. A nan is printed as NOT_MEASURED. */
#define NOT_MEASURED "--"
void values_add(struct values *values, const char *id, double number, const char *format,
                const char *formula, const char *where);

/* The same for a number that is printed already. */
void values_add_printed(struct values *values, const char *id, double number, const char *printed,
                        const char *formula, const char *where);

/* Whether the first part of the id is that experiment. */
bool is_of(const char *id, const char *experiment);

/* The value with that id, or NULL. */
const struct value *values_find(const struct values *values, const char *id);

/* Write <folder>/<experiment>/values.tsv. */
void values_write(const struct values *values, const char *folder, const char *experiment);

/* Read <folder>/<experiment>/values.tsv and add its values to `values`. Fails with a line that
 * begins with the path if the file is missing or malformed. */
void values_read(struct values *values, const char *folder, const char *experiment);

/* The values of all these experiments in one table, which the caller frees with values_free. */
struct values values_read_all(const char *folder, int count, char **experiments);

void values_free(struct values *values);

/* Where a condition of a protocol looks an id up. The lookup tries <prefix>.<id>, then
 * <experiment>.<id>, then <id> in the table. If all three are missing, it reads the table of the
 * experiment or of the publication (publications.h) that the id begins with: that of an experiment
 * from `folder` if it has one, otherwise from RESULTS. */
struct scope {
    struct values *values;
    const char *folder, *experiment;
    const char *prefix; /* the id of a candidate, or "" */
};

/* The number of that id. Fails if there is no such value. */
double value(const struct scope *scope, const char *id);

/* The value of that id, or NULL. */
const struct value *scope_find(const struct scope *scope, const char *id);

#endif
