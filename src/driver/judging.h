/* Claims: sentences that the numbers pick. */
#ifndef DRIVER_JUDGING_H
#define DRIVER_JUDGING_H

#include "protocol/protocol.h"
#include "values/values.h"

/* Write <folder>/<experiment>/claims.tsv: of each claim of the experiment the verdict, the words
 * that it answers, its sentence, and the values that its conditions look at. */
void write_claims(const struct protocol *protocol, struct values *values);

#endif
