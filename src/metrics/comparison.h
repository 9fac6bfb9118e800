/* Two candidates compared by a metric of models or pairs. */
#ifndef METRICS_COMPARISON_H
#define METRICS_COMPARISON_H

#include "metrics/candidate.h"

struct comparison {
    const struct record *record;
    const struct settings *settings;
    enum metric of;
    const struct candidate *first, *second;
    struct measured difference; /* of the means, and its bootstrap interval */
    /* [pairs] value of the first minus value of the second; NULL if the metric is not one of pairs,
     * or if the two candidates have different seeds */
    double *differences;
    struct interval jackknife[3]; /* of these: of all, with and without a reference (pairs_taken) */
    struct measured share;        /* of the gain over the metric that gain_over names */
};

/* Two candidates compared as the record and its settings say; the caller ends it with
 * comparison_end. */
struct comparison compare(const struct record *record, const struct settings *settings,
                          const struct candidate *first, const struct candidate *second);
void comparison_end(struct comparison *comparison);

/* Add each metric of the comparison under `id`. */
void add_comparison(const struct comparison *comparison, const char *id, struct values *values);

/* How the difference of a metric `of` is printed in place of `format`; NULL: as that. */
const char *format_of_difference(enum metric of, const char *format);

/* Whether two candidates have the same seeds, so that they can be compared model by model. */
bool same_seeds(const struct candidate *first, const struct candidate *second);

/* Add the values of a `compare` record: each metric of a comparison. */
void comparison_values(struct candidates *candidates, const struct record *record,
                       struct values *values);

#endif
