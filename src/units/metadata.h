/* What an artifact says of itself: its settings, and what came out. */
#ifndef UNITS_METADATA_H
#define UNITS_METADATA_H

#include "activations/activations.h"
#include "autoencoder/trainer.h"
#include "protocol/protocol.h"
#include <jansson.h>

/* The metadata that say what an artifact is: its path and, of a unit, its settings and its seed.
 * The caller decrefs. */
json_t *artifact_settings(const struct protocol *protocol, const struct record *record,
                          uint64_t seed);

/* Add a number, in as few digits as give it back. */
void add_number(json_t *metadata, const char *key, double number);

/* Add what came out of a unit: its steps, and its quality on the rows trained on. */
void add_quality(json_t *metadata, const struct sae *sae, const struct sae_quality *quality);

#endif
