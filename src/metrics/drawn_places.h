/* What bootstraps draw: the places of each resample, drawn once for all candidates. */
#ifndef METRICS_DRAWN_PLACES_H
#define METRICS_DRAWN_PLACES_H

#include "metrics/candidate.h"

/* The places that a bootstrap of `count` values draws with that seed (bootstrap_places),
 * [resamples, count]; they belong to the candidates. */
const uint32_t *places_drawn(struct candidates *candidates, size_t count, size_t resamples,
                             uint64_t seed);

struct drawn_places *drawn_places(void);
void drawn_places_free(struct drawn_places *drawn);

#endif
