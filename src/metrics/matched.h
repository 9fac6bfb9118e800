/* A metric of two stages at equal values of another metric: each stage is a curve through its
 * candidates, and the gap between the curves is taken over the range that both reach. */
#ifndef METRICS_MATCHED_H
#define METRICS_MATCHED_H

#include "metrics/candidate.h"

struct matched {
    struct gap gap;            /* of all models (statistics/statistics.h) */
    struct interval jackknife; /* of its mean, one seed left out of both stages at a time */
};

/* Add the values of a `matched` record: each metric of the kind. A stage's curve goes through a
 * point for each of its candidates: (mean of `at`, mean of `of`), in the order of `at`, and is
 * linear from one point to the next. Where no range is common there is no gap, and where the two
 * stages have different seeds there is no jackknife: the values are then not a number. */
void matched_values(struct candidates *candidates, const struct record *record,
                    struct values *values);

#endif
