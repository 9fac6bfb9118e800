/* Whether an artifact is what its path says. Its settings must be those of the protocol. The rows
 * of activations must be those that their source gives, and the metrics of a unit those that its
 * own weights give on its activations. A replicate has many units: of these only the settings are
 * checked, as their headers say them. Faults that only training can show are not found here. */
#ifndef UNITS_CHECK_H
#define UNITS_CHECK_H

#include "protocol/protocol.h"
#include <stddef.h>

/* Check each artifact of the experiment's own records, if it is there. Each fault is a line on
 * standard error, "<path>: <entry> is <found>, expected <value>". An artifact that cannot be read
 * does not stop the check of the others. Returns how many artifacts have a fault. */
size_t check_artifacts(const struct protocol *protocol);

#endif
