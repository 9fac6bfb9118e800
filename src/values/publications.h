/* The publications that a run is held against. Each is a file of published values:
 *
 *   data/reported.tsv          the report itself: its values have the ids published.<id>
 *   data/reported-paper.tsv    the publication `paper`: its values have the ids paper.<id>
 *
 * Columns: the id of the value that a run gives for it, the value as printed, its place there. A
 * third publication is one more file. No id stands in two of them (src/check_call.sh).
 */
#ifndef VALUES_PUBLICATIONS_H
#define VALUES_PUBLICATIONS_H

#include "values/values.h"
#include <stdbool.h>
#include <stddef.h>

#define PUBLISHED_NAME "published"
#define AS_PUBLISHED "as published" /* the formula of a published value */
#define PUBLISHED_PATH "data/reported.tsv"

struct publication {
    char *name;   /* PUBLISHED_NAME, or "paper": what the ids of its values begin with */
    char *path;   /* "data/reported-paper.tsv" */
    char *suffix; /* what the names of its tables have at their end: "", or "-paper" */
};

struct publications {
    size_t count;
    struct publication *items; /* the report first, the others by their names */
};

/* Those that have a file. The caller frees them with publications_free. */
struct publications publications_find(void);

void publications_free(struct publications *publications);

/* The publication that the id begins with, or NULL. */
const struct publication *publication_of(const struct publications *publications, const char *id);

/* Add each of its values to `values` as <name>.<id>. It is printed as it was published, and `where`
 * is its place in the publication. Fails if the file is missing or malformed. */
void publication_read(struct values *values, const struct publication *publication);

/* The same for the publication of that name. Returns false if there is none. */
bool publication_read_named(struct values *values, const char *name);

/* The same for all publications. */
void publications_read(struct values *values);

/* The id of a published value without the name of its publication, borrowed. */
const char *rebuilt_id(const struct value *published);

#endif
