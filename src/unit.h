/* Making one artifact: the transformer, a file of activations, a trained SAE. */
#ifndef UNIT_H
#define UNIT_H

#include "activations.h"
#include "protocol.h"
#include "sae.h"

/* Make the artifact at `path`, one of those the protocol declares; fails where it declares none
 * such. A unit goes on from `earlier`, the unit of the same training at an earlier epoch, unless
 * that is NULL. Returns a line that says what was made and what came out; the caller frees. */
char *make_artifact(const struct protocol *protocol, const char *path, const char *earlier);

/* The SAE settings of a stage's candidate on activations of that width. */
struct sae_settings sae_settings(const struct protocol *protocol, const struct record *candidate,
                                 int d_model);

#endif
