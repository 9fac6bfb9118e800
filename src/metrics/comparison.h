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
    struct interval jackknife; /* of these */
};

/* Add the values of a `compare` record: each metric of a comparison. */
void comparison_values(struct candidates *candidates, const struct record *record,
                       struct values *values);

#endif
