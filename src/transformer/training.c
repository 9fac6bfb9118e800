/* The training of a transformer: steps, epochs, validation, and which weights are kept. */
#include "arithmetic/kernels.h"
#include "arithmetic/team.h"
#include "draws/generators.h"
#include "program/error.h"
#include "transformer/halves.h"
#include "transformer/layers.h"
#include "transformer/linears.h"
#include "transformer/pass.h"
#include "transformer/transformer.h"
#include <stdlib.h>
#include <string.h>

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

/* ---- Losses and gradients of the halves ---- */

static void half_loss(struct half *half) {
    half->loss = half->correct = 0;
    if (half->count > 0)
        half->loss =
            pass_loss(&half->pass, half->task, half->examples, half->count, &half->correct);
}

/* The loss of half `which`. Work for team_share. */
static void judge_half(void *halves, int which, int thread) {
    (void)thread;
    half_loss((struct half *)halves + which);
}

/* Its loss and gradient. Work for team_share. */
static void train_half(void *halves, int which, int thread) {
    (void)thread;
    struct half *half = (struct half *)halves + which;
    half_loss(half);
    if (half->count > 0)
        pass_backward(&half->pass, half->gradient);
}

/* The share of the examples that a half has: the weight of its loss and gradient. */
static double share(const struct half half[HALVES], int which) {
    return (double)half[which].count / (half[0].count + half[1].count);
}

static double joint_loss(const struct half half[HALVES]) {
    return share(half, 0) * half[0].loss + share(half, 1) * half[1].loss;
}

/* ---- The trainer ---- */

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

/* How many parameters a thread takes at a time: they stay in cache. */
enum { STRETCH = 4096 };

/* A step of torch.optim.AdamW for one stretch of parameters: weight decay, p -= lr * decay * p, and
 * Adam with the joint gradient of both halves. Work for team_share. */
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

/* Draw the order of an epoch as PyTorch's shuffling DataLoader does: first its base seed, which
 * nothing uses here, then the seed of the generator of the permutation. The examples of each batch
 * are sorted by their tokens. */
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
        halve(trainer->half, trainer->order + done, count);
        linears_lay_out(&trainer->linears, trainer->team);
        team_share(trainer->team, HALVES, train_half, trainer->half);
        *step_losses++ = joint_loss(trainer->half);
        update(trainer);
    }
}

/* The DataLoader of the validation examples draws a base seed too. */
double transformer_validate(struct transformer_trainer *trainer) {
    int batch = trainer->transformer->settings.batch;
    int examples = trainer->task->examples - trainer->task->train_examples, right = 0;
    torch_int64(trainer->generator);
    linears_lay_out(&trainer->linears, trainer->team);
    for (int done = 0; done < examples; done += batch) {
        halve(trainer->half, trainer->validation + done, smaller(batch, examples - done));
        team_share(trainer->team, HALVES, judge_half, trainer->half);
        right += trainer->half[0].correct + trainer->half[1].correct;
    }
    return (double)right / examples;
}

/* Continue an earlier training: take its moments and steps, and draw what its epochs drew. */
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
