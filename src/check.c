/* Each artifact is checked in a process of its own, which may fail as any reader of it would. */
#include "check.h"
#include "activations.h"
#include "artifact.h"
#include "error.h"
#include "trainer.h"
#include "unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One artifact of a record; what the record's artifacts share stands beside it. */
struct checked {
    const struct protocol *protocol;
    const struct record *record;
    uint64_t seed;
    const char *path;
    const struct activations *activations; /* of a unit whose weights are judged too */
};

/* Whether all that `expected` holds is in the metadata, entry by entry. */
static bool metadata_holds(const struct artifact *artifact, json_t *expected, const char *reason) {
    const char *key;
    json_t *value;
    bool holds = true;
    json_object_foreach(expected, key, value) {
        const char *found = json_string_value(json_object_get(artifact->metadata, key));
        if (found && strcmp(found, json_string_value(value)) == 0)
            continue;
        fprintf(stderr, "%s: %s is %s, expected %s %s\n", artifact->path, key,
                found ? found : "missing", json_string_value(value), reason);
        holds = false;
    }
    return holds;
}

/* Whether the metadata have no entry but those expected, the hash and the path. */
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

/* Whether the unit's metrics are those that its weights give on its activations; `expected` are its
 * settings, known to be right, and gets the metrics as well. */
static bool metrics_hold(const struct checked *checked, const struct artifact *artifact,
                         json_t *expected) {
    struct sae_settings settings =
        sae_settings(checked->protocol, checked->record, checked->activations->d_model);
    struct sae *sae = sae_initialise(&settings, checked->seed);
    int epochs = (int)setting_number(checked->protocol, checked->record, "epochs");
    double *epoch_losses = allocate((size_t)epochs, sizeof *epoch_losses);
    unit_restore(artifact, sae, epochs, epoch_losses);
    struct team *threads = team(1);
    struct activations rows =
        rows_trained_on(checked->protocol, checked->record, checked->activations);
    struct sae_trainer *trainer = sae_trainer(sae, &rows, threads);
    struct sae_quality quality = sae_evaluate(trainer, sae);
    sae->steps = (int64_t)epochs * ((rows.rows + settings.batch - 1) / settings.batch);
    add_quality(expected, sae, &quality);
    add_held_out_quality(expected, checked->protocol, checked->record, checked->activations, sae,
                         threads);
    bool hold = metadata_holds(artifact, expected, "by its weights") &&
                nothing_else_holds(artifact, expected);
    size_t size = (size_t)settings.d_sae * sizeof *quality.firing;
    if (memcmp(artifact_matrix(artifact, "firing", settings.d_sae, 0), quality.firing, size) != 0) {
        fprintf(stderr, "%s: firing is not what its weights give, expected that\n", artifact->path);
        hold = false;
    }
    free(quality.firing);
    free(epoch_losses);
    sae_trainer_free(trainer);
    team_free(threads);
    sae_free(sae);
    return hold;
}

static bool is_sound(const struct checked *checked) {
    struct artifact artifact = artifact_read(checked->path);
    json_t *expected = artifact_settings(checked->protocol, checked->record, checked->seed);
    bool sound = metadata_holds(&artifact, expected, "by the protocol") &&
                 (!checked->activations || metrics_hold(checked, &artifact, expected));
    json_decref(expected);
    artifact_free(&artifact);
    return sound;
}

/* Whether the artifact is sound, or not there to be judged. */
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

/* The activations of a candidate; whether they are there. */
static bool read_input(const struct protocol *protocol, const struct record *candidate,
                       struct activations *activations) {
    char *input = input_path(protocol, candidate);
    bool is_there = access(input, F_OK) == 0;
    if (is_there) {
        struct artifact artifact = artifact_read(input);
        *activations = activations_of(&artifact);
        artifact_free(&artifact);
    }
    free(input);
    return is_there;
}

/* Faults among the units of a candidate; none where its activations are missing. */
static size_t check_units(const struct protocol *protocol, const struct record *candidate) {
    struct activations activations = {0};
    size_t count, faults = 0;
    if (!protocol->on && !read_input(protocol, candidate, &activations))
        return 0;
    uint64_t *seeds = setting_seeds(candidate, &count);
    for (size_t i = 0; i < count; i++) {
        char *path = unit_path(protocol, candidate, seeds[i],
                               (int)setting_number(protocol, candidate, "epochs"));
        faults += !is_sound_in_child(&(struct checked){protocol, candidate, seeds[i], path,
                                                       protocol->on ? NULL : &activations});
        free(path);
    }
    free(seeds);
    activations_free(&activations);
    return faults;
}

static size_t check_record(const struct protocol *protocol, const struct record *record) {
    if (strcmp(record->block, "stage") == 0)
        return check_units(protocol, record);
    if (strcmp(record->block, "transformer") != 0 && strcmp(record->block, "activations") != 0)
        return 0;
    char *path = artifact_path(protocol, record);
    size_t faults = !is_sound_in_child(&(struct checked){protocol, record, 0, path, NULL});
    free(path);
    return faults;
}

size_t check_artifacts(const struct protocol *protocol) {
    size_t faults = 0;
    for (const struct record *record = protocol->records; record->block; record++)
        if (is_own(protocol, record))
            faults += check_record(protocol, record);
    return faults;
}
