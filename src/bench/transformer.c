/* How fast the transformer is trained, beside OpenBLAS's products alone.
 *
 * Everything runs on one processor, including both threads of the training. The floor of a step is
 * the time of the matrix products that it needs: once for each distinct prefix of its examples (see
 * prefixes.h), forward, and backward to the weights and to the inputs.
 */
#define _GNU_SOURCE
#include "transformer/transformer.h"
#include "bench/bench.h"
#include "bench/ratios.h"
#include "draws/generators.h"
#include "program/clock.h"
#include "program/error.h"
#include "transformer/modular.h"
#include "transformer/prefixes.h"
#include <cblas.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRAINED = 11492, BATCH = 512, MODULUS = 113, VOCABULARY = MODULUS + SPECIAL_TOKENS };

/* The position at which the answer is read: at c, as in the study, or at '=', where the answer is
 * not among the inputs. */
enum { AT_ANSWER = ANSWER_POSITION, AT_EQUALS = ANSWER_POSITION - 1 };

/* --- floors --------------------------------------------------------------------------------- */

/* out[rows, outputs] = in[rows, inputs] weight[inputs, outputs] */
struct product {
    int rows, inputs, outputs;
};

enum { PRODUCTS = 10, ROWS = 4096, WIDTH = 512 };

/* The matrices of any product of at most ROWS rows. */
static real in[ROWS * WIDTH], weight[WIDTH * WIDTH], out[ROWS * WIDTH];

static void multiply(CBLAS_TRANSPOSE transposed_a, CBLAS_TRANSPOSE transposed_b, int rows,
                     int columns, int terms, const real *a, const real *b, real *c) {
    cblas_sgemm(CblasRowMajor, transposed_a, transposed_b, rows, columns, terms, 1, a,
                transposed_a == CblasTrans ? rows : terms, b,
                transposed_b == CblasTrans ? terms : columns, 0, c, columns);
}

static void forward(struct product p) {
    multiply(CblasNoTrans, CblasNoTrans, p.rows, p.outputs, p.inputs, in, weight, out);
}

static void backward(struct product p) {
    multiply(CblasTrans, CblasNoTrans, p.inputs, p.outputs, p.rows, in, out, weight);
    multiply(CblasNoTrans, CblasTrans, p.rows, p.inputs, p.outputs, out, weight, in);
}

static int by_tokens(const void *a, const void *b) {
    const int32_t *first = a, *second = b;
    for (int position = 0; position < SEQUENCE_LENGTH; position++)
        if (first[position] != second[position])
            return first[position] < second[position] ? -1 : 1;
    return 0;
}

/* List the products of the study's transformer for the first examples of the task. */
static void list_products(const struct modular_task *task, int examples, int position,
                          struct product list[PRODUCTS]) {
    static int32_t tokens[ROWS][SEQUENCE_LENGTH];
    struct prefixes found = prefixes_new(examples, position + 1, VOCABULARY);
    for (int i = 0; i < examples; i++)
        modular_tokens(task, i, tokens[i]);
    qsort(tokens, (size_t)examples, sizeof *tokens, by_tokens);
    prefixes_find(&found, tokens, examples);
    const struct product products[PRODUCTS] = {
        {found.words, 128, 3 * 128}, /* queries, keys and values of the first block */
        {found.count, 128, 128},     /* its attention's output */
        {found.count, 128, 512},     /* its MLP */
        {found.count, 512, 128},     {found.count, 128, 2 * 128}, /* keys and values of the second
                                                                     block */
        {examples, 128, 128}, /* its queries, only where the answer is read */
        {examples, 128, 128},        {examples, 128, 512},        {examples, 512, 128},
        {examples, 128, VOCABULARY}, /* logits */
    };
    memcpy(list, products, sizeof products);
    prefixes_free(&found);
}

static double forward_seconds(const struct product list[PRODUCTS]) {
    double start = now();
    for (int p = 0; p < PRODUCTS; p++)
        forward(list[p]);
    return now() - start;
}

static double step_seconds(const struct product list[PRODUCTS]) {
    double start = now();
    for (int p = 0; p < PRODUCTS; p++) {
        forward(list[p]);
        backward(list[p]);
    }
    return now() - start;
}

/* --- trainings ------------------------------------------------------------------------------ */

struct training {
    struct modular_task task;
    struct torch_generator generator;
    struct transformer *transformer;
    struct transformer_trainer *trainer;
    double *step_losses;
};

/* A training of the study's transformer on the first `train_examples` of the task. */
static struct training *training_new(int train_examples, int answer_position) {
    struct transformer_settings settings = {.layers = 2,
                                            .d_model = 128,
                                            .heads = 4,
                                            .d_mlp = 512,
                                            .vocabulary = VOCABULARY,
                                            .answer_position = answer_position,
                                            .layernorm_epsilon = 1e-5,
                                            .initial_scale = 0.8,
                                            .learning_rate = 1e-3,
                                            .beta1 = 0.9,
                                            .beta2 = 0.999,
                                            .epsilon = 1e-8,
                                            .weight_decay = 0.01,
                                            .batch = BATCH};
    struct training *training = allocate(1, sizeof *training);
    training->task = modular_task(MODULUS, (train_examples + .5) / (MODULUS * MODULUS), 42);
    training->transformer = transformer_initialise(&settings, 42, &training->generator);
    training->trainer =
        transformer_trainer(training->transformer, &training->task, &training->generator);
    training->step_losses = allocate((size_t)train_examples / BATCH + 1, sizeof(double));
    return training;
}

static void training_free(struct training *training) {
    transformer_trainer_free(training->trainer);
    transformer_free(training->transformer);
    modular_free(&training->task);
    free(training->step_losses);
    free(training);
}

static double epoch_seconds(struct training *training) {
    double start = now();
    transformer_train_epoch(training->trainer, training->step_losses);
    return now() - start;
}

static double validation_seconds(struct training *training) {
    double start = now();
    transformer_validate(training->trainer);
    return now() - start;
}

/* --- tables --------------------------------------------------------------------------------- */

/* Measures an epoch of one batch, which is a step. */
static void print_step(const char *name, int answer_position) {
    double times[MOST_TURNS], floors[MOST_TURNS];
    struct training *training = training_new(BATCH, answer_position);
    struct product products[PRODUCTS];
    list_products(&training->task, BATCH, answer_position, products);
    epoch_seconds(training), step_seconds(products);
    for (int n = 0; n < turns(); n++) {
        times[n] = epoch_seconds(training);
        floors[n] = step_seconds(products);
    }
    print_row(name, times, floors, turns());
    training_free(training);
}

static void print_validation(const char *name, int answer_position) {
    double times[MOST_TURNS], floors[MOST_TURNS];
    struct training *training = training_new(TRAINED, answer_position);
    struct product products[PRODUCTS];
    list_products(&training->task, training->task.examples - TRAINED, answer_position, products);
    validation_seconds(training), forward_seconds(products);
    for (int n = 0; n < turns(); n++) {
        times[n] = validation_seconds(training);
        floors[n] = forward_seconds(products);
    }
    print_row(name, times, floors, turns());
    training_free(training);
}

/* Measures epochs of the study's examples with their validation. Each is followed by its floor. A
 * repetition is the mean of `share` epochs. */
static void print_epochs(const char *name, int answer_position, int repetitions, int share) {
    double times[MOST_TURNS] = {0}, floors[MOST_TURNS] = {0}, time = 0, floor = 0;
    struct training *training = training_new(TRAINED, answer_position);
    const struct modular_task *task = &training->task;
    struct product full[PRODUCTS], rest[PRODUCTS], validation[PRODUCTS];
    list_products(task, BATCH, answer_position, full);
    list_products(task, TRAINED % BATCH, answer_position, rest);
    list_products(task, task->examples - TRAINED, answer_position, validation);
    for (int n = 0; n < repetitions; n++) {
        for (int epoch = 0; epoch < share; epoch++) {
            times[n] += epoch_seconds(training) + validation_seconds(training);
            floors[n] += TRAINED / BATCH * step_seconds(full) + step_seconds(rest) +
                         forward_seconds(validation);
        }
        time += times[n], floor += floors[n];
        times[n] /= share, floors[n] /= share;
    }
    print_row(name, times, floors, repetitions);
    printf("  %d of them: %.1f s, their products %.1f s\n", repetitions * share, time, floor);
    training_free(training);
}

void bench_transformer(void) {
    cpu_set_t all, one;
    sched_getaffinity(0, sizeof all, &all);
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    sched_setaffinity(0, sizeof one, &one);
    print_heading("The transformer, beside OpenBLAS's products");
    print_step("a step of 512 examples, read at c", AT_ANSWER);
    print_validation("forward only, 1277 examples", AT_ANSWER);
    print_epochs("an epoch with its validation", AT_ANSWER, 5, 1);
    print_step("a step of 512 examples, read at =", AT_EQUALS);
    print_validation("forward only, 1277 examples", AT_EQUALS);
    print_epochs("an epoch with its validation", AT_EQUALS, 10, 4);
    sched_setaffinity(0, sizeof all, &all);
}
