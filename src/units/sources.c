/* The sources of activations, and the artifact that keeps their rows. */
#include "units/sources.h"
#include "activations/drawn.h"
#include "files/artifact.h"
#include "program/error.h"
#include "protocol/paths.h"
#include "protocol/settings.h"
#include "units/metadata.h"
#include "units/transformers.h"
#include <stdlib.h>

static struct activations file_rows(const struct protocol *protocol, const struct record *record) {
    const struct settings *settings = settings_of(protocol, record);
    return activations_read(settings->file, settings->tensor);
}

/* The rows of the activations that have this name, from their artifact. */
static struct activations rows_named(const struct protocol *protocol, const char *name) {
    char *path = artifact_path(protocol, find_record(protocol, name, ""));
    struct artifact artifact = artifact_read(path);
    struct activations rows = activations_taken(&artifact);
    free(path);
    return rows;
}

typedef struct activations drawing(const struct activations *like, uint64_t seed);

/* What the drawing makes of the rows of the activations that have this name. */
static struct activations rows_drawn_by(const struct protocol *protocol,
                                        const struct record *record, const char *name,
                                        drawing *draw) {
    struct activations like = rows_named(protocol, name);
    struct activations drawn = draw(&like, (uint64_t)settings_of(protocol, record)->seed);
    activations_free(&like);
    return drawn;
}

static struct activations drawn_like(const struct protocol *protocol, const struct record *record) {
    return rows_drawn_by(protocol, record, settings_of(protocol, record)->drawn_like,
                         gaussian_rows);
}

static struct activations permuted_like(const struct protocol *protocol,
                                        const struct record *record) {
    return rows_drawn_by(protocol, record, settings_of(protocol, record)->permuted_like,
                         permuted_rows);
}

static struct activations rotated_like(const struct protocol *protocol,
                                       const struct record *record) {
    return rows_drawn_by(protocol, record, settings_of(protocol, record)->rotated_like,
                         rotated_rows);
}

static const struct source sources[] = {
    {SETTING_from, transformer_rows},     {SETTING_file, file_rows},
    {SETTING_drawn_like, drawn_like},     {SETTING_permuted_like, permuted_like},
    {SETTING_rotated_like, rotated_like},
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
    activations_close(&activations);
    json_t *metadata = artifact_settings(protocol, record, 0);
    struct tensor tensor = {"activations", TENSOR_F32, activations.rows, activations.d_model,
                            activations.values};
    artifact_write(path, &tensor, 1, metadata);
    char *outcome = text("%d rows of %d", activations.rows, activations.d_model);
    json_decref(metadata);
    activations_free(&activations);
    return outcome;
}
