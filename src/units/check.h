/* Whether an artifact is what its path says: its settings those of the protocol, its metrics those
 * that its own weights give on its activations. Of a replicate, which has many units, the settings
 * alone, from their headers. What only training can tell is not judged here. */
#ifndef CHECK_H
#define CHECK_H

#include "protocol/protocol.h"
#include <stddef.h>

/* Check each artifact of the experiment's own records that is there. A line on standard error for
 * each fault, "<path>: <entry> is <found>, expected <value>"; one that cannot be read ends only its
 * own check. Returns how many artifacts have a fault. */
size_t check_artifacts(const struct protocol *protocol);

#endif
