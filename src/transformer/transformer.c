/* The transformer from its first draws to its activations. */
#define _GNU_SOURCE
#include "transformer/transformer.h"

#include "program/error.h"
#include "arithmetic/kernels.h"
#include "transformer/layers.h"
#include "transformer/linears.h"
#include "transformer/parameters.h"
#include "transformer/pass.h"
#include "draws/generators.h"
#include "arithmetic/team.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Normal draws of the given deviation. */
static void draw_parameter(real *values, size_t count, double deviation,
                           struct torch_generator *generator) {
    float *draws = allocate(count, sizeof *draws);
    torch_normal(generator, draws, count, (float)deviation);
    for (size_t i = 0; i < count; i++)
        values[i] = draws[i];
    free(draws);
}

static void fill(real *values, size_t count, real value) {
    for (size_t i = 0; i < count; i++)
        values[i] = value;
}

static bool ends_with(const char *name, const char *end) {
    size_t length = strlen(name), end_length = strlen(end);
    return length >= end_length && strcmp(name + length - end_length, end) == 0;
}

static void draw_parameters(struct transformer *transformer, struct torch_generator *generator) {
    const struct transformer_settings *settings = &transformer->settings;
    double deviation = settings->initial_scale / sqrt(settings->d_model);
    for (size_t i = 0; i < transformer->parameter_count; i++) {
        const struct parameter *parameter = &transformer->parameters[i];
        real *values = transformer->values + parameter->offset;
        if (strstr(parameter->name, "W_"))
            draw_parameter(values, parameter->count, deviation, generator);
        else if (ends_with(parameter->name, ".w"))
            fill(values, parameter->count, 1);
    }
}

static void check_settings(const struct transformer_settings *settings) {
    if (settings->layers < 1 || settings->d_model < 1 || settings->heads < 1 ||
        settings->d_mlp < 1 || settings->vocabulary < 1 || settings->batch < 1)
        fail("transformer of %d layers, d_model %d, %d heads, d_mlp %d, vocabulary %d, batch %d: "
             "expected each to be 1 or more",
             settings->layers, settings->d_model, settings->heads, settings->d_mlp,
             settings->vocabulary, settings->batch);
    if (settings->d_model % settings->heads != 0)
        fail("d_model %d is no multiple of %d heads", settings->d_model, settings->heads);
    if (settings->answer_position < 0 || settings->answer_position >= SEQUENCE_LENGTH)
        fail("answer position is %d, expected 0 to %d", settings->answer_position,
             SEQUENCE_LENGTH - 1);
}

struct transformer *transformer_initialise(const struct transformer_settings *settings,
                                           uint64_t seed, struct torch_generator *generator) {
    check_settings(settings);
    struct transformer *transformer = allocate(1, sizeof *transformer);
    transformer->settings = *settings;
    describe_parameters(transformer);
    transformer->values = allocate(padded((int)transformer->size), sizeof *transformer->values);
    torch_seed(generator, seed);
    draw_parameters(transformer, generator);
    return transformer;
}

void transformer_free(struct transformer *transformer) {
    if (!transformer)
        return;
    free(transformer->parameters);
    free(transformer->values);
    free(transformer);
}

const struct parameter *transformer_parameter(const struct transformer *transformer,
                                              const char *name) {
    for (size_t i = 0; i < transformer->parameter_count; i++)
        if (strcmp(transformer->parameters[i].name, name) == 0)
            return &transformer->parameters[i];
    return NULL;
}

double transformer_loss_and_gradient(struct transformer *transformer,
                                     const struct modular_task *task, const int32_t *examples,
                                     int count, real *gradient, int *correct) {
    const struct transformer_settings *settings = &transformer->settings;
    struct linears linears = linears_new(transformer);
    struct pass pass = pass_new(&linears, settings->layers, settings->answer_position, count);
    struct team *alone = team(1);
    linears_lay_out(&linears, alone);
    team_free(alone);
    double loss = pass_loss(&pass, task, examples, count, correct);
    pass_backward(&pass, gradient);
    pass_free(&pass);
    linears_free(&linears);
    return loss;
}

/* ---- Halves ----------------------------------------------------------------------------------
 *
 * Examples are worked through in two halves, each by a thread of its own. Two on any machine: the
 * sum of their gradients is then the same everywhere.
 */

enum { HALVES = 2 };

struct half {
    const struct modular_task *task;
    const int32_t *examples;
    int count, correct;
    double loss;
    struct pass pass;
    real *gradient;                  /* [size] */
    struct activations *activations; /* of all examples */
};

static void divide(struct half half[HALVES], const int32_t *examples, int count) {
    half[0].examples = examples;
    half[0].count = (count + 1) / HALVES;
    half[1].examples = examples + half[0].count;
    half[1].count = count - half[0].count;
}

static void half_loss(struct half *half) {
    half->loss = half->correct = 0;
    if (half->count > 0)
        half->loss =
            pass_loss(&half->pass, half->task, half->examples, half->count, &half->correct);
}

/* Work for team_share, on one of `halves`. */
static void judge_half(void *halves, int which, int thread) {
    (void)thread;
    half_loss((struct half *)halves + which);
}

static void train_half(void *halves, int which, int thread) {
    (void)thread;
    struct half *half = (struct half *)halves + which;
    half_loss(half);
    if (half->count > 0)
        pass_backward(&half->pass, half->gradient);
}

/* The share of the examples that a half has; its loss and gradient count by that. */
static double share(const struct half half[HALVES], int which) {
    return (double)half[which].count / (half[0].count + half[1].count);
}

static double joint_loss(const struct half half[HALVES]) {
    return share(half, 0) * half[0].loss + share(half, 1) * half[1].loss;
}

/* ---- Training -------------------------------------------------------------------------------- */

struct transformer_trainer {
    struct transformer *transformer;
    const struct modular_task *task;
    struct torch_generator *generator;
    struct team *team;
    struct linears linears;
    struct half half[HALVES];
    real *moments[2];      /* [size] */
    int32_t *order;        /* [train_examples] of one epoch */
    int32_t *validation;   /* [examples - train_examples] */
    int steps;             /* taken so far */
    struct adam_step adam; /* of this step */
};

static int by_pair(const void *a, const void *b, void *task) {
    const int32_t *pairs = ((const struct modular_task *)task)->order;
    return pairs[*(const int32_t *)a] - pairs[*(const int32_t *)b];
}

/* Into the order of their tokens, for each half to have few prefixes. */
static void sort_examples(const struct modular_task *task, int32_t *examples, int count) {
    qsort_r(examples, count, sizeof *examples, by_pair, (void *)task);
}

/* `count` examples from number `first` on, in the order of their tokens; the caller frees. */
static int32_t *sorted_examples(const struct modular_task *task, int first, int count) {
    int32_t *examples = allocate(count, sizeof *examples);
    for (int i = 0; i < count; i++)
        examples[i] = first + i;
    sort_examples(task, examples, count);
    return examples;
}

static void check_task(const struct transformer *transformer, const struct modular_task *task) {
    if (transformer->settings.vocabulary != modular_vocabulary(task))
        fail("the transformer's vocabulary is %d, expected %d, the task's",
             transformer->settings.vocabulary, modular_vocabulary(task));
}

static void check_split(const struct modular_task *task) {
    if (task->train_examples == 0 || task->train_examples == task->examples)
        fail("%d of %d examples are for training, expected some for training and some for "
             "validation",
             task->train_examples, task->examples);
}

struct transformer_trainer *transformer_trainer(struct transformer *transformer,
                                                const struct modular_task *task,
                                                struct torch_generator *generator) {
    const struct transformer_settings *settings = &transformer->settings;
    size_t size = padded((int)transformer->size);
    check_task(transformer, task);
    check_split(task);
    struct transformer_trainer *trainer = allocate(1, sizeof *trainer);
    *trainer = (struct transformer_trainer){
        .transformer = transformer,
        .task = task,
        .generator = generator,
        .team = team(HALVES),
        .linears = linears_new(transformer),
        .moments = {allocate(size, sizeof(real)), allocate(size, sizeof(real))},
        .order = allocate(task->train_examples, sizeof(int32_t)),
        .validation =
            sorted_examples(task, task->train_examples, task->examples - task->train_examples),
    };
    for (int i = 0; i < HALVES; i++)
        trainer->half[i] = (struct half){
            .task = task,
            .pass = pass_new(&trainer->linears, settings->layers, settings->answer_position,
                             (settings->batch + 1) / HALVES),
            .gradient = allocate(size, sizeof(real)),
        };
    return trainer;
}

void transformer_trainer_free(struct transformer_trainer *trainer) {
    for (int i = 0; i < HALVES; i++) {
        pass_free(&trainer->half[i].pass);
        free(trainer->half[i].gradient);
    }
    team_free(trainer->team);
    linears_free(&trainer->linears);
    free(trainer->moments[0]);
    free(trainer->moments[1]);
    free(trainer->order);
    free(trainer->validation);
    free(trainer);
}

/* Parameters that a thread takes at a time; they stay in cache. */
enum { STRETCH = 4096 };

/* A stretch of a step of torch.optim.AdamW: weight decay, p -= lr * decay * p, and Adam on the
 * joint gradient of both halves. Work for team_share. */
static void update_stretch(void *context, int stretch, int thread) {
    (void)thread;
    struct transformer_trainer *trainer = context;
    const struct transformer_settings *settings = &trainer->transformer->settings;
    size_t first = (size_t)stretch * STRETCH;
    int count = smaller(STRETCH, padded((int)trainer->transformer->size) - (int)first);
    real *values = trainer->transformer->values + first;
    real *gradient = trainer->half[0].gradient + first;
    blend(gradient, share(trainer->half, 0), trainer->half[1].gradient + first,
          share(trainer->half, 1), count);
    scale(values, (real)(1 - settings->learning_rate * settings->weight_decay), count);
    kernels()->adam(&trainer->adam, values, gradient, trainer->moments[0] + first,
                    trainer->moments[1] + first, count);
}

static void update(struct transformer_trainer *trainer) {
    const struct transformer_settings *settings = &trainer->transformer->settings;
    int stretches = ((int)trainer->transformer->size + STRETCH - 1) / STRETCH;
    trainer->adam = adam_step(settings->learning_rate, settings->beta1, settings->beta2,
                              settings->epsilon, ++trainer->steps);
    team_share(trainer->team, stretches, update_stretch, trainer);
}

/* The order of an epoch, drawn as PyTorch's shuffling DataLoader does: its base seed, which nothing
 * uses here, and the seed of the generator of the permutation. In each batch examples stand in the
 * order of their tokens. */
static void draw_order(struct transformer_trainer *trainer) {
    int batch = trainer->transformer->settings.batch;
    struct torch_generator permutation;
    torch_int64(trainer->generator);
    torch_seed(&permutation, (uint64_t)torch_int64(trainer->generator));
    torch_permutation(&permutation, trainer->order, trainer->task->train_examples);
    for (int done = 0; done < trainer->task->train_examples; done += batch)
        sort_examples(trainer->task, trainer->order + done,
                      smaller(batch, trainer->task->train_examples - done));
}

void transformer_train_epoch(struct transformer_trainer *trainer, double *step_losses) {
    int batch = trainer->transformer->settings.batch;
    draw_order(trainer);
    for (int done = 0; done < trainer->task->train_examples; done += batch) {
        int count = smaller(batch, trainer->task->train_examples - done);
        divide(trainer->half, trainer->order + done, count);
        linears_lay_out(&trainer->linears, trainer->team);
        team_share(trainer->team, HALVES, train_half, trainer->half);
        *step_losses++ = joint_loss(trainer->half);
        update(trainer);
    }
}

/* Their DataLoader too draws a base seed. */
double transformer_validate(struct transformer_trainer *trainer) {
    int batch = trainer->transformer->settings.batch;
    int examples = trainer->task->examples - trainer->task->train_examples, right = 0;
    torch_int64(trainer->generator);
    linears_lay_out(&trainer->linears, trainer->team);
    for (int done = 0; done < examples; done += batch) {
        divide(trainer->half, trainer->validation + done, smaller(batch, examples - done));
        team_share(trainer->team, HALVES, judge_half, trainer->half);
        right += trainer->half[0].correct + trainer->half[1].correct;
    }
    return (double)right / examples;
}

/* Take up a training where it stood: its moments and steps, and what its epochs drew. */
static void go_on(struct transformer_trainer *trainer, const struct transformer_history *earlier) {
    enum { DRAWS_OF_AN_EPOCH = 3 };
    for (int i = 0; i < 2; i++)
        copy(trainer->moments[i], earlier->moments[i], trainer->transformer->size);
    trainer->steps = earlier->steps;
    for (int draw = 0; draw < DRAWS_OF_AN_EPOCH * earlier->epochs_trained; draw++)
        torch_int64(trainer->generator);
}

struct transformer_history transformer_train(struct transformer *transformer,
                                             const struct modular_task *task,
                                             struct torch_generator *generator,
                                             const struct transformer_history *earlier) {
    const struct transformer_settings *settings = &transformer->settings;
    if (settings->epochs < 1)
        fail("the transformer trains %d epochs, expected 1 or more", settings->epochs);
    struct transformer_trainer *trainer = transformer_trainer(transformer, task, generator);
    int steps_per_epoch = (task->train_examples + settings->batch - 1) / settings->batch;
    real *best_values = allocate(transformer->size, sizeof *best_values);
    struct transformer_history history = {
        .validation_accuracy = -1,
        .step_losses = allocate((size_t)settings->epochs * steps_per_epoch, sizeof(double)),
    };
    if (earlier) {
        go_on(trainer, earlier);
        history.epochs_trained = earlier->epochs_trained;
        history.steps = earlier->steps;
        memcpy(history.step_losses, earlier->step_losses,
               (size_t)earlier->steps * sizeof *history.step_losses);
    }
    for (int epoch = history.epochs_trained + 1;
         epoch <= settings->epochs && (settings->keeps_last || history.validation_accuracy < 1);
         epoch++) {
        transformer_train_epoch(trainer, history.step_losses + history.steps);
        history.epochs_trained++;
        history.steps += steps_per_epoch;
        double accuracy = transformer_validate(trainer);
        if (settings->keeps_last || accuracy > history.validation_accuracy) {
            history.validation_accuracy = accuracy;
            history.best_epoch = epoch;
            copy(best_values, transformer->values, transformer->size);
        }
    }
    copy(transformer->values, best_values, transformer->size);
    free(best_values);
    for (int i = 0; i < 2; i++) {
        history.moments[i] = trainer->moments[i];
        trainer->moments[i] = NULL;
    }
    transformer_trainer_free(trainer);
    return history;
}

void transformer_history_free(struct transformer_history *history) {
    free(history->step_losses);
    free(history->moments[0]);
    free(history->moments[1]);
}

/* The rows that the half's pass reads, for all its examples. */
static void extract_half(void *halves, int which, int thread) {
    (void)thread;
    struct half *half = (struct half *)halves + which;
    int d_model = half->activations->d_model;
    for (int done = 0; done < half->count; done += half->pass.capacity) {
        pass_forward(&half->pass, half->task, half->examples + done,
                     smaller(half->pass.capacity, half->count - done));
        for (int i = 0; i < half->pass.count; i++)
            copy(half->activations->values +
                     (size_t)half->examples[done + i] * half->activations->stride,
                 pass_read(&half->pass) + (size_t)i * d_model, d_model);
    }
}

/* Examples of a pass where nothing is learned: what they need stays in the cache. */
enum { EXTRACTED_AT_ONCE = 128 };

struct activations transformer_activations(const struct transformer *transformer,
                                           const struct modular_task *task, int layer,
                                           int position) {
    check_task(transformer, task);
    if (layer < 0 || layer >= transformer->settings.layers)
        fail("layer is %d, expected 0 to %d", layer, transformer->settings.layers - 1);
    if (position < 0 || position >= SEQUENCE_LENGTH)
        fail("position is %d, expected 0 to %d", position, SEQUENCE_LENGTH - 1);
    struct activations activations = activations_new(task->examples, transformer->settings.d_model);
    int32_t *examples = sorted_examples(task, 0, task->examples);
    struct linears linears = linears_new(transformer);
    struct team *threads = team(HALVES);
    struct half half[HALVES];
    linears_lay_out(&linears, threads);
    for (int i = 0; i < HALVES; i++)
        half[i] = (struct half){
            .task = task,
            .pass = pass_new(&linears, layer + 1, position, EXTRACTED_AT_ONCE),
            .activations = &activations,
        };
    divide(half, examples, task->examples);
    team_share(threads, HALVES, extract_half, half);
    team_free(threads);
    for (int i = 0; i < HALVES; i++)
        pass_free(&half[i].pass);
    linears_free(&linears);
    free(examples);
    return activations;
}
