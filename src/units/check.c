/* Each artifact is read in a process of its own, which may fail as any reader of it would. */
#include "units/check.h"
#include "activations/activations.h"
#include "autoencoder/trainer.h"
#include "files/artifact.h"
#include "program/error.h"
#include "protocol/paths.h"
#include "protocol/settings.h"
#include "units/imported.h"
#include "units/layout.h"
#include "units/metadata.h"
#include "units/rows.h"
#include "units/sources.h"
#include "units/training.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The rows that were read last. The candidates of a stage have the same ones as a rule. */
struct input {
    char *name; /* candidate_rows_name */
    struct activations activations;
    struct normaliser normaliser;
};

/* One artifact of a record, and what all artifacts of the record share. */
struct checked {
    const struct protocol *protocol;
    const struct record *record;
    uint64_t seed;
    const char *path;
    const struct input *input; /* of a unit whose weights are checked, else NULL */
};

/* Whether the metadata have each entry that `expected` has, with the same value. */
static bool metadata_holds(const char *path, json_t *metadata, json_t *expected,
                           const char *reason) {
    const char *key;
    json_t *value;
    bool holds = true;
    json_object_foreach(expected, key, value) {
        const char *found = json_string_value(json_object_get(metadata, key));
        if (found && strcmp(found, json_string_value(value)) == 0)
            continue;
        fprintf(stderr, "%s: %s is %s, expected %s %s\n", path, key, found ? found : "missing",
                json_string_value(value), reason);
        holds = false;
    }
    return holds;
}

/* Whether the metadata have only the expected entries, the hash and the path. */
static bool nothing_else_holds(const struct artifact *artifact, json_t *expected) {
    const char *key;
    json_t *value;
    bool holds = true;
    json_object_foreach(artifact->metadata, key, value) {
        if (json_object_get(expected, key) || strcmp(key, "sha256_of_rest") == 0 ||
            strcmp(key, "path") == 0)
            continue;
        fprintf(stderr, "%s: %s is %s, expected no such entry\n", artifact->path, key,
                json_string_value(value));
        holds = false;
    }
    return holds;
}

/* Whether the share of rows that each latent is kept on is what the weights give. */
static bool firing_holds(const struct artifact *artifact, const float *firing, int d_sae) {
    if (memcmp(artifact_matrix(artifact, "firing", d_sae, 0), firing,
               (size_t)d_sae * sizeof *firing) == 0)
        return true;
    fprintf(stderr, "%s: firing is not what its weights give, expected that\n", artifact->path);
    return false;
}

/* Whether what was subtracted from the rows is their mean. */
static bool centre_holds(const struct artifact *artifact, const double *centre, int d_model) {
    double *found = allocate((size_t)d_model, sizeof *found);
    artifact_doubles(artifact, "centre", d_model, found);
    bool holds = memcmp(found, centre, (size_t)d_model * sizeof *found) == 0;
    if (!holds)
        fprintf(stderr, "%s: centre is not the mean of its rows, expected that\n", artifact->path);
    free(found);
    return holds;
}

/* Whether the metrics of a unit are those that its weights give on its activations, and its
 * metadata hold nothing but settings and metrics. Its settings were checked before. */
static bool metrics_hold(const struct checked *checked, const struct artifact *artifact) {
    const struct activations *all = &checked->input->activations;
    const struct normaliser *normaliser = &checked->input->normaliser;
    const struct settings *declared = settings_of(checked->protocol, checked->record);
    json_t *expected = artifact_settings(checked->protocol, checked->record, checked->seed);
    struct sae_settings settings = sae_settings(declared, all->d_model);
    struct sae *sae = sae_initialise(&settings, checked->seed);
    double *epoch_losses = allocate((size_t)declared->epochs, sizeof *epoch_losses);
    unit_restore(artifact, sae, declared->epochs, epoch_losses);
    struct team *threads = team(1);
    struct activations rows = rows_trained_on(declared, all);
    struct sae_trainer *trainer = sae_trainer(sae, &rows, threads);
    struct sae_quality quality = sae_evaluate(trainer, sae);
    sae->steps = (int64_t)declared->epochs * ((rows.rows + settings.batch - 1) / settings.batch);
    add_quality(expected, sae, &quality);
    add_held_out_quality(expected, declared, all, sae, threads);
    if (normaliser->factor > 0)
        add_number(expected, "normalise_factor", normaliser->factor);
    bool hold = metadata_holds(artifact->path, artifact->metadata, expected, "by its weights") &&
                nothing_else_holds(artifact, expected);
    hold = firing_holds(artifact, quality.firing, settings.d_sae) && hold;
    hold =
        (!normaliser->centre || centre_holds(artifact, normaliser->centre, all->d_model)) && hold;
    json_decref(expected);
    free(quality.firing);
    free(epoch_losses);
    sae_trainer_free(trainer);
    team_free(threads);
    sae_free(sae);
    return hold;
}

/* Whether the metadata of an artifact have its settings. */
static bool settings_hold(const struct checked *checked, json_t *metadata) {
    json_t *expected = artifact_settings(checked->protocol, checked->record, checked->seed);
    bool hold = metadata_holds(checked->path, metadata, expected, "by the protocol");
    json_decref(expected);
    return hold;
}

/* Whether the rows of activations are those that their source gives. */
static bool rows_hold(const struct checked *checked, const struct artifact *artifact) {
    struct activations found = activations_of(artifact);
    struct activations expected =
        source_of(checked->record)->rows(checked->protocol, checked->record);
    bool hold = found.rows == expected.rows && found.d_model == expected.d_model;
    for (int row = 0; hold && row < found.rows; row++)
        hold = memcmp(activations_row(&found, row), activations_row(&expected, row),
                      (size_t)found.d_model * sizeof(real)) == 0;
    if (!hold)
        fprintf(stderr, "%s: rows are not what its source gives, expected those\n", artifact->path);
    activations_free(&found);
    activations_free(&expected);
    return hold;
}

static bool is_sound(const struct checked *checked) {
    struct artifact artifact = artifact_read(checked->path);
    if (is_from_files(checked->record)) {
        bool holds = imported_holds(checked->record, checked->seed, &artifact);
        artifact_free(&artifact);
        return holds;
    }
    bool sound = settings_hold(checked, artifact.metadata) &&
                 (!checked->input || metrics_hold(checked, &artifact)) &&
                 (checked->record->block != BLOCK_activations || rows_hold(checked, &artifact));
    artifact_free(&artifact);
    return sound;
}

/* Whether the artifact is sound. One that is not there has no fault. */
static bool is_sound_in_child(const struct checked *checked) {
    int status;
    if (access(checked->path, F_OK) != 0)
        return true;
    fflush(NULL);
    pid_t child = fork();
    if (child < 0)
        fail("%s: no process to check it in", checked->path);
    if (child == 0)
        exit(is_sound(checked) ? 0 : 1);
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Whether the header of a replicate's unit has its settings. A unit that is not there has no fault.
 */
static bool is_as_declared(const struct checked *checked) {
    json_t *metadata = artifact_metadata(checked->path);
    if (!metadata)
        return is_sound_in_child(checked);
    bool hold = settings_hold(checked, metadata);
    json_decref(metadata);
    return hold;
}

/* Read the rows of a candidate. Returns whether their activations are there. */
static bool read_input(const struct protocol *protocol, const struct record *candidate,
                       struct input *input) {
    char *name = candidate_rows_name(protocol, candidate);
    if (input->name && strcmp(name, input->name) == 0) {
        free(name);
        return true;
    }
    free(input->name);
    activations_free(&input->activations);
    normaliser_free(&input->normaliser);
    *input = (struct input){.name = name};
    char *path = input_path(protocol, candidate);
    bool is_there = access(path, F_OK) == 0;
    free(path);
    if (!is_there) {
        free(name);
        *input = (struct input){0};
        return false;
    }
    input->activations = candidate_rows(protocol, candidate, &input->normaliser);
    input->activations.variation = total_variation(&input->activations);
    return true;
}

/* The number of units with a fault of a stage whose models come from files. */
static size_t check_imported(const struct protocol *protocol, const struct record *stage) {
    size_t faults = 0;
    const struct seeds *places = &settings_of(protocol, stage)->seeds;
    for (size_t i = 0; i < places->count; i++) {
        char *path = unit_path(protocol, stage, places->seed[i]);
        faults +=
            !is_sound_in_child(&(struct checked){protocol, stage, places->seed[i], path, NULL});
        free(path);
    }
    return faults;
}

/* The number of units of a candidate with a fault; 0 if its activations are missing. */
static size_t check_units(const struct protocol *protocol, const struct record *candidate,
                          struct input *input) {
    size_t faults = 0;
    if (is_from_files(candidate))
        return check_imported(protocol, candidate);
    if (!protocol->on && !read_input(protocol, candidate, input))
        return 0;
    const struct seeds *seeds = &settings_of(protocol, candidate)->seeds;
    for (size_t i = 0; i < seeds->count; i++) {
        char *path = unit_path(protocol, candidate, seeds->seed[i]);
        struct checked unit = {protocol, candidate, seeds->seed[i], path,
                               protocol->on ? NULL : input};
        faults += protocol->on ? !is_as_declared(&unit) : !is_sound_in_child(&unit);
        free(path);
    }
    return faults;
}

static size_t check_record(const struct protocol *protocol, const struct record *record,
                           struct input *input) {
    if (record->block == BLOCK_stage)
        return check_units(protocol, record, input);
    if (record->block != BLOCK_transformer && record->block != BLOCK_activations)
        return 0;
    char *path = artifact_path(protocol, record);
    size_t faults = !is_sound_in_child(&(struct checked){protocol, record, 0, path, NULL});
    free(path);
    return faults;
}

size_t check_artifacts(const struct protocol *protocol) {
    struct input input = {0};
    size_t faults = 0;
    for (const struct record *record = protocol->records; record->block; record++)
        if (is_own(protocol, record))
            faults += check_record(protocol, record, &input);
    free(input.name);
    normaliser_free(&input.normaliser);
    activations_free(&input.activations);
    return faults;
}
