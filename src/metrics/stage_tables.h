/* The tables that figures are drawn from: results/<experiment>/<stage>.candidates.tsv, .pairs.tsv,
 * .units.tsv and .losses.tsv. Their columns are those of gen/metrics.m4: the tables of pairs
 * and units have every metric that a stage has of its pairs and models. */
#ifndef METRICS_STAGE_TABLES_H
#define METRICS_STAGE_TABLES_H

#include "metrics/candidate.h"

/* Write them for the candidates of one stage. */
void stage_tables(const struct candidate *const *candidates, size_t count,
                  const struct values *values);

#endif
