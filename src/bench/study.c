/* How fast the study's SAEs are trained, and what each phase of a step takes. */
#include "arithmetic/kernels.h"
#include "autoencoder/architecture.h"
#include "autoencoder/trainer.h"
#include "bench/bench.h"
#include "bench/ratios.h"
#include "consistency/consistency.h"
#include "program/clock.h"
#include "program/error.h"
#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { D_SAE = 128 };

/* What the study trains, with the number of epochs over all units. Units that share their first
 * epochs train these once. */
static const struct work {
    int k;
    double lambda;
    int epochs;
} study[] = {{4, 0, 320},  {4, 1e-3, 480}, {8, 0, 125},  {12, 0, 125}, {16, 0, 125},
             {24, 0, 125}, {32, 0, 320},   {48, 0, 125}, {64, 0, 125}};
enum { WORKS = sizeof study / sizeof *study };

/* --- inputs --------------------------------------------------------------------------------- */

struct sae_settings study_settings(int d_model, int d_sae, int k, int batch, double lambda) {
    return (struct sae_settings){.architecture = &topk,
                                 .d_model = d_model,
                                 .d_sae = d_sae,
                                 .k = k,
                                 .batch = batch,
                                 .learning_rate = 3e-4,
                                 .beta1 = .9,
                                 .beta2 = .999,
                                 .epsilon = 1e-8,
                                 .lambda = lambda};
}

/* An SAE in training. */
struct training {
    struct sae *sae, *reference;
    struct team *team;
    struct sae_trainer *trainer;
};

static struct training training(const struct activations *activations, int k, double lambda,
                                uint64_t seed) {
    struct sae_settings settings =
        study_settings(activations->d_model, D_SAE, k, BATCH_SIZE, lambda);
    struct training training = {sae_initialise(&settings, seed), sae_initialise(&settings, 42),
                                team(1), NULL};
    training.trainer = sae_trainer(training.sae, activations, training.team);
    return training;
}

static void train(struct training *training, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++)
        sae_train_epoch(training->trainer, training->sae, training->reference->decoder, NULL);
}

static void training_free(struct training *training) {
    sae_trainer_free(training->trainer);
    team_free(training->team);
    sae_free(training->sae);
    sae_free(training->reference);
}

/* --- products --------------------------------------------------------------------------------- */

enum { BLOCK = 8 * TILE };

/* The buffers of a product: an encoder of the study's shape, packed for our kernels, the rows of a
 * batch, and the products of the batch. */
struct room {
    real *encoder, *panels, *start, *out;
    const real *rows[BATCH_SIZE + BLOCK];
};

static struct room room_for(const struct activations *activations) {
    struct room room = {
        .encoder = random_decoder(D_SAE, activations->d_model, 1),
        .panels = allocate((size_t)D_SAE * (size_t)activations->d_model, sizeof(real)),
        .start = allocate(D_SAE, sizeof(real)),
        .out = allocate((size_t)(BATCH_SIZE + BLOCK) * D_SAE, sizeof(real)),
    };
    for (int r = 0; r < BATCH_SIZE + BLOCK; r++)
        room.rows[r] = activations->values + (size_t)(r % BATCH_SIZE) * (size_t)activations->stride;
    kernels()->pack(room.encoder, D_SAE, activations->d_model, room.panels);
    return room;
}

static void room_free(struct room *room) {
    free(room->encoder), free(room->panels), free(room->start), free(room->out);
}

/* --- the phases of a step ------------------------------------------------------------------- */

/* Seconds that one fused multiply-add takes in the product of a block that stays in the cache. */
static double product_second(const struct activations *activations, const struct room *room) {
    double start = now();
    kernels()->products(room->rows, BLOCK, activations->d_model, room->panels, D_SAE, room->start,
                        D_SAE, room->out);
    return (now() - start) / ((double)BLOCK * D_SAE * activations->d_model);
}

/* Seconds that one byte takes to be read or written when a matrix is copied. */
static double copy_second(const struct activations *activations, const struct room *room) {
    size_t bytes = (size_t)D_SAE * (size_t)activations->d_model * sizeof(real);
    double start = now();
    memcpy(room->out, room->panels, bytes);
    return (now() - start) / (2 * (double)bytes);
}

/* The least seconds that each phase could take: the time of its multiply-adds at the rate of the
 * product, or of its bytes at the rate of the copy. */
static void take_floors(const struct activations *activations, const struct room *room, int k,
                        double floors[SAE_PHASES]) {
    double rows = activations->rows, d_model = activations->d_model;
    double steps = ceil(rows / BATCH_SIZE), firings = rows * k;
    double multiply_add = product_second(activations, room), byte = copy_second(activations, room);
    floors[ENCODING] = rows * D_SAE * d_model * multiply_add;
    floors[SELECTION] = rows * D_SAE * sizeof(real) * byte;
    floors[DECODING] = firings * d_model * multiply_add;
    floors[LISTING] = firings * 2 * sizeof(struct firing) * byte;
    floors[GRADIENTS] = 3 * firings * d_model * multiply_add;
    floors[UPDATE] = steps * 18 * D_SAE * d_model * sizeof(real) * byte;
}

static void print_phases(const struct activations *activations, const struct room *room, int k) {
    static double times[SAE_PHASES][MOST_TURNS], floors[SAE_PHASES][MOST_TURNS];
    double steps = ceil((double)activations->rows / BATCH_SIZE);
    struct training trained = training(activations, k, 0, 42);
    train(&trained, 3);
    for (int n = 0; n < turns(); n++) {
        double seconds[SAE_PHASES] = {0}, least[SAE_PHASES];
        sae_time_phases(trained.trainer, seconds);
        train(&trained, 1);
        sae_time_phases(trained.trainer, NULL);
        take_floors(activations, room, k, least);
        for (int phase = 0; phase < SAE_PHASES; phase++) {
            times[phase][n] = seconds[phase] / steps;
            floors[phase][n] = least[phase] / steps;
        }
    }
    char *title = text("A step, k = %d, by phase", k);
    print_heading(title);
    for (int phase = 0; phase < SAE_PHASES; phase++)
        print_row(sae_phase_names[phase], times[phase], floors[phase], turns());
    free(title);
    training_free(&trained);
}

/* --- the study ------------------------------------------------------------------------------ */

/* Seconds of the encoder's product of a whole batch by OpenBLAS. */
static double sgemm_seconds(const struct activations *activations, const struct room *room) {
    double start = now();
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, BATCH_SIZE, D_SAE, activations->d_model, 1,
                activations->values, activations->stride, room->encoder,
                row_stride(activations->d_model), 0, room->out, D_SAE);
    return now() - start;
}

/* Seconds of the same product by our kernels, BLOCK rows at a time. */
static double products_seconds(const struct activations *activations, const struct room *room) {
    double start = now();
    kernels()->pack(room->encoder, D_SAE, activations->d_model, room->panels);
    for (int first = 0; first < BATCH_SIZE; first += BLOCK)
        kernels()->products(room->rows + first, BLOCK, activations->d_model, room->panels, D_SAE,
                            room->start, D_SAE, room->out + (size_t)first * D_SAE);
    return (now() - start) * BATCH_SIZE / ((BATCH_SIZE + BLOCK - 1) / BLOCK * BLOCK);
}

static void print_study(const struct activations *activations, const struct room *room) {
    int steps = (activations->rows + BATCH_SIZE - 1) / BATCH_SIZE, epochs = 0;
    static double times[WORKS][MOST_TURNS], mix[MOST_TURNS], sgemm[MOST_TURNS],
        products[MOST_TURNS];
    struct training trainings[WORKS];
    for (int w = 0; w < WORKS; w++) {
        trainings[w] = training(activations, study[w].k, study[w].lambda, 123);
        train(&trainings[w], 2);
        epochs += study[w].epochs;
    }
    sgemm_seconds(activations, room); /* the first call allocates the work space */
    for (int n = 0; n < turns(); n++) {
        mix[n] = 0;
        for (int w = 0; w < WORKS; w++) {
            double start = now();
            train(&trainings[w], 1);
            times[w][n] = (now() - start) / steps;
            mix[n] += times[w][n] * study[w].epochs / epochs;
        }
        sgemm[n] = sgemm_seconds(activations, room);
        products[n] = products_seconds(activations, room);
    }
    print_heading("A step, beside OpenBLAS's product of 2048 rows");
    for (int w = 0; w < WORKS; w++) {
        char *name = text("k = %d%s, %d epochs", study[w].k,
                          study[w].lambda > 0 ? " with penalty" : "", study[w].epochs);
        print_row(name, times[w], sgemm, turns());
        free(name);
    }
    char *name = text("the study, %d steps", epochs * steps);
    print_row(name, mix, sgemm, turns());
    free(name);
    print_row("the same beside our own product", mix, products, turns());
    print_row("our product of 2048 rows", products, sgemm, turns());
    for (int w = 0; w < WORKS; w++)
        training_free(&trainings[w]);
}

void bench_study(const struct activations *activations) {
    struct room room = room_for(activations);
    print_study(activations, &room);
    print_phases(activations, &room, 4);
    print_phases(activations, &room, 32);
    print_phases(activations, &room, 64);
    room_free(&room);
}
