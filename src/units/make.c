/* From a path to the record whose artifact it is, and to what makes that. */
#include "units/make.h"
#include "program/error.h"
#include "protocol/paths.h"
#include "protocol/settings.h"
#include "units/imported.h"
#include "units/sources.h"
#include "units/training.h"
#include "units/transformers.h"
#include <stdlib.h>
#include <string.h>

/* `label` with one more setting behind it, unless that has no value; frees it. */
static char *with_setting(char *label, const char *name, const char *value) {
    if (!value)
        return label;
    char *longer = text("%s %s=%s", label, name, value);
    free(label);
    return longer;
}

char *artifact_label(const struct protocol *protocol, const struct record *record, uint64_t seed) {
    int length = (int)strcspn(record->name, ".");
    const char *name = short_name(record->name);
    if (record->block != BLOCK_stage)
        return text("%.*s %s %s", length, record->name, block_name(record->block), name);
    const struct settings *settings = settings_of(protocol, record);
    if (is_from_files(record)) {
        char *file = model_file(record, seed);
        char *label = text("%.*s %s file=%s", length, record->name, name, file);
        free(file);
        return label;
    }
    bool is_aligned = settings->lambda > 0;
    bool is_by_epoch = clause_of(record, SETTING_vary) &&
                       list_has(clause_of(record, SETTING_vary)->value, "epochs", ',');
    char *label = text("%.*s %s k=%s", length, record->name, name, settings->spelled[SETTING_k]);
    label = with_setting(label, "lambda", is_aligned ? settings->spelled[SETTING_lambda] : NULL);
    label = with_setting(label, "reference",
                         is_aligned ? settings->spelled[SETTING_reference_seed] : NULL);
    label = with_setting(label, "epochs", is_by_epoch ? settings->spelled[SETTING_epochs] : NULL);
    char *own_seed = text("%llu", (unsigned long long)seed);
    label = with_setting(label, "seed", own_seed);
    free(own_seed);
    return label;
}

/* Whether `path` is a unit of this candidate; its seed into *seed. */
static bool is_unit_of(const struct protocol *protocol, const struct record *candidate,
                       const char *path, uint64_t *seed) {
    const struct seeds *seeds = &settings_of(protocol, candidate)->seeds;
    bool found = false;
    for (size_t i = 0; i < seeds->count && !found; i++) {
        char *unit = unit_path(protocol, candidate, seeds->seed[i]);
        found = strcmp(unit, path) == 0;
        *seed = seeds->seed[i];
        free(unit);
    }
    return found;
}

static bool is_artifact_of(const struct protocol *protocol, const struct record *record,
                           const char *path) {
    char *own = artifact_path(protocol, record);
    bool is_it = strcmp(own, path) == 0;
    free(own);
    return is_it;
}

/* Make the artifact at `path` if it is one of this record's; NULL if it is none. */
static char *make_of(const struct protocol *protocol, const struct record *record, const char *path,
                     const char *earlier, uint64_t *seed) {
    switch (record->block) {
    case BLOCK_stage:
        return !is_pending(protocol, record) && is_unit_of(protocol, record, path, seed)
                   ? is_from_files(record) ? import_unit(record, *seed, path)
                                           : make_unit(protocol, record, *seed, path, earlier)
                   : NULL;
    case BLOCK_transformer:
        return is_artifact_of(protocol, record, path)
                   ? make_transformer(protocol, record, path, earlier)
                   : NULL;
    case BLOCK_activations:
        return is_artifact_of(protocol, record, path) ? make_activations(protocol, record, path)
                                                      : NULL;
    default:
        return NULL;
    }
}

char *make_artifact(const struct protocol *protocol, const char *path, const char *earlier) {
    for (const struct record *record = protocol->records; record->block; record++) {
        uint64_t seed = 0;
        char *outcome = make_of(protocol, record, path, earlier, &seed);
        if (!outcome)
            continue;
        char *label = artifact_label(protocol, record, seed);
        char *line = text("%s  %s", label, outcome);
        free(label);
        free(outcome);
        return line;
    }
    fail("%s: no artifact of experiment %s", path, protocol->experiment);
}
