/* Making one artifact: the transformer, a file of activations, a trained SAE. */
#ifndef UNIT_H
#define UNIT_H

#include "activations/activations.h"
#include "files/artifact.h"
#include "protocol/protocol.h"
#include "autoencoder/trainer.h"

/* Make the artifact at `path`, one of those the protocol declares; fails where it declares none
 * such. A unit goes on from `earlier`, the unit of the same training at an earlier epoch, unless
 * that is NULL; so does a transformer, where both keep their last weights. Returns a line that says
 * what was made and what came out; the caller frees. */
char *make_artifact(const struct protocol *protocol, const char *path, const char *earlier);

/* The SAE settings of a stage's candidate on activations of that width. */
struct sae_settings sae_settings(const struct protocol *protocol, const struct record *candidate,
                                 int d_model);

/* The metadata that say what an artifact is: its settings and, of a unit, its seed. The caller
 * decrefs. */
json_t *artifact_settings(const struct protocol *protocol, const struct record *record,
                          uint64_t seed);

/* Those of the activations' rows that a candidate is trained on: all, but for the last ones where
 * it holds some out. A view of them; fails where no row would be left on either side. */
struct activations rows_trained_on(const struct protocol *protocol, const struct record *candidate,
                                   const struct activations *all);

/* Add what came out of a unit: its steps, and its quality on the rows trained on; on those held
 * out, where there are some. */
void add_quality(json_t *metadata, const struct sae *sae, const struct sae_quality *quality);
void add_held_out_quality(json_t *metadata, const struct protocol *protocol,
                          const struct record *candidate, const struct activations *all,
                          struct sae *sae, struct team *threads);

/* Take up the training that a unit holds: weights, moments, steps and epochs into `sae`, made with
 * the same settings and seed; each epoch's loss into epoch_losses[most_epochs]. Fails where the
 * unit has more epochs, or another shape. */
void unit_restore(const struct artifact *unit, struct sae *sae, int most_epochs,
                  double *epoch_losses);

#endif
