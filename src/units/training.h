/* Training a unit: a sparse autoencoder of a stage's candidate, with one seed. */
#ifndef UNITS_TRAINING_H
#define UNITS_TRAINING_H

#include "activations/activations.h"
#include "autoencoder/trainer.h"
#include "protocol/settings.h"
#include <jansson.h>

/* Train the candidate with that seed, going on from the unit `earlier` unless that is NULL, and
 * write it to `path`. Returns what came out, in a text that the caller frees. */
char *make_unit(const struct protocol *protocol, const struct record *candidate, uint64_t seed,
                const char *path, const char *earlier);

/* The autoencoder's settings on activations of that width. */
struct sae_settings sae_settings(const struct settings *settings, int d_model);

/* Add the explained variance on the rows held out. Adds nothing if no rows are held out. */
void add_held_out_quality(json_t *metadata, const struct settings *settings,
                          const struct activations *all, struct sae *sae, struct team *threads);

#endif
