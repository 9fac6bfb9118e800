/* The numbers of the report: one table an experiment, results/<experiment>/values.tsv.
 *
 *   id                            value            printed   formula               where
 *   adaptive_l0.search.k4.delta   0.019092...      +0.01909  trained_pwmcc - ...   protocol/...:12
 *
 * All rounding for print happens here, once.
 */
#ifndef VALUES_H
#define VALUES_H

#include "files/artifact.h"
#include <stdbool.h>
#include <stddef.h>

struct value {
    char *id;
    double number; /* not a number where the run has none to give */
    char *printed;
    char *formula, *where;
};

struct values {
    size_t count, capacity;
    struct value *items;
};

/* How a value is printed: printf formats, so that rounding is stated where the value is made. Of
 * the first four, numbers from 10,000 on have four significant digits, and so have those below 0.01
 * of the SCALED two, which have the scale of the rows: five decimals would not show them. */
#define PLAIN "%.5f"
#define SIGNED "%+.5f"
#define SCALED "%#.5f"
#define SIGNED_SCALED "%+#.5f"
#define SHARE "%.3f"
#define WHOLE "%.0f"
#define COARSE "%.2f"
#define SPELLED "%g"

/* Add a value; all strings are copied. What is not a number is printed as NOT_MEASURED. */
#define NOT_MEASURED "--"
void values_add(struct values *values, const char *id, double number, const char *format,
                const char *formula, const char *where);

/* Whether the id is of that experiment, the first of its parts. */
bool is_of(const char *id, const char *experiment);

/* The value of that id, or NULL. */
const struct value *values_find(const struct values *values, const char *id);

/* Write <folder>/<experiment>/values.tsv; read it, adding to `values`. Reading fails, beginning
 * with the path, where the file is missing or malformed. */
void values_write(const struct values *values, const char *folder, const char *experiment);
void values_read(struct values *values, const char *folder, const char *experiment);

/* Add what data/reported.tsv holds as published.<id>: printed as published, `where` the place in
 * the published report. */
#define PUBLISHED_PATH "data/reported.tsv"
void published_read(struct values *values);

void values_free(struct values *values);

/* Where a condition looks its identifiers up: as <prefix>.id, then <experiment>.id, then id in the
 * table, then in the table of the experiment that the id begins with: that of
 * `folder`, or where it has none of RESULTS. */
struct scope {
    struct values *values;
    const char *folder, *experiment;
    const char *prefix; /* a candidate's id, or "" */
};
double value(const struct scope *scope, const char *id);
const struct value *scope_find(const struct scope *scope, const char *id);

#endif
