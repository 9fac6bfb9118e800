/* Experiments that are repeated on other activations. Each replicate has its own tables, in its own
 * folder; here the tables of all replicates are read and summed up.
 *
 *   results/adaptive_l0/values.tsv                         the experiment itself
 *   results/<experiment>/<repeat>/seed_1/adaptive_l0/...   the same on the activations seed_1
 */
#ifndef METRICS_REPLICATES_H
#define METRICS_REPLICATES_H

#include "metrics/metric.h"

/* What the replicates have for one published value. */
struct replicated {
    size_t count;
    double *numbers;   /* [count] */
    double confidence; /* of the prediction */
};

/* The protocol as the replicate of that place in the repeat's list executes it: in its own folder,
 * on its own activations, and with seeds of its own where the repeat has a seed_step. The caller
 * closes it with replicate_close. Its record of activations goes to *input; NULL, with no protocol,
 * past the end of the list. */
struct protocol replicate_protocol(const struct protocol *protocol, const struct record *repeat,
                                   size_t place, const struct record **input);

void replicate_close(struct protocol *replicate);

/* Add what a `repeat` comes to, under its id:
 *
 *   <replicate>.<published id>       what the replicate has for that published value: the report's
 *                                    values first, then those of the other publications, as far as
 *                                    the replicates have them
 *   <published id>.mean, .spread     over the replicates, n of them; the spread s is the standard
 *                                    deviation with n - 1
 *   <published id>.prediction_low, .prediction_high
 *                                    where one more replicate is expected with that confidence:
 *                                    mean -+ t s sqrt(1 + 1/n), t of n - 1 degrees of freedom
 *   <claim id>.holds                 in how many of the replicates it holds; not of a claim that
 *                                    rests on an experiment that is not repeated
 *   <replicate>.distance             how far the report's values are from its own: root mean
 *                                    square of (published - own) / s over those that have an s > 0
 *
 *   <publication>.<metric>           of each publication that the repeat is held against: see
 *                                    populations.h
 *
 * Mean and spread are given where the replicates are draws: where the repeat has a confidence, with
 * the interval, or a seed_step; not where it is held against a publication. Distances are measured
 * by its own spread, or by that of the repeat that it names (scaled_by). Writes
 * <repeat>.replicates.tsv for figures, with the report's values alone. */
void repeat_values(const struct protocol *protocol, const struct record *repeat,
                   struct values *values);

#endif
