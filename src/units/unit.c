/* Each artifact is made from the settings of its record and from the artifacts before it. */
#include "units/unit.h"
#include "files/artifact.h"
#include "program/clock.h"
#include "consistency/consistency.h"
#include "program/error.h"
#include "transformer/modular.h"
#include "arithmetic/team.h"
#include "autoencoder/architecture.h"
#include "autoencoder/trainer.h"
#include "transformer/transformer.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- what they are called ------------------------------------------------------------------- */

/* "adaptive_l0 search k=8 seed=456" */
static char *label_of(const struct protocol *protocol, const struct record *record, uint64_t seed) {
    const char *dot = strchr(record->name, '.');
    int length = (int)(dot - record->name);
    if (strcmp(record->block, "stage") != 0)
        return text("%.*s %s %s", length, record->name, record->block, dot + 1);
    char *k = setting_text(protocol, record, "k");
    char *lambda = setting_text(protocol, record, "lambda");
    bool is_aligned = strtod(lambda, NULL) > 0;
    char *label =
        text("%.*s %s k=%s%s%s seed=%llu", length, record->name, dot + 1, k,
             is_aligned ? " lambda=" : "", is_aligned ? lambda : "", (unsigned long long)seed);
    free(k);
    free(lambda);
    return label;
}

/* --- what artifacts say of themselves ------------------------------------------------------- */

/* What identifies a unit: with the seed and the input, all that its numbers depend on. */
static const char *const unit_words[] = {"architecture",  "d_sae", "k",     "lambda",  "batch",
                                         "learning_rate", "beta1", "beta2", "epsilon", "epochs"};

static void set_setting(json_t *metadata, const struct protocol *protocol,
                        const struct record *record, const char *word) {
    char *value = setting_text(protocol, record, word);
    json_object_set_new(metadata, word, json_string(value));
    free(value);
}

static void set_number(json_t *metadata, const char *key, double number) {
    char *value = exact_number(number);
    json_object_set_new(metadata, key, json_string(value));
    free(value);
}

json_t *artifact_settings(const struct protocol *protocol, const struct record *record,
                          uint64_t seed) {
    json_t *metadata = json_object();
    bool is_stage = strcmp(record->block, "stage") == 0;
    char *path = is_stage ? stage_path(protocol, record) : expand(protocol, record->path);
    json_object_set_new(metadata, "settings", json_string(path));
    free(path);
    if (!is_stage)
        return metadata;
    for (size_t i = 0; i < sizeof unit_words / sizeof *unit_words; i++)
        set_setting(metadata, protocol, record, unit_words[i]);
    set_number(metadata, "seed", (double)seed);
    if (find_setting(record, "held_out"))
        set_setting(metadata, protocol, record, "held_out");
    return metadata;
}

void add_quality(json_t *metadata, const struct sae *sae, const struct sae_quality *quality) {
    set_number(metadata, "steps", (double)sae->steps);
    set_number(metadata, "explained_variance", quality->explained_variance);
    set_number(metadata, "mean_squared_error", quality->mean_squared_error);
    set_number(metadata, "l0", quality->l0);
}

/* --- transformer ---------------------------------------------------------------------------- */

static struct modular_task task_of(const struct protocol *protocol,
                                   const struct record *transformer) {
    const struct record *task =
        find_record(protocol, find_setting(transformer, "learns")->value, "");
    return modular_task((int)setting_number(protocol, task, "modulus"),
                        setting_number(protocol, task, "train_fraction"),
                        (uint64_t)setting_number(protocol, task, "split_seed"));
}

static struct transformer_settings transformer_settings(const struct protocol *protocol,
                                                        const struct record *record,
                                                        const struct modular_task *task) {
    char *kept = setting_text(protocol, record, "keep");
    bool keeps_last = strcmp(kept, "last") == 0;
    free(kept);
    return (struct transformer_settings){
        .layers = (int)setting_number(protocol, record, "layers"),
        .d_model = (int)setting_number(protocol, record, "d_model"),
        .heads = (int)setting_number(protocol, record, "heads"),
        .d_mlp = (int)setting_number(protocol, record, "d_mlp"),
        .vocabulary = modular_vocabulary(task),
        .answer_position = ANSWER_POSITION,
        .layernorm_epsilon = setting_number(protocol, record, "layernorm_epsilon"),
        .initial_scale = setting_number(protocol, record, "initial_scale"),
        .learning_rate = setting_number(protocol, record, "learning_rate"),
        .beta1 = setting_number(protocol, record, "beta1"),
        .beta2 = setting_number(protocol, record, "beta2"),
        .epsilon = setting_number(protocol, record, "epsilon"),
        .weight_decay = setting_number(protocol, record, "weight_decay"),
        .batch = (int)setting_number(protocol, record, "batch"),
        .epochs = (int)setting_number(protocol, record, "epochs"),
        .keeps_last = keeps_last,
    };
}

static const char *const moment_names[] = {"moment1", "moment2"};

/* Take up the training whose end an artifact keeps: its weights into `transformer`, the rest into
 * what is returned, for transformer_history_free. */
static struct transformer_history earlier_training(const char *path,
                                                   const struct modular_task *task,
                                                   struct transformer *transformer) {
    const struct transformer_settings *settings = &transformer->settings;
    struct artifact artifact = artifact_read(path);
    int size = (int)transformer->size;
    int epochs = artifact_count(&artifact, "epochs_trained", settings->epochs - 1);
    int steps = epochs * ((task->train_examples + settings->batch - 1) / settings->batch);
    struct transformer_history history = {.epochs_trained = epochs, .steps = steps};
    memcpy(transformer->values, artifact_matrix(&artifact, "values", size, 0),
           (size_t)size * sizeof(real));
    for (int i = 0; i < 2; i++)
        history.moments[i] = memcpy(room((size_t)size, sizeof(real)),
                                    artifact_matrix(&artifact, moment_names[i], size, 0),
                                    (size_t)size * sizeof(real));
    history.step_losses = room((size_t)steps, sizeof *history.step_losses);
    artifact_doubles(&artifact, "step_losses", steps, history.step_losses);
    artifact_free(&artifact);
    return history;
}

/* All parameters in one array `values`, in the order of the study's state_dict. Where the last are
 * kept Adam's moments are too, so that a later epoch may go on from here. */
static char *make_transformer(const struct protocol *protocol, const struct record *record,
                              const char *path, const char *earlier) {
    struct modular_task task = task_of(protocol, record);
    struct transformer_settings settings = transformer_settings(protocol, record, &task);
    struct torch_generator generator;
    struct transformer *transformer = transformer_initialise(
        &settings, (uint64_t)setting_number(protocol, record, "seed"), &generator);
    struct transformer_history before = {0};
    if (earlier)
        before = earlier_training(earlier, &task, transformer);
    struct transformer_history history =
        transformer_train(transformer, &task, &generator, earlier ? &before : NULL);

    json_t *metadata = artifact_settings(protocol, record, 0);
    set_number(metadata, "best_epoch", history.best_epoch);
    set_number(metadata, "epochs_trained", history.epochs_trained);
    set_number(metadata, "validation_accuracy", history.validation_accuracy);
    int size = (int)transformer->size;
    struct tensor tensors[] = {
        {"values", TENSOR_F32, size, 0, transformer->values},
        {"step_losses", TENSOR_F64, history.steps, 0, history.step_losses},
        {moment_names[0], TENSOR_F32, size, 0, history.moments[0]},
        {moment_names[1], TENSOR_F32, size, 0, history.moments[1]},
    };
    artifact_write(path, tensors, settings.keeps_last ? 4 : 2, metadata);
    char *outcome = text("epoch %d kept, validation accuracy %.4f", history.best_epoch,
                         history.validation_accuracy);
    json_decref(metadata);
    transformer_history_free(&before);
    transformer_history_free(&history);
    transformer_free(transformer);
    modular_free(&task);
    return outcome;
}

/* --- activations ---------------------------------------------------------------------------- */

static struct activations extract(const struct protocol *protocol, const struct record *record) {
    const struct record *source = find_record(protocol, find_setting(record, "from")->value, "");
    struct modular_task task = task_of(protocol, source);
    struct transformer_settings settings = transformer_settings(protocol, source, &task);
    struct torch_generator generator;
    struct transformer *transformer = transformer_initialise(&settings, 0, &generator);

    char *path = artifact_path(protocol, source);
    struct artifact artifact = artifact_read(path);
    memcpy(transformer->values, artifact_matrix(&artifact, "values", (int)transformer->size, 0),
           transformer->size * sizeof *transformer->values);
    struct activations activations =
        transformer_activations(transformer, &task, (int)setting_number(protocol, record, "layer"),
                                (int)setting_number(protocol, record, "position"));
    artifact_free(&artifact);
    free(path);
    transformer_free(transformer);
    modular_free(&task);
    return activations;
}

static char *make_activations(const struct protocol *protocol, const struct record *record,
                              const char *path) {
    const struct setting *file = find_setting(record, "file");
    struct activations activations =
        file ? activations_read(file->text) : extract(protocol, record);
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

/* --- sparse autoencoders -------------------------------------------------------------------- */

static const struct architecture *architecture_of(const struct protocol *protocol,
                                                  const struct record *candidate) {
    char *name = setting_text(protocol, candidate, "architecture");
    const struct architecture *architecture = architecture_named(name);
    if (!architecture)
        fail("%s: architecture is %s, expected one that this program has",
             find_setting(candidate, "architecture")->where, name);
    free(name);
    return architecture;
}

struct sae_settings sae_settings(const struct protocol *protocol, const struct record *candidate,
                                 int d_model) {
    return (struct sae_settings){
        .architecture = architecture_of(protocol, candidate),
        .d_model = d_model,
        .d_sae = (int)setting_number(protocol, candidate, "d_sae"),
        .k = (int)setting_number(protocol, candidate, "k"),
        .batch = (int)setting_number(protocol, candidate, "batch"),
        .learning_rate = setting_number(protocol, candidate, "learning_rate"),
        .beta1 = setting_number(protocol, candidate, "beta1"),
        .beta2 = setting_number(protocol, candidate, "beta2"),
        .epsilon = setting_number(protocol, candidate, "epsilon"),
        .lambda = setting_number(protocol, candidate, "lambda"),
    };
}

/* A unit's tensors: weights, Adam's moments (so that a later epoch may go on from here), the mean
 * loss of each epoch, and the share of rows that each latent is kept on. */
enum {
    UNIT_MATRICES = 6,
    UNIT_VECTORS = 3,
    UNIT_MEASURES = 2,
    UNIT_TENSORS = UNIT_MATRICES + UNIT_VECTORS + UNIT_MEASURES
};
static const char *const matrix_names[UNIT_MATRICES] = {"encoder",         "decoder",
                                                        "encoder.moment1", "encoder.moment2",
                                                        "decoder.moment1", "decoder.moment2"};
static const char *const vector_names[UNIT_VECTORS] = {"bias", "bias.moment1", "bias.moment2"};

static void unit_matrices(struct sae *sae, real *matrices[UNIT_MATRICES]) {
    real *all[UNIT_MATRICES] = {sae->encoder,
                                sae->decoder,
                                sae->encoder_moments[0],
                                sae->encoder_moments[1],
                                sae->decoder_moments[0],
                                sae->decoder_moments[1]};
    memcpy(matrices, all, sizeof all);
}

static void unit_vectors(struct sae *sae, real *vectors[UNIT_VECTORS]) {
    real *all[UNIT_VECTORS] = {sae->bias, sae->bias_moments[0], sae->bias_moments[1]};
    memcpy(vectors, all, sizeof all);
}

void unit_restore(const struct artifact *unit, struct sae *sae, int most_epochs,
                  double *epoch_losses) {
    int d_sae = sae->settings.d_sae, d_model = sae->settings.d_model;
    real *matrices[UNIT_MATRICES], *vectors[UNIT_VECTORS];
    unit_matrices(sae, matrices);
    unit_vectors(sae, vectors);
    for (int i = 0; i < UNIT_MATRICES; i++)
        pad_rows(artifact_matrix(unit, matrix_names[i], d_sae, d_model), d_sae, d_model,
                 matrices[i]);
    for (int i = 0; i < UNIT_VECTORS; i++)
        memcpy(vectors[i], artifact_matrix(unit, vector_names[i], d_sae, 0),
               (size_t)d_sae * sizeof *vectors[i]);
    int epochs = artifact_count(unit, "epochs", most_epochs);
    const float *losses = artifact_matrix(unit, "epoch_losses", epochs, 0);
    for (int epoch = 0; epoch < epochs; epoch++)
        epoch_losses[epoch] = losses[epoch];
    sae->steps = artifact_count(unit, "steps", INT_MAX);
    sae_skip_epochs(sae, epochs);
}

/* The decoder that a candidate is aligned to, rows padded; NULL where lambda is 0. */
static real *reference_decoder(const struct protocol *protocol, const struct record *candidate,
                               const struct sae *sae) {
    if (sae->settings.lambda == 0)
        return NULL;
    const struct record *reference =
        find_record(protocol, find_setting(candidate, "align_to")->value, "");
    size_t count;
    uint64_t *seeds = setting_seeds(reference, &count);
    char *path = unit_path(protocol, reference, seeds[0],
                           (int)setting_number(protocol, reference, "epochs"));
    struct artifact artifact = artifact_read(path);
    int d_sae = sae->settings.d_sae, d_model = sae->settings.d_model;
    real *decoder =
        padded_rows(artifact_matrix(&artifact, "decoder", d_sae, d_model), d_sae, d_model);
    artifact_free(&artifact);
    free(path);
    free(seeds);
    return decoder;
}

/* The end of `sae`: its rows close up where they stand, for a second copy may be large. */
static void write_unit(const char *path, json_t *metadata, struct sae *sae,
                       const double *epoch_losses, const float *firing) {
    int d_sae = sae->settings.d_sae, d_model = sae->settings.d_model;
    real *matrices[UNIT_MATRICES], *vectors[UNIT_VECTORS];
    unit_matrices(sae, matrices);
    unit_vectors(sae, vectors);
    struct tensor tensors[UNIT_TENSORS];
    for (int i = 0; i < UNIT_MATRICES; i++) {
        close_rows(matrices[i], d_sae, d_model);
        tensors[i] = (struct tensor){matrix_names[i], TENSOR_F32, d_sae, d_model, matrices[i]};
    }
    for (int i = 0; i < UNIT_VECTORS; i++)
        tensors[UNIT_MATRICES + i] =
            (struct tensor){vector_names[i], TENSOR_F32, d_sae, 0, vectors[i]};
    float *losses = allocate((size_t)sae->epochs, sizeof *losses);
    for (int epoch = 0; epoch < sae->epochs; epoch++)
        losses[epoch] = (float)epoch_losses[epoch];
    tensors[UNIT_MATRICES + UNIT_VECTORS] =
        (struct tensor){"epoch_losses", TENSOR_F32, sae->epochs, 0, losses};
    tensors[UNIT_MATRICES + UNIT_VECTORS + 1] =
        (struct tensor){"firing", TENSOR_F32, d_sae, 0, firing};

    artifact_write(path, tensors, UNIT_TENSORS, metadata);
    free(losses);
}

/* How far a training is; said at most once in `interval` seconds. */
struct progress {
    char *label;
    double start, said, interval; /* seconds */
    int first, epoch, epochs;     /* the first trained here, this one, and how many there are */
};

/* A training that is over before the first interval is says nothing. PROGRESS is that interval. */
static struct progress progress_of(const struct protocol *protocol, const struct record *candidate,
                                   uint64_t seed, int first, int epochs) {
    const char *wanted = getenv("PROGRESS");
    char *end = NULL;
    double interval = wanted ? strtod(wanted, &end) : 10;
    if (wanted && (*wanted == '\0' || *end != '\0' || !(interval >= 0)))
        fail("PROGRESS is \"%s\", expected seconds between two lines, such as 10", wanted);
    return (struct progress){.label = label_of(protocol, candidate, seed),
                             .start = now(),
                             .said = now(),
                             .interval = interval,
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

/* A view of some rows; what is known of all is not of these. */
static struct activations some_rows(const struct activations *all, int first, int rows) {
    struct activations some = *all;
    some.rows = rows;
    some.values += (size_t)first * (size_t)all->stride;
    some.variation = 0;
    return some;
}

struct activations rows_trained_on(const struct protocol *protocol, const struct record *candidate,
                                   const struct activations *all) {
    const struct setting *held_out = find_setting(candidate, "held_out");
    if (!held_out)
        return *all;
    int rows = (int)((1 - setting_number(protocol, candidate, "held_out")) * all->rows);
    if (rows == 0 || rows == all->rows)
        fail("%s: held_out(%s) leaves %d of %d rows to train on, expected some of both",
             held_out->where, held_out->value, rows, all->rows);
    return some_rows(all, 0, rows);
}

void add_held_out_quality(json_t *metadata, const struct protocol *protocol,
                          const struct record *candidate, const struct activations *all,
                          struct sae *sae, struct team *threads) {
    int trained_on = rows_trained_on(protocol, candidate, all).rows;
    if (trained_on == all->rows)
        return;
    struct activations rows = some_rows(all, trained_on, all->rows - trained_on);
    struct sae_trainer *trainer = sae_trainer(sae, &rows, threads);
    struct sae_quality quality = sae_evaluate(trainer, sae);
    set_number(metadata, "held_out_explained_variance", quality.explained_variance);
    free(quality.firing);
    sae_trainer_free(trainer);
}

static char *make_unit(const struct protocol *protocol, const struct record *candidate,
                       uint64_t seed, const char *path, const char *earlier) {
    char *input = input_path(protocol, candidate);
    struct artifact artifact = artifact_read(input);
    struct activations activations = activations_of(&artifact);
    artifact_free(&artifact);
    struct activations rows = rows_trained_on(protocol, candidate, &activations);
    struct sae_settings settings = sae_settings(protocol, candidate, activations.d_model);
    int epochs = (int)setting_number(protocol, candidate, "epochs");
    double *epoch_losses = allocate((size_t)epochs, sizeof *epoch_losses);
    struct sae *sae = sae_initialise(&settings, seed);
    struct team *threads = team(threads_wanted());
    struct sae_trainer *trainer = sae_trainer(sae, &rows, threads);
    real *reference = reference_decoder(protocol, candidate, sae);

    if (earlier) {
        struct artifact unit = artifact_read(earlier);
        unit_restore(&unit, sae, epochs, epoch_losses);
        artifact_free(&unit);
    }
    struct progress progress = progress_of(protocol, candidate, seed, sae->epochs, epochs);
    sae_watch(trainer, say_progress, &progress);
    for (int epoch = sae->epochs; epoch < epochs; epoch++) {
        progress.epoch = epoch;
        epoch_losses[epoch] = sae_train_epoch(trainer, sae, reference, NULL);
    }
    struct sae_quality quality = sae_evaluate(trainer, sae);

    json_t *metadata = artifact_settings(protocol, candidate, seed);
    add_quality(metadata, sae, &quality);
    add_held_out_quality(metadata, protocol, candidate, &activations, sae, threads);
    write_unit(path, metadata, sae, epoch_losses, quality.firing);
    char *outcome = text("EV %.3f", quality.explained_variance);
    json_decref(metadata);
    free(quality.firing);
    free(progress.label);
    free(reference);
    free(epoch_losses);
    sae_trainer_free(trainer);
    team_free(threads);
    sae_free(sae);
    activations_free(&activations);
    free(input);
    return outcome;
}

/* --- by path -------------------------------------------------------------------------------- */

/* Whether `path` is a unit of this candidate; its seed into *seed. */
static bool is_unit_of(const struct protocol *protocol, const struct record *candidate,
                       const char *path, uint64_t *seed) {
    size_t count;
    uint64_t *seeds = setting_seeds(candidate, &count);
    bool found = false;
    for (size_t i = 0; i < count && !found; i++) {
        char *unit = unit_path(protocol, candidate, seeds[i],
                               (int)setting_number(protocol, candidate, "epochs"));
        found = strcmp(unit, path) == 0;
        *seed = seeds[i];
        free(unit);
    }
    free(seeds);
    return found;
}

/* Whether the record's path waits for a choice: then no path that Make asks for can be its own. */
static bool is_pending(const struct protocol *protocol, const struct record *record) {
    const char *reference = strstr(record->path, "$(");
    if (!reference || strncmp(reference, "$(input.", 8) == 0)
        return false;
    char *name = text("%.*s", (int)strcspn(reference + 2, ")"), reference + 2);
    char *path = choice_path(protocol, name);
    bool pending = access(path, R_OK) != 0;
    free(path);
    free(name);
    return pending;
}

/* Make the artifact at `path` if it is one of this record's; NULL if it is none. */
static char *make_of(const struct protocol *protocol, const struct record *record, const char *path,
                     const char *earlier, uint64_t *seed) {
    bool is_transformer = strcmp(record->block, "transformer") == 0;
    if (strcmp(record->block, "stage") == 0)
        return !is_pending(protocol, record) && is_unit_of(protocol, record, path, seed)
                   ? make_unit(protocol, record, *seed, path, earlier)
                   : NULL;
    if (!is_transformer && strcmp(record->block, "activations") != 0)
        return NULL;
    char *made = artifact_path(protocol, record);
    bool is_it = strcmp(made, path) == 0;
    free(made);
    if (!is_it)
        return NULL;
    return is_transformer ? make_transformer(protocol, record, path, earlier)
                          : make_activations(protocol, record, path);
}

char *make_artifact(const struct protocol *protocol, const char *path, const char *earlier) {
    for (const struct record *record = protocol->records; record->block; record++) {
        uint64_t seed = 0;
        char *outcome = make_of(protocol, record, path, earlier, &seed);
        if (!outcome)
            continue;
        char *label = label_of(protocol, record, seed);
        char *line = text("%s  %s", label, outcome);
        free(label);
        free(outcome);
        return line;
    }
    fail("%s: no artifact of experiment %s", path, protocol->experiment);
}
