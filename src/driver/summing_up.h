/* The command `values`: everything that an experiment gives, as its tables. */
#ifndef DRIVER_SUMMING_UP_H
#define DRIVER_SUMMING_UP_H

#include "protocol/protocol.h"

/* Write values.tsv, claims.tsv and the tables for figures of the experiment. */
void write_values(const struct protocol *protocol);

#endif
