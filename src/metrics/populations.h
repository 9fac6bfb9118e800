/* Replicates as a population that published values are held against, all values together.
 *
 * Values of one transformer depend on each other: there are more of them than replicates, so that
 * their covariance cannot be inverted. One number stands for all instead, a distance, and the same
 * number is taken of each replicate. Of n replicates and the published values, n + 1 points, let
 * point i be left out, and let m_j and s_j be mean and standard deviation of value j over the n
 * others. Its distance is
 *
 *   T_i = sqrt(mean over j of ((x_ij - m_j) / (s_j sqrt(1 + 1/n)))^2)
 *
 * If the published values are one more draw from the population, every rank of their T among the
 * n + 1 is as likely as any other, however the values depend on each other: so p is the share of
 * points whose T is at least theirs. It is 1 / (n + 1) at the least. (A conformal p-value: Vovk,
 * Gammerman and Shafer, Algorithmic Learning in a Random World, 2005, section 2.2.)
 */
#ifndef METRICS_POPULATIONS_H
#define METRICS_POPULATIONS_H

#include "metrics/metric.h"

struct population {
    size_t replicates, capacity, values; /* values: so many of `capacity` have been added */
    double confidence;                   /* of the interval for one more replicate */
    double *numbers;                     /* [capacity, replicates + 1]; the last one is published */
    double *half_digits;                 /* [capacity] half of the last digit printed */
};

/* A population without values yet. The caller frees it with population_free. */
struct population population_begin(size_t replicates, size_t capacity, double confidence);

/* Add a published value and what the replicates have for it, numbers[replicates]. */
void population_add(struct population *population, const struct value *published,
                    const double *numbers);

void population_free(struct population *population);

/* Add what a `nearest` comes to, under its id, from the values of its repeats, which are there:
 *
 *   <nearest>                        the place in its list of the repeat with the smallest distance
 *                                    from the publication that it is held against; the first of
 *                                    several
 *   <nearest>.<repeat>.rank          1 and how many have a smaller distance
 *   <nearest>.<publication>.<metric> those of the nearest repeat, of all publications that it is
 *                                    held against
 */
void nearest_values(const struct protocol *protocol, const struct record *nearest,
                    struct values *values);

#endif
