/* Two candidates compared by a metric of models or pairs. */
#ifndef COMPARISON_H
#define COMPARISON_H

#include "metrics/candidate.h"

struct comparison {
    const struct record *record;
    const struct settings *settings;
    enum metric of;
    const struct candidate *first, *second;
    struct measured difference; /* of the means, and its bootstrap interval */
    /* First less second of each pair, [pairs]; NULL where the metric is none of pairs or the two
     * have other seeds. */
    double *differences;
    struct interval jackknife; /* of these */
    struct measured share;     /* of the gain over the metric that gain_over names */
};

/* Add the values of a `compare` record: each metric of a comparison. */
void comparison_values(struct candidates *candidates, const struct record *record,
                       struct values *values);

#endif
