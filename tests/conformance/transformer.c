/* The transformer against PyTorch's: its initial weights, its training, its activations. */
#include "transformer/transformer.h"
#include "conformance.h"
#include "draws/generators.h"
#include "files/artifact.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- a file of weights ---------------------------------------------------------------------- */

/* A safetensors file whose tensors may have any rank, which src/files/artifact.h refuses. */
struct weights {
    char *path;
    unsigned char *content; /* what follows the header */
    size_t size;
    json_t *header;
};

static struct weights read_weights(const char *folder, const char *name) {
    struct weights weights = {.path = text("%s/%s", folder, name)};
    FILE *file = fopen(weights.path, "rb");
    uint64_t length;
    if (!file || fread(&length, sizeof length, 1, file) != 1)
        fail("%s: cannot be read, expected a safetensors file", weights.path);
    weights.header = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL);
    fseek(file, 0, SEEK_END);
    size_t begin = sizeof length + length, end = (size_t)ftell(file);
    if (!weights.header || length > end || begin > end)
        fail("%s: malformed, expected a safetensors file", weights.path);
    weights.size = end - begin;
    weights.content = allocate(weights.size + 1, 1);
    fseek(file, (long)begin, SEEK_SET);
    if (fread(weights.content, 1, weights.size, file) != weights.size)
        fail("%s: cannot be read to its end", weights.path);
    fclose(file);
    return weights;
}

static void weights_free(struct weights *weights) {
    free(weights->path);
    free(weights->content);
    json_decref(weights->header);
}

/* The numbers of the tensor of that name, which must be `count` of float32. */
static const float *weights_of(const struct weights *weights, const char *name, size_t count) {
    struct entry header = {weights->path, weights->header};
    struct entry tensor = member(header, name);
    struct entry offsets = member(tensor, "data_offsets");
    size_t begin = (size_t)json_integer_value(item(offsets, 0).json);
    size_t end = (size_t)json_integer_value(item(offsets, 1).json);
    const char *type = json_string_value(member(tensor, "dtype").json);
    if (!type || strcmp(type, "F32") != 0 || begin > end || end > weights->size ||
        end - begin != count * sizeof(float))
        fail("%s: '%s' is not %zu numbers of type F32", weights->path, name, count);
    return (const float *)(weights->content + begin);
}

/* --- settings ------------------------------------------------------------------------------- */

/* The first record of that block in the setup as it is executed. */
static struct entry setup_record(struct entry setup, const char *block) {
    struct entry records = member(setup, "records");
    const char *name;
    json_t *record;
    json_object_foreach(records.json, name, record) {
        const char *of = json_string_value(json_object_get(record, "block"));
        if (of && strcmp(of, block) == 0)
            return (struct entry){setup.file, record};
    }
    fail("%s: there is no %s in it", setup.file, block);
}

static double setting(struct entry record, const char *word) {
    return strtod(json_string_value(member(member(record, word), "value").json), NULL);
}

static struct transformer_settings settings_of(struct entry record, struct entry wanted,
                                               int vocabulary) {
    return (struct transformer_settings){
        .layers = (int)setting(record, "layers"),
        .d_model = (int)setting(record, "d_model"),
        .heads = (int)setting(record, "heads"),
        .d_mlp = (int)setting(record, "d_mlp"),
        .vocabulary = vocabulary,
        .answer_position = ANSWER_POSITION,
        .layernorm_epsilon = setting(record, "layernorm_epsilon"),
        .initial_scale = setting(record, "initial_scale"),
        .learning_rate = setting(record, "learning_rate"),
        .beta1 = setting(record, "beta1"),
        .beta2 = setting(record, "beta2"),
        .epsilon = setting(record, "epsilon"),
        .weight_decay = setting(record, "weight_decay"),
        .batch = (int)number(wanted, "batch"),
        .epochs = (int)items(member(wanted, "epochs")),
    };
}

/* --- comparing ------------------------------------------------------------------------------ */

static void compare_start(const char *reference, const struct transformer *transformer) {
    struct weights weights = read_weights(reference, "transformer_initial.safetensors");
    for (size_t p = 0; p < transformer->parameter_count; p++) {
        const struct parameter *parameter = &transformer->parameters[p];
        const float *wanted = weights_of(&weights, parameter->name, parameter->count);
        const real *found = transformer->values + parameter->offset;
        for (size_t i = 0; i < parameter->count; i++)
            note(TRANSFORMER_START, (double)found[i] - (double)wanted[i], "%s [%zu]",
                 parameter->name, i);
    }
    weights_free(&weights);
}

static void compare_training(struct entry wanted, const struct transformer_history *history) {
    struct entry best = item(member(wanted, "epochs"), (size_t)number(wanted, "best_epoch") - 1);
    size_t steps;
    double *losses = numbers(member(wanted, "step_losses"), &steps);
    for (size_t i = 0; i < steps; i++)
        note(TRANSFORMER_LOSSES,
             i < (size_t)history->steps ? history->step_losses[i] / losses[i] - 1 : NAN,
             "step %zu of %zu", i + 1, steps);
    note(TRANSFORMER_BEST_EPOCH, history->best_epoch - number(wanted, "best_epoch"), "epoch %d",
         history->best_epoch);
    note(TRANSFORMER_ACCURACY, history->validation_accuracy - number(best, "val_accuracy"),
         "epoch %d", history->best_epoch);
    free(losses);
}

/* |found - wanted| / |wanted| over all entries. */
static double relative_error(const struct activations *found, const struct activations *wanted) {
    if (found->rows != wanted->rows || found->d_model != wanted->d_model)
        return NAN;
    double error = 0, size = 0;
    for (size_t i = 0; i < (size_t)wanted->rows * (size_t)wanted->stride; i++) {
        double difference = (double)found->values[i] - (double)wanted->values[i];
        error += difference * difference;
        size += (double)wanted->values[i] * (double)wanted->values[i];
    }
    return sqrt(error / size);
}

static void compare_activations(const char *reference, struct entry wanted,
                                const struct transformer *transformer,
                                const struct modular_task *task) {
    struct entry config = member(read_json(reference, "adaptive_l0.json"), "config");
    char *path = text("%s/activations.safetensors", reference);
    struct activations theirs = activations_read(path, NULL);
    struct activations ours = transformer_activations(
        transformer, task, (int)number(config, "layer"), (int)number(wanted, "position"));
    note(TRANSFORMER_ACTIVATIONS, relative_error(&ours, &theirs), "activations.safetensors");
    activations_free(&ours);
    activations_free(&theirs);
    free(path);
}

void compare_transformer(const char *reference) {
    struct entry wanted = read_json(reference, "transformer.json");
    struct entry setup = read_json("build", "setup.json");
    struct entry learnt = setup_record(setup, "task");
    struct modular_task task =
        modular_task((int)setting(learnt, "modulus"), setting(learnt, "train_fraction"),
                     (uint64_t)setting(learnt, "split_seed"));
    struct transformer_settings settings =
        settings_of(setup_record(setup, "transformer"), wanted, modular_vocabulary(&task));
    struct torch_generator generator;
    struct transformer *transformer =
        transformer_initialise(&settings, (uint64_t)number(wanted, "seed"), &generator);

    compare_start(reference, transformer);
    struct transformer_history history = transformer_train(transformer, &task, &generator, NULL);
    compare_training(wanted, &history);
    compare_activations(reference, wanted, transformer, &task);

    transformer_history_free(&history);
    transformer_free(transformer);
    modular_free(&task);
}
