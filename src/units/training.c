/* A unit is made from the settings of its candidate and from the artifacts before it. */
#include "units/training.h"
#include "autoencoder/architecture.h"
#include "files/artifact.h"
#include "program/clock.h"
#include "program/error.h"
#include "program/progress.h"
#include "protocol/paths.h"
#include "units/layout.h"
#include "units/make.h"
#include "units/metadata.h"
#include "units/rows.h"
#include <stdio.h>
#include <stdlib.h>

static const struct architecture *architecture_of(const struct settings *settings) {
    const struct architecture *architecture = architecture_named(settings->architecture);
    if (!architecture)
        fail("%s: architecture is %s, expected one that gen/settings.m4 lists",
             settings->said[SETTING_architecture]->where, settings->architecture);
    return architecture;
}

/* The name of a unit in messages: its path, its label, and the file that its rows come from. The
 * caller frees. */
static char *unit_name(const struct protocol *protocol, const struct record *candidate,
                       uint64_t seed, const char *path) {
    const struct settings *settings = settings_of(protocol, candidate);
    const struct record *rows = find_record(protocol, settings->on.name[0], "");
    const char *file = protocol->on ? NULL : settings_of(protocol, rows)->file;
    char *label = artifact_label(protocol, candidate, seed),
         *input = input_path(protocol, candidate);
    char *name = text("%s: %s on %s", path, label, file ? file : input);
    free(label);
    free(input);
    return name;
}

struct sae_settings sae_settings(const struct settings *settings, int d_model) {
    return (struct sae_settings){
        .architecture = architecture_of(settings),
        .d_model = d_model,
        .d_sae = settings->d_sae,
        .k = settings->k,
        .batch = settings->batch,
        .learning_rate = settings->learning_rate,
        .beta1 = settings->beta1,
        .beta2 = settings->beta2,
        .epsilon = settings->epsilon,
        .lambda = settings->lambda,
    };
}

/* The decoder that a candidate is aligned to, rows padded; NULL where lambda is 0. */
static real *reference_decoder(const struct protocol *protocol, const struct record *candidate,
                               const struct sae *sae) {
    if (settings_of(protocol, candidate)->lambda == 0)
        return NULL;
    char *path = reference_path(protocol, candidate);
    struct artifact artifact = artifact_read(path);
    real *decoder = unit_decoder(&artifact, sae->settings.d_sae, sae->settings.d_model);
    artifact_free(&artifact);
    free(path);
    return decoder;
}

/* --- progress --------------------------------------------------------------------------------- */

/* How far a training is. It is printed at most once in `interval` seconds. */
struct progress {
    char *label;
    double start, said, interval; /* seconds; `said` is the time of the last line */
    int first, epoch, epochs;     /* first epoch of this run, current epoch, number of epochs */
};

/* A training that is shorter than the interval prints nothing. */
static struct progress progress_of(char *label, int first, int epochs) {
    return (struct progress){.label = label,
                             .start = now(),
                             .said = now(),
                             .interval = progress_interval(),
                             .first = first,
                             .epochs = epochs};
}

static void say_progress(void *context, int step, int steps) {
    struct progress *progress = context;
    double time = now(), done = progress->epoch - progress->first + (double)step / steps;
    if (time - progress->said < progress->interval)
        return;
    progress->said = time;
    double left = (time - progress->start) / done * (progress->epochs - progress->first - done);
    fprintf(stderr, "%s: epoch %d of %d, step %d of %d, about %.0f s left\n", progress->label,
            progress->epoch + 1, progress->epochs, step, steps, left);
}

/* --- rows held out ---------------------------------------------------------------------------- */

void add_held_out_quality(json_t *metadata, const struct settings *settings,
                          const struct activations *all, struct sae *sae, struct team *threads) {
    int trained_on = rows_trained_on(settings, all).rows;
    if (trained_on == all->rows)
        return;
    struct activations rows = some_rows(all, trained_on, all->rows - trained_on);
    struct sae_trainer *trainer = sae_trainer(sae, &rows, threads);
    struct sae_quality quality = sae_evaluate(trainer, sae);
    add_number(metadata, "held_out_explained_variance", quality.explained_variance);
    free(quality.firing);
    sae_trainer_free(trainer);
}

/* --- a unit ------------------------------------------------------------------------------------
 */

static void go_on_from(const char *earlier, struct sae *sae, int epochs, double *epoch_losses) {
    struct artifact unit = artifact_read(earlier);
    unit_restore(&unit, sae, epochs, epoch_losses);
    artifact_free(&unit);
}

/* Train until `epochs` epochs are done, each one's mean loss into epoch_losses[epochs]. */
static void train(struct sae_trainer *trainer, struct sae *sae, const real *reference, char *label,
                  int epochs, double *epoch_losses) {
    struct progress progress = progress_of(label, sae->epochs, epochs);
    sae_watch(trainer, say_progress, &progress);
    for (int epoch = sae->epochs; epoch < epochs; epoch++) {
        progress.epoch = epoch;
        epoch_losses[epoch] = sae_train_epoch(trainer, sae, reference, NULL);
    }
    free(label);
}

char *make_unit(const struct protocol *protocol, const struct record *candidate, uint64_t seed,
                const char *path, const char *earlier) {
    const struct settings *declared = settings_of(protocol, candidate);
    struct normaliser normaliser;
    struct activations activations = candidate_rows(protocol, candidate, &normaliser);
    struct activations rows = rows_trained_on(declared, &activations);
    struct sae_settings settings = sae_settings(declared, activations.d_model);
    char *name = unit_name(protocol, candidate, seed, path);
    settings.name = name;
    double *epoch_losses = allocate((size_t)declared->epochs, sizeof *epoch_losses);
    struct sae *sae = sae_initialise(&settings, seed);
    struct team *threads = team(threads_wanted());
    struct sae_trainer *trainer = sae_trainer(sae, &rows, threads);
    real *reference = reference_decoder(protocol, candidate, sae);
    if (earlier)
        go_on_from(earlier, sae, declared->epochs, epoch_losses);
    train(trainer, sae, reference, artifact_label(protocol, candidate, seed), declared->epochs,
          epoch_losses);
    struct sae_quality quality = sae_evaluate(trainer, sae);

    json_t *metadata = artifact_settings(protocol, candidate, seed);
    add_quality(metadata, sae, &quality);
    add_held_out_quality(metadata, declared, &activations, sae, threads);
    if (normaliser.factor > 0)
        add_number(metadata, "normalise_factor", normaliser.factor);
    unit_write(path, metadata, sae, epoch_losses, quality.firing, normaliser.centre);
    char *outcome = text("EV %.3f", quality.explained_variance);
    json_decref(metadata);
    free(quality.firing);
    free(reference);
    free(epoch_losses);
    sae_trainer_free(trainer);
    team_free(threads);
    sae_free(sae);
    free(name);
    normaliser_free(&normaliser);
    activations_free(&activations);
    return outcome;
}
