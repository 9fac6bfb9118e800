/* The artifact of a transformer: made by training, and read for its activations. */
#ifndef UNITS_TRANSFORMERS_H
#define UNITS_TRANSFORMERS_H

#include "activations/activations.h"
#include "protocol/protocol.h"
#include "transformer/transformer.h"

/* Train the transformer of a record and write it to `path`, going on from the artifact `earlier`
 * unless that is NULL. Returns what came out, in a text that the caller frees. */
char *make_transformer(const struct protocol *protocol, const struct record *record,
                       const char *path, const char *earlier);

/* The activations that a record takes from a transformer; the caller frees with
 * activations_free. */
struct activations transformer_rows(const struct protocol *protocol, const struct record *record);

/* What the transformer of a `probe` record predicts where a number is replaced, as the record says.
 */
struct probe probe_transformer(const struct protocol *protocol, const struct record *record);

#endif
