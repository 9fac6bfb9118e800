/* The sources of activations, and the artifact that keeps their rows. */
#include "units/sources.h"
#include "files/artifact.h"
#include "program/error.h"
#include "protocol/settings.h"
#include "units/metadata.h"
#include "units/transformers.h"

static struct activations file_rows(const struct protocol *protocol, const struct record *record) {
    return activations_read(settings_of(protocol, record)->file);
}

static const struct source sources[] = {
    {SETTING_from, transformer_rows},
    {SETTING_file, file_rows},
};

const struct source *source_of(const struct record *record) {
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (clause_of(record, sources[i].given_by))
            return &sources[i];
    fail("%s: %s has no source, expected one", record->where, record->name);
}

char *make_activations(const struct protocol *protocol, const struct record *record,
                       const char *path) {
    struct activations activations = source_of(record)->rows(protocol, record);
    close_rows(activations.values, activations.rows, activations.d_model);
    json_t *metadata = artifact_settings(protocol, record, 0);
    struct tensor tensor = {"activations", TENSOR_F32, activations.rows, activations.d_model,
                            activations.values};
    artifact_write(path, &tensor, 1, metadata);
    char *outcome = text("%d rows of %d", activations.rows, activations.d_model);
    json_decref(metadata);
    activations_free(&activations);
    return outcome;
}
