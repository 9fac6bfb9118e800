/* The settings of a record: each line of gen/settings.m4 is a field, and its kind is the field's
 * type. The clauses of a protocol are text; here, and nowhere else, that text is read. */
#ifndef PROTOCOL_SETTINGS_H
#define PROTOCOL_SETTINGS_H

#include "protocol/protocol.h"
#include <jansson.h>

struct names {
    size_t count;
    char **name;
};
struct seeds {
    size_t count;
    uint64_t *seed;
};
struct clauses {
    size_t count;
    const struct clause **clause;
};
enum kept { KEPT_BEST, KEPT_LAST };
enum normalised { NORMALISE_NONE, NORMALISE_MEAN, NORMALISE_EXPECTED_NORM, NORMALISE_LAYER_NORM };

/* What a setting of each kind is in C; 0 or NULL where it is not given and has no default. */
typedef int count_setting, whole_setting;
typedef double number_setting, positive_setting, fraction_setting;
typedef const char *name_setting, *text_setting, *architecture_setting;
typedef enum kept kept_setting;
typedef enum normalised normalisation_setting;
typedef struct names names_setting;
typedef struct seeds seeds_setting;
typedef const struct clause *clause_setting;
typedef struct clauses clauses_setting;

struct settings {
#define ROW(word, kind, ...) kind##_setting word;
    EACH_SETTING(ROW)
#undef ROW
    /* Each as the protocol spells it, with choices filled in, and the clause that says it: NULL
     * where it is not given. */
    char *spelled[SETTINGS];
    const struct clause *said[SETTINGS];
};

/* The settings of a record of this protocol. They are read when they are first asked for, and
 * belong to the protocol. The seeds of a stage are those of this run (seeds_above). Fails where a
 * choice is not made yet, or a value is not of its kind. */
const struct settings *settings_of(const struct protocol *protocol, const struct record *record);

/* The same; fails, beginning with the record's place, where the setting is not given. */
const struct settings *settings_with(const struct protocol *protocol, const struct record *record,
                                     enum setting setting);

/* The clause bootstrap(metric = seed) of that metric, or NULL; and its seed. */
const struct clause *bootstrap_clause(const struct settings *settings, const char *metric);
uint64_t bootstrap_seed(const struct clause *clause);

/* The seeds of the references that a candidate has among the models of a stage `of`: the one that
 * its reference_seed picks, else all. A view; fails where the stage has no such seed. */
struct seeds reference_seeds(const struct settings *candidate, const struct settings *of);

/* Put what identifies a unit into its metadata: its settings, each as it is spelled, and the seed
 * that is its own. */
void add_unit_settings(json_t *metadata, const struct settings *settings, uint64_t seed);

#endif
