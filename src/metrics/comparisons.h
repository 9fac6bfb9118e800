/* Two stages compared candidate by candidate, and what their comparisons have in common. */
#ifndef METRICS_COMPARISONS_H
#define METRICS_COMPARISONS_H

#include "metrics/candidate.h"

/* A number of each comparison, and Student's interval of their mean. */
struct averaged {
    double mean;
    struct interval interval; /* not a number where there are fewer than two comparisons */
};

/* Of the candidates of two stages, each with the one of the same name. */
struct comparisons {
    size_t count;
    struct averaged difference, with_reference, without_reference;
};

/* Add the values of a `compare_each` record: <id>.<candidate>.<metric of a comparison> for each
 * candidate of both stages, and <id>.<metric of comparisons> over all of them. Writes
 * <record>.differences.tsv for figures: the difference of each pair of models. */
void comparisons_values(struct candidates *candidates, const struct record *record,
                        struct values *values);

#endif
