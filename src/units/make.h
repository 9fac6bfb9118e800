/* Making one artifact of a protocol, by its path: the transformer, a file of activations, a unit.
 */
#ifndef UNITS_MAKE_H
#define UNITS_MAKE_H

#include "protocol/protocol.h"

/* Make the artifact at `path`, one of those that the protocol declares; fails where it declares
 * none such. A unit goes on from `earlier`, the unit of the same training at an earlier epoch,
 * unless that is NULL; so does a transformer, where both keep their last weights. Returns a line
 * that says what was made and what came out; the caller frees. */
char *make_artifact(const struct protocol *protocol, const char *path, const char *earlier);

/* What a record's artifact is called where it is told of, "adaptive_l0 search k=8 seed=456"; the
 * caller frees. */
char *artifact_label(const struct protocol *protocol, const struct record *record, uint64_t seed);

#endif
