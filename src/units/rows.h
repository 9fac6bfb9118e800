/* The rows of a candidate: the one place where activations become what is trained on. */
#ifndef UNITS_ROWS_H
#define UNITS_ROWS_H

#include "activations/activations.h"
#include "protocol/protocol.h"
#include "protocol/settings.h"

/* What was taken from the rows trained on. A unit keeps it, so that it can be used on other rows.
 */
struct normaliser {
    double factor;  /* of expected_norm; else 0 */
    double *centre; /* [d_model] of mean; else NULL */
};

/* The rows that a candidate is trained and evaluated on, those held out too: its activations, from
 * their artifact, centred and scaled as its setting `normalise` says; how, into *normaliser. The
 * caller frees both. Fails, beginning with the clause, where they cannot be normalised so. */
struct activations candidate_rows(const struct protocol *protocol, const struct record *candidate,
                                  struct normaliser *normaliser);

void normaliser_free(struct normaliser *normaliser);

/* What tells them from other rows: the path of the activations and, if they are normalised, how;
 * the caller frees. */
char *candidate_rows_name(const struct protocol *protocol, const struct record *candidate);

/* A view of the rows that a candidate is trained on: all rows, or without the last ones if its
 * settings hold some out. Fails if no row is left to train on, or none is held out. */
struct activations rows_trained_on(const struct settings *settings, const struct activations *all);

/* A view of `rows` rows, from row `first` on. */
struct activations some_rows(const struct activations *all, int first, int rows);

#endif
