/* Where activations come from: an interface, whose cases are a transformer, a file, and the rows of
 * other activations, from which theirs are drawn (activations/drawn.h). A new source
 * is a function that gives rows and a line in the list of sources.c; its words stand in
 * gen/settings.m4, its name among the sources of gen/blocks.m4. */
#ifndef UNITS_SOURCES_H
#define UNITS_SOURCES_H

#include "activations/activations.h"
#include "protocol/protocol.h"

struct source {
    enum setting given_by; /* the setting that names such a source */
    /* The rows of an `activations` record; the caller frees with activations_free. */
    struct activations (*rows)(const struct protocol *protocol, const struct record *record);
};

/* The source that the record names. */
const struct source *source_of(const struct record *record);

/* Write the activations of a record to `path`. Returns what came out, in a text that the caller
 * frees. */
char *make_activations(const struct protocol *protocol, const struct record *record,
                       const char *path);

#endif
