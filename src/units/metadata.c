/* The metadata of artifacts, from the table of settings. */
#include "units/metadata.h"
#include "files/artifact.h"
#include "protocol/paths.h"
#include "protocol/settings.h"
#include <stdlib.h>

json_t *artifact_settings(const struct protocol *protocol, const struct record *record,
                          uint64_t seed) {
    json_t *metadata = json_object();
    json_object_set_new(metadata, "settings", json_string(path_of(protocol, record)));
    if (record->block == BLOCK_stage)
        add_unit_settings(metadata, settings_of(protocol, record), seed);
    return metadata;
}

void add_number(json_t *metadata, const char *key, double number) {
    char *value = exact_number(number);
    json_object_set_new(metadata, key, json_string(value));
    free(value);
}

void add_quality(json_t *metadata, const struct sae *sae, const struct sae_quality *quality) {
    add_number(metadata, "steps", (double)sae->steps);
    add_number(metadata, "explained_variance", quality->explained_variance);
    add_number(metadata, "mean_squared_error", quality->mean_squared_error);
    add_number(metadata, "l0", quality->l0);
}
