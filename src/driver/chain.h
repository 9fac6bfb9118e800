/* What a value is made of: the records of the protocol behind it, each line that set something in
 * them, and the artifacts that came of them. */
#ifndef CHAIN_H
#define CHAIN_H

#include "protocol/protocol.h"

/* Print the chain behind the value `id`: its own record, then each record that this one names, and
 * so on, every one once.
 *
 *   stage adaptive_l0.retrain
 *     protocol/adaptive_l0.m4:43  epochs(40)
 *     <SHA-256>  results/units/.../seed42/epoch40.safetensors
 *   activations setup.answer
 *     ...
 *
 * Lines of artifacts are what `sha256sum --check` reads. The candidates behind a choice are told
 * where the value is the choice itself. Fails where no record gives the value. */
void print_chain(const struct protocol *protocol, const char *id);

#endif
