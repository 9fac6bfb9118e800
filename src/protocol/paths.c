/* Paths of artifacts and tables, from the records that they belong to. */
#include "protocol/paths.h"
#include "files/artifact.h"
#include "program/error.h"
#include "protocol/resolved.h"
#include <stdlib.h>
#include <string.h>

/* The activations of a stage, as it says. */
static const struct record *input_of(const struct protocol *protocol,
                                     const struct record *candidate) {
    return find_record(protocol, settings_of(protocol, candidate)->on.name[0], "");
}

/* The path of a stage's candidate on the activations that the run is made on. */
static char *path_elsewhere(const struct protocol *protocol, const struct record *candidate) {
    char *path = expand(protocol, candidate->path);
    char *declared = expand(protocol, input_of(protocol, candidate)->path);
    char *replaced = text("%s%s", protocol->on, path + strlen(declared));
    free(declared);
    free(path);
    return replaced;
}

/* The path of a candidate with the seed in it, that of the unit that it is aligned to, as the run
 * has it. Frees `path`. */
static char *raise_reference(const struct protocol *protocol, char *path) {
    char *aligned = strstr(path, "/aligned/"), *seed = NULL, *end;
    while (aligned && (aligned = strstr(aligned + 1, "/seed")))
        seed = aligned + strlen("/seed");
    if (!seed || !protocol->seeds_above)
        return path;
    unsigned long long raised = strtoull(seed, &end, 10) + protocol->seeds_above;
    char *whole = text("%.*s%llu%s", (int)(seed - path), path, raised, end);
    free(path);
    return whole;
}

bool is_from_files(const struct record *stage) {
    return stage->block == BLOCK_stage && clause_of(stage, SETTING_file);
}

char *model_file(const struct record *stage, uint64_t place) {
    return list_item(clause_of(stage, SETTING_file)->text, place);
}

char *model_file_name(const struct record *stage, uint64_t place) {
    char *name = text("%s.%llu", stage->name, (unsigned long long)place);
    char *file = model_file(stage, place), *hash = input_hash_of(name, file, NULL);
    char *whole = text("file-%s", hash);
    free(name);
    free(file);
    free(hash);
    return whole;
}

/* The unit of the model at `place`. */
static char *imported_path(const struct record *stage, uint64_t place) {
    char *name = model_file_name(stage, place);
    char *path = text(RESULTS "/units/%s.safetensors", name);
    free(name);
    return path;
}

const char *path_of(const struct protocol *protocol, const struct record *record) {
    struct resolved *resolved = &protocol->resolved[record - protocol->records];
    if (!resolved->path)
        resolved->path = raise_reference(protocol, protocol->on && record->block == BLOCK_stage &&
                                                           !is_from_files(record)
                                                       ? path_elsewhere(protocol, record)
                                                       : expand(protocol, record->path));
    return resolved->path;
}

char *artifact_path(const struct protocol *protocol, const struct record *record) {
    const char *folder = record->block == BLOCK_transformer ? "transformers" : "activations";
    return text(RESULTS "/%s/%s.safetensors", folder, path_of(protocol, record));
}

char *input_path(const struct protocol *protocol, const struct record *candidate) {
    return protocol->on ? text(RESULTS "/activations/%s.safetensors", protocol->on)
                        : artifact_path(protocol, input_of(protocol, candidate));
}

char *unit_path(const struct protocol *protocol, const struct record *candidate, uint64_t seed) {
    if (is_from_files(candidate))
        return imported_path(candidate, seed);
    return text(RESULTS "/units/%s/seed%llu/epoch%d.safetensors", path_of(protocol, candidate),
                (unsigned long long)seed,
                settings_with(protocol, candidate, SETTING_epochs)->epochs);
}

char *reference_path(const struct protocol *protocol, const struct record *candidate) {
    const struct settings *settings = settings_of(protocol, candidate);
    const struct record *reference = find_record(protocol, settings->align_to, "");
    return unit_path(protocol, reference,
                     reference_seeds(settings, settings_of(protocol, reference)).seed[0]);
}

char *table_path(const struct protocol *protocol, const struct record *record, const char *suffix) {
    return text("%s/%.*s/%s.%s.tsv", protocol->folder, (int)strcspn(record->name, "."),
                record->name, short_name(record->name), suffix);
}
