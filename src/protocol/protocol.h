/* A protocol as the C reading of gen/ leaves it: a table of records, each a block's settings.
 *
 *   record   stage  adaptive_l0.search  k4  path  where  settings --> | k      | 4         | ... |
 *   record   choose adaptive_l0.best_k      ""    where  settings --> | seeds  | 42,123,.. | ... |
 *   ...                                                               | {0}                     |
 *   {0}
 *
 * A stage has one record a candidate. A path or a value may hold $(name): $(experiment.choice),
 * read from the file that the choice wrote, or $(input.record), the hash of a file of activations.
 */
#ifndef PROTOCOL_H
#define PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a condition looks its values up (values.h). */
struct scope;

struct setting {
    const char *word, *value; /* a list's values are parted by commas */
    const char *where;        /* "protocol/adaptive_l0.m4:12" */
    const char *verdict;      /* of `when`, `otherwise`; of `published`: where it was */
    const char *text;         /* a sentence, a caption, a path */
    bool (*holds)(const struct scope *scope); /* of a condition, else NULL */
};

struct record {
    const char *block, *name, *candidate, *path, *where;
    const struct setting *settings; /* ended by an empty one */
};

/* What a generated table begins with (no brackets, which m4 would take for quotes). */
#define SETTINGS(name) static const struct setting name[]
#define RECORDS static const struct record protocol_records[]

/* An experiment's whole protocol: its own records and those it uses. A run may keep its choices and
 * tables in a folder of its own, and train on other activations than the protocol says: so an
 * experiment is repeated as it stands. */
struct protocol {
    const char *experiment, *title;
    const struct record *records; /* ended by an empty one */
    const char *folder;           /* of choices and tables: RESULTS, or another */
    const char *on;               /* path of the activations of every stage; NULL: as it says */
};

/* Whether the record is the experiment's own, not the setup's or another's. */
bool is_own(const struct protocol *protocol, const struct record *record);

/* The record of that full name and candidate ("" for none); where the candidate is one of the
 * stage's choices, the one chosen. NULL where there is none. */
const struct record *find_record(const struct protocol *protocol, const char *name,
                                 const char *candidate);

/* A setting, or NULL. */
const struct setting *find_setting(const struct record *record, const char *word);

/* A setting's value with every $(name) replaced; the caller frees. Fails at the record where the
 * setting is missing. */
char *setting_text(const struct protocol *protocol, const struct record *record, const char *word);

/* The same as a number. */
double setting_number(const struct protocol *protocol, const struct record *record,
                      const char *word);

/* The whole numbers of a record's seeds, into a block that the caller frees. */
uint64_t *setting_seeds(const struct record *record, size_t *count);

/* The item at `place` of a comma-separated list, in a string that the caller frees; NULL past its
 * end. */
char *list_item(const char *list, size_t place);

/* Whether one of the list's items, parted by `comma`, is this one. */
bool list_has(const char *list, const char *item, char comma);

/* `text` with every $(name) replaced; the caller frees. Fails where a choice is not made yet. */
char *expand(const struct protocol *protocol, const char *text);

/* Where artifacts are: results/transformers/P.safetensors, results/activations/P.safetensors, and
 * results/units/P/seed42/epoch25.safetensors. The caller frees. */
char *artifact_path(const struct protocol *protocol, const struct record *record);
char *input_path(const struct protocol *protocol, const struct record *stage);
char *unit_path(const struct protocol *protocol, const struct record *stage, uint64_t seed,
                int epoch);

/* A stage's own path, P above: that of its activations, and then its settings. */
char *stage_path(const struct protocol *protocol, const struct record *stage);

/* Where the choice of that full name (experiment.choice) is written; the caller frees. */
char *choice_path(const struct protocol *protocol, const char *name);

#endif
