/* Probes of transformers, as values. */
#ifndef METRICS_PROBES_H
#define METRICS_PROBES_H

#include "protocol/protocol.h"
#include "values/values.h"

/* Add what the transformer of a `probe` record predicts where a number of its input is replaced by
 * another (transformer/transformer.h). */
void probe_values(const struct protocol *protocol, const struct record *record,
                  struct values *values);

#endif
