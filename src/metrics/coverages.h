/* How often the intervals of candidates cover, by simulation. */
#ifndef METRICS_COVERAGES_H
#define METRICS_COVERAGES_H

#include "metrics/candidate.h"

/* Of one candidate: the variances of its pairs, and the shares of simulations that are covered. */
struct coverages {
    size_t simulations;
    struct pair_variances variances;
    struct coverage covered;
};

/* Of one candidate and the metric of its models that mean_of names: the jackknife interval of its
 * mean, and the shares of simulations that are covered. */
struct mean_coverage {
    size_t simulations;
    struct interval jackknife;
    struct coverage covered;
};

/* Add, for every candidate of the stages that the `coverage` record asks for, how often the
 * intervals of its trained PWMCC cover in simulations with the candidate's own variances
 * (statistics/statistics.h), and what share of these its seeds have. With mean_of(metric): how
 * often the intervals of the metric's mean over models cover, and its jackknife interval. */
void coverage_values(struct candidates *candidates, const struct record *record,
                     struct values *values);

#endif
