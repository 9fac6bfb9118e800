/* Choices: a stage's candidate picked by a criterion. */
#ifndef DRIVER_CHOOSING_H
#define DRIVER_CHOOSING_H

#include "metrics/candidate.h"

/* Add the values of every candidate of a stage, where it has bootstrap seeds. */
void add_candidates(struct candidates *candidates, const struct record *first,
                    struct values *values);

/* The command `choose NAME`: write the choice to its file, and print it. */
void choose(const struct protocol *protocol, const char *name);

/* Add the choice, whether a candidate met its criterion, and the chosen candidate's values under
 * the choice's name. Fails where the choice was made otherwise: units were trained by what its file
 * says. */
void choice_values(struct candidates *candidates, const struct record *choice,
                   struct values *values);

#endif
