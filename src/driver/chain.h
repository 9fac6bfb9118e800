/* Where a value comes from: the protocol's records behind it, each line that set something in
 * them, and the artifacts that were made from them. */
#ifndef DRIVER_CHAIN_H
#define DRIVER_CHAIN_H

#include "protocol/protocol.h"

/* Print the chain behind the value `id`: its own record, then each record that this one names, and
 * so on. Each record is printed once.
 *
 *   stage adaptive_l0.retrain
 *     protocol/adaptive_l0.m4:43  epochs(40)
 *     <SHA-256>  results/units/.../seed42/epoch40.safetensors
 *   activations setup.answer
 *     ...
 *
 * `sha256sum --check` can read the lines of artifacts. The candidates behind a choice are printed
 * only if the value is the choice itself. Fails if no record gives the value. */
void print_chain(const struct protocol *protocol, const char *id);

#endif
