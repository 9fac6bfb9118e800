/* All parameters of a transformer are one tensor `values`, in the order of the study's state_dict.
 * A transformer that keeps its last weights also keeps Adam's moments, so that training can
 * continue from it. */
#include "units/transformers.h"
#include "draws/generators.h"
#include "files/artifact.h"
#include "program/error.h"
#include "protocol/paths.h"
#include "protocol/settings.h"
#include "transformer/modular.h"
#include "transformer/transformer.h"
#include "units/metadata.h"
#include <stdlib.h>
#include <string.h>

static struct modular_task task_of(const struct protocol *protocol,
                                   const struct settings *transformer) {
    const struct record *task = find_record(protocol, transformer->learns, "");
    const struct settings *settings = settings_of(protocol, task);
    return modular_task(settings->modulus, settings->train_fraction,
                        (uint64_t)settings->split_seed);
}

static struct transformer_settings transformer_settings(const struct settings *settings,
                                                        const struct modular_task *task) {
    return (struct transformer_settings){
        .layers = settings->layers,
        .d_model = settings->d_model,
        .heads = settings->heads,
        .d_mlp = settings->d_mlp,
        .vocabulary = modular_vocabulary(task),
        .answer_position = settings->answers_at,
        .layernorm_epsilon = settings->layernorm_epsilon,
        .initial_scale = settings->initial_scale,
        .learning_rate = settings->learning_rate,
        .beta1 = settings->beta1,
        .beta2 = settings->beta2,
        .epsilon = settings->epsilon,
        .weight_decay = settings->weight_decay,
        .batch = settings->batch,
        .epochs = settings->epochs,
        .keeps_last = settings->keep == KEPT_LAST,
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

static void write_transformer(const struct protocol *protocol, const struct record *record,
                              const char *path, const struct transformer *transformer,
                              const struct transformer_history *history) {
    json_t *metadata = artifact_settings(protocol, record, 0);
    add_number(metadata, "best_epoch", history->best_epoch);
    add_number(metadata, "epochs_trained", history->epochs_trained);
    add_number(metadata, "validation_accuracy", history->validation_accuracy);
    int size = (int)transformer->size;
    struct tensor tensors[] = {
        {"values", TENSOR_F32, size, 0, transformer->values},
        {"step_losses", TENSOR_F64, history->steps, 0, history->step_losses},
        {moment_names[0], TENSOR_F32, size, 0, history->moments[0]},
        {moment_names[1], TENSOR_F32, size, 0, history->moments[1]},
    };
    artifact_write(path, tensors, transformer->settings.keeps_last ? 4 : 2, metadata);
    json_decref(metadata);
}

char *make_transformer(const struct protocol *protocol, const struct record *record,
                       const char *path, const char *earlier) {
    const struct settings *declared = settings_of(protocol, record);
    struct modular_task task = task_of(protocol, declared);
    struct transformer_settings settings = transformer_settings(declared, &task);
    struct torch_generator generator;
    struct transformer *transformer =
        transformer_initialise(&settings, (uint64_t)declared->seed, &generator);
    struct transformer_history before = {0};
    if (earlier)
        before = earlier_training(earlier, &task, transformer);
    struct transformer_history history =
        transformer_train(transformer, &task, &generator, earlier ? &before : NULL);
    write_transformer(protocol, record, path, transformer, &history);
    char *outcome = text("epoch %d kept, validation accuracy %.4f", history.best_epoch,
                         history.validation_accuracy);
    transformer_history_free(&before);
    transformer_history_free(&history);
    transformer_free(transformer);
    modular_free(&task);
    return outcome;
}

/* The trained transformer of a record, read from its artifact, and its task. The caller frees both.
 */
static struct transformer *read_transformer(const struct protocol *protocol,
                                            const struct record *record,
                                            struct modular_task *task) {
    const struct settings *declared = settings_of(protocol, record);
    *task = task_of(protocol, declared);
    struct transformer_settings settings = transformer_settings(declared, task);
    struct torch_generator generator;
    struct transformer *transformer = transformer_initialise(&settings, 0, &generator);
    char *path = artifact_path(protocol, record);
    struct artifact artifact = artifact_read(path);
    memcpy(transformer->values, artifact_matrix(&artifact, "values", (int)transformer->size, 0),
           transformer->size * sizeof *transformer->values);
    artifact_free(&artifact);
    free(path);
    return transformer;
}

struct activations transformer_rows(const struct protocol *protocol, const struct record *record) {
    const struct settings *wanted = settings_of(protocol, record);
    struct modular_task task;
    struct transformer *transformer =
        read_transformer(protocol, find_record(protocol, wanted->from, ""), &task);
    struct activations activations =
        transformer_activations(transformer, &task, wanted->layer, wanted->position);
    transformer_free(transformer);
    modular_free(&task);
    return activations;
}

struct probe probe_transformer(const struct protocol *protocol, const struct record *record) {
    const struct settings *wanted = settings_of(protocol, record);
    struct modular_task task;
    struct transformer *transformer =
        read_transformer(protocol, find_record(protocol, wanted->of.name[0], ""), &task);
    modular_replace(&task, wanted->replace, (uint64_t)wanted->seed);
    struct probe probe = transformer_probe(transformer, &task);
    transformer_free(transformer);
    modular_free(&task);
    return probe;
}
