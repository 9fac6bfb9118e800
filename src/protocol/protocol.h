/* A protocol as the C reading of gen/ leaves it: a table of records, each a block's clauses.
 *
 *   record   stage  adaptive_l0.search  k4  path  where  clauses --> | k      | 4         | ... |
 *   record   choose adaptive_l0.best_k      ""    where  clauses --> | seeds  | 42,123,.. | ... |
 *   ...                                                              | {0}                     |
 *   {0}
 *
 * A stage has one record a candidate. A path or a value may hold $(name): $(experiment.choice) is
 * read from the file that the choice wrote, and $(input.record) is the hash of a file of
 * activations.
 */
#ifndef PROTOCOL_PROTOCOL_H
#define PROTOCOL_PROTOCOL_H

#include "settings_table.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The blocks and settings of gen/settings.m4, in its order. */
enum block_kind {
    NO_BLOCK,
#define ROW(name) BLOCK_##name,
    EACH_BLOCK(ROW)
#undef ROW
};
enum setting {
    SETTING_none = -1,
#define ROW(word, ...) SETTING_##word,
    EACH_SETTING(ROW)
#undef ROW
        SETTINGS
};

/* Where a condition looks its values up (values/values.h). */
struct scope;

struct clause {
    enum setting setting;
    const char *name;  /* "k"; with what it is of, where there may be several: "bootstrap.delta" */
    const char *value; /* a list's values are separated by commas */
    const char *where; /* "protocol/adaptive_l0.m4:12" */
    const char *verdict; /* of `when`, `otherwise`; of `published`: where it was */
    const char *text;    /* a sentence, a caption, a path */
    bool (*holds)(const struct scope *scope); /* of a condition, else NULL */
};

struct record {
    enum block_kind block;
    const char *name, *candidate, *path, *where;
    const struct clause *clauses; /* ended by one without a name */
};

/* What a generated table begins with (no brackets, which m4 would take for quotes). */
#define CLAUSES(name) static const struct clause name[]
#define RECORDS static const struct record protocol_records[]

/* An experiment's whole protocol: its own records and those it uses. To repeat an experiment
 * unchanged, a run may have a folder of its own for choices and tables, and train on other
 * activations and with other seeds than the protocol says. */
struct protocol {
    const char *experiment, *title;
    const struct record *records; /* ended by an empty one */
    const char *folder;           /* of choices and tables: RESULTS, or another */
    const char *on;            /* path of the activations of every stage; NULL: each stage's own */
    uint64_t seeds_above;      /* added to each seed of a stage */
    struct resolved *resolved; /* [records] what was computed for each */
};

/* All texts are borrowed. The caller frees with protocol_close. */
struct protocol protocol_open(const char *experiment, const char *title,
                              const struct record *records, const char *folder, const char *on);
void protocol_close(struct protocol *protocol);

/* How a protocol calls a block. */
const char *block_name(enum block_kind block);

/* The setting of that word; SETTING_none where there is none. */
enum setting setting_named(const char *word);

/* A clause of the record, or NULL. */
const struct clause *clause_of(const struct record *record, enum setting setting);

/* Whether the record is the experiment's own, not the setup's or another's. */
bool is_own(const struct protocol *protocol, const struct record *record);

/* The name without its experiment: "search" of "adaptive_l0.search". */
const char *short_name(const char *name);

/* experiment.name, or of a candidate experiment.name.candidate; the caller frees. */
char *record_id(const struct record *record);

/* The record of that full name and candidate ("" for none); where the candidate is one of the
 * stage's choices, the one chosen. NULL where there is none. */
const struct record *find_record(const struct protocol *protocol, const char *name,
                                 const char *candidate);

/* The same of a candidate's name, "experiment.stage@candidate". */
const struct record *find_candidate(const struct protocol *protocol, const char *name);

/* The candidates of the stage that `first` begins: so many records of one name, one behind the
 * other. first_candidate fails where there is no such stage. */
const struct record *first_candidate(const struct protocol *protocol, const char *stage);
size_t candidate_count(const struct record *first);

/* The item at `place` of a comma-separated list, in a string that the caller frees; NULL past its
 * end. */
char *list_item(const char *list, size_t place);

/* Whether one of the list's items, which `comma` separates, is this one. */
bool list_has(const char *list, const char *item, char comma);

/* `text` with every $(name) replaced; the caller frees. Fails where a choice is not made yet. */
char *expand(const struct protocol *protocol, const char *text);

/* The start of the hash of what lies at `path`, which stands in paths of what is made from it: that
 * which Make has told under this name (INPUT_HASHES), or else it is taken. The caller frees. */
char *input_hash_of(const char *name, const char *path, const char *tensor);

/* Whether the record's path waits for a choice that is not made yet. */
bool is_pending(const struct protocol *protocol, const struct record *record);

/* Where the choice of that full name (experiment.choice) is written; the caller frees. */
char *choice_path(const struct protocol *protocol, const char *name);

#endif
