/* All pairs of a set of autoencoders, measured, and held against nulls. */
#ifndef COMPARE_PAIRS_H
#define COMPARE_PAIRS_H

#include "compare/autoencoders.h"
#include "compare/columns.h"
#include "compare/nulls.h"
#include "statistics/statistics.h"

/* The cosine above which matched latents are shared, and the confidence of intervals. */
#define SHARED_FROM 0.7
#define CONFIDENCE 0.95

/* One-to-one matchings need all cosines of a pair in memory. They are left out where these are more
 * than 2^29, which take 2 GB: for two autoencoders of more than 23,170 latents. */
#define MOST_COSINES (INT64_C(1) << 29)

struct compared_pair {
    int a, b; /* places in the set */
    struct likeness likeness;
    double value[COLUMNS];       /* not a number where it was not measured */
    double null[NULLS][COLUMNS]; /* the same of the null directions of both: of scores,
                                    and of same_partner_fraction only where encoders stand apart */
};

/* The mean of a score over all pairs. */
struct compared_mean {
    double mean;
    struct interval interval; /* jackknife over the autoencoders; not a number for fewer than 3 */
    double null[NULLS];
};

struct compared_pairs {
    const struct compared_set *set;
    size_t count;
    struct compared_pair *pair; /* in the order of statistics/statistics.h */
    struct compared_mean mean[COLUMNS];
};

/* Measure the set itself (compared_measure) and then its pairs, against nulls drawn with `seed`.
 * Says how far it is after ten seconds. The set must outlive the pairs, which the caller
 * frees with pairs_free. */
struct compared_pairs pairs_measured(struct compared_set *set, uint64_t seed);
void pairs_free(struct compared_pairs *pairs);

#endif
