/* How fast the study's SAEs are trained, and what each phase of a step takes. */
#include "bench.h"
#include "error.h"
#include "kernels.h"
#include "sae.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { D_SAE = 128, BATCH = 2048 };

/* What the study trains: epochs of all its units; what units share is trained once. */
static const struct work {
    int k;
    double lambda;
    int epochs;
} study[] = {{4, 0, 320},  {4, 1e-3, 480}, {8, 0, 125},  {12, 0, 125}, {16, 0, 125},
             {24, 0, 125}, {32, 0, 320},   {48, 0, 125}, {64, 0, 125}};
enum { WORKS = sizeof study / sizeof *study };

/* --- inputs --------------------------------------------------------------------------------- */

static struct sae_settings settings_of(int d_model, int k, double lambda) {
    return (struct sae_settings){d_model, D_SAE, k, BATCH, 3e-4, .9, .999, 1e-8, lambda};
}

/* An SAE in training. */
struct training {
    struct sae *sae, *reference;
    struct sae_trainer *trainer;
};

static struct training training(const struct activations *activations, int k, double lambda,
                                uint64_t seed) {
    struct sae_settings settings = settings_of(activations->d_model, k, lambda);
    struct training training = {sae_initialise(&settings, seed), sae_initialise(&settings, 42),
                                NULL};
    training.trainer = sae_trainer(training.sae, activations);
    return training;
}

static void train(struct training *training, int epochs, double *step_losses) {
    for (int epoch = 0; epoch < epochs; epoch++)
        sae_train_epoch(training->trainer, training->sae, training->reference->decoder,
                        step_losses);
}

static void training_free(struct training *training) {
    sae_trainer_free(training->trainer);
    sae_free(training->sae);
    sae_free(training->reference);
}

/* --- the phases of a step ------------------------------------------------------------------- */

enum phase { PRODUCT, SELECTION, DECODING, GRADIENTS, UPDATE, PHASES };
static const char *const phase_names[PHASES] = {"product", "selection", "decode, error, dz",
                                                "gradients", "Adam, norm, packing"};
enum { BLOCK = 8 * TILE };

/* A step of the training as src/sae.c takes it, its loops parted so that each can be timed. */
struct step {
    const struct activations *activations;
    struct sae *sae;
    real *starts, step; /* where each row's search begins */
    real *panels, *out, *inputs, *errors, *gradient;
    const real *rows[BLOCK];
    int32_t *kept, counts[D_SAE]; /* kept, values and slopes: [BLOCK, k], and room for a search */
    real *values, *slopes;
    struct firing *firings;
    int pitch; /* places from one row of inputs or errors to the next */
};

static void encode(struct step *step, int first) {
    size_t stride = (size_t)step->sae->stride;
    for (int r = 0; r < BLOCK; r++)
        memcpy(step->inputs + (size_t)r * step->pitch,
               step->activations->values + (size_t)(first + r) * stride, stride * sizeof(real));
    kernels()->products(step->rows, BLOCK, step->activations->d_model, step->panels, D_SAE,
                        step->sae->bias, step->out);
}

/* Returns the least number kept on each row in least[BLOCK], unless that is NULL. */
static void keep_largest(struct step *step, int first, real *least) {
    int k = step->sae->settings.k;
    for (int r = 0; r < BLOCK; r++) {
        real found = kernels()->largest(step->out + (size_t)r * D_SAE, D_SAE, k,
                                        step->starts[first + r], step->step,
                                        step->kept + (size_t)r * k, step->values + (size_t)r * k);
        if (least)
            least[r] = found;
    }
}

static void decode(struct step *step) {
    int k = step->sae->settings.k, stride = step->sae->stride;
    for (int r = 0; r < BLOCK; r++) {
        const int32_t *kept = step->kept + (size_t)r * k;
        real *error = step->errors + (size_t)r * step->pitch;
        kernels()->reconstruct(step->rows[r], kept, step->values + (size_t)r * k, k,
                               step->sae->decoder, stride, error);
        kernels()->inner_products(error, kept, k, step->sae->decoder, stride,
                                  step->slopes + (size_t)r * k);
    }
}

static void add_gradients(struct step *step) {
    int k = step->sae->settings.k;
    memset(step->counts, 0, sizeof step->counts);
    for (int r = 0; r < BLOCK; r++)
        for (int n = 0; n < k; n++) {
            size_t place = (size_t)r * k + (size_t)n;
            int j = step->kept[place];
            step->firings[(size_t)j * BLOCK + step->counts[j]++] =
                (struct firing){r, {step->values[place], step->slopes[place]}};
        }
    for (int weight = 0; weight < 2; weight++)
        kernels()->weighted_sums(step->firings, step->counts, BLOCK, D_SAE, weight,
                                 weight ? step->inputs : step->errors, step->pitch,
                                 step->sae->stride, step->gradient);
}

static void update(struct step *step) {
    const struct adam_step adam = {3e-10f, .1f, 1e-3f, 1, 1e-8f}; /* so small that all stays */
    struct sae *sae = step->sae;
    size_t matrix = (size_t)D_SAE * sae->stride;
    kernels()->adam(&adam, sae->encoder, step->gradient, sae->encoder_moments[0],
                    sae->encoder_moments[1], matrix);
    kernels()->adam(&adam, sae->decoder, step->gradient, sae->decoder_moments[0],
                    sae->decoder_moments[1], matrix);
    kernels()->unit_rows(sae->decoder, D_SAE, sae->stride);
    kernels()->pack(sae->encoder, D_SAE, step->activations->d_model, sae->stride, step->panels);
}

/* Take a step; how long each phase took is added up in seconds[PHASES]. */
static void take_step(struct step *step, double seconds[PHASES]) {
    memset(seconds, 0, PHASES * sizeof *seconds);
    memset(step->gradient, 0, (size_t)D_SAE * step->sae->stride * sizeof(real));
    double times[PHASES + 1];
    for (int first = 0; first + BLOCK <= BATCH; first += BLOCK) {
        times[PRODUCT] = now();
        encode(step, first);
        times[SELECTION] = now();
        keep_largest(step, first, NULL);
        times[DECODING] = now();
        decode(step);
        times[GRADIENTS] = now();
        add_gradients(step);
        times[UPDATE] = now();
        for (int phase = 0; phase < UPDATE; phase++)
            seconds[phase] += times[phase + 1] - times[phase];
    }
    times[UPDATE] = now();
    update(step);
    seconds[UPDATE] = now() - times[UPDATE];
}

/* The least number kept on each row of the batch. */
static void find_least(struct step *step, real least[BATCH]) {
    kernels()->pack(step->sae->encoder, D_SAE, step->activations->d_model, step->sae->stride,
                    step->panels);
    for (int first = 0; first + BLOCK <= BATCH; first += BLOCK) {
        encode(step, first);
        keep_largest(step, first, least + first);
    }
}

/* Searches begin as src/sae.c has them begin one epoch later: at the least number of before, moved
 * by the mean change, less 3/2 of the mean distance from that. */
static void foresee(struct step *step, struct training *training) {
    enum { TAKEN = BATCH / BLOCK * BLOCK };
    static real before[BATCH], after[BATCH];
    real change = 0, spread = 0;
    find_least(step, before);
    train(training, 1, NULL);
    find_least(step, after);
    for (int r = 0; r < TAKEN; r++)
        change += (after[r] - before[r]) / TAKEN;
    for (int r = 0; r < TAKEN; r++)
        spread += (real)fabs((double)(after[r] - before[r] - change)) / TAKEN;
    for (int r = 0; r < TAKEN; r++)
        step->starts[r] = before[r] + change - spread * 3 / 2;
    step->step = spread;
}

static struct step step_of(const struct activations *activations, struct training *training) {
    struct sae *sae = training->sae;
    struct step step = {.activations = activations, .sae = sae, .step = 1};
    step.pitch = sae->stride + LANES;
    size_t kept = (size_t)BLOCK * sae->settings.k + D_SAE + LANES;
    step.starts = allocate(BATCH, sizeof(real));
    step.panels = allocate((size_t)D_SAE * activations->d_model, sizeof(real));
    step.out = allocate((size_t)BLOCK * D_SAE, sizeof(real));
    step.inputs = allocate((size_t)BLOCK * step.pitch, sizeof(real));
    step.errors = allocate((size_t)BLOCK * step.pitch, sizeof(real));
    step.slopes = allocate(kept, sizeof(real));
    step.values = allocate(kept, sizeof(real));
    step.kept = allocate(kept, sizeof *step.kept);
    step.gradient = allocate((size_t)D_SAE * sae->stride, sizeof(real));
    step.firings = allocate((size_t)D_SAE * BLOCK, sizeof *step.firings);
    for (size_t r = 0; r < BLOCK; r++)
        step.rows[r] = step.inputs + r * (size_t)step.pitch;
    train(training, 2, NULL);
    foresee(&step, training);
    return step;
}

static void step_free(struct step *step) {
    free(step->starts), free(step->panels), free(step->out), free(step->inputs);
    free(step->errors), free(step->slopes), free(step->values), free(step->kept);
    free(step->gradient), free(step->firings);
}

/* Seconds for a fused multiply-add in the product of a block that stays in cache. */
static double product_second(struct step *step) {
    double start = now();
    kernels()->products(step->rows, BLOCK, step->activations->d_model, step->panels, D_SAE,
                        step->sae->bias, step->out);
    return (now() - start) / ((double)BLOCK * D_SAE * step->activations->d_model);
}

/* Seconds for a byte, read and written, of a matrix that is copied. */
static double copy_second(struct step *step) {
    size_t bytes = (size_t)D_SAE * step->sae->stride * sizeof(real);
    double start = now();
    memcpy(step->gradient, step->sae->encoder, bytes);
    return (now() - start) / (2 * (double)bytes);
}

/* The least that each phase could take: its multiply-adds at the product's rate, or its bytes. */
static void take_floors(struct step *step, double floors[PHASES]) {
    double rows = BATCH / BLOCK * BLOCK, d_model = step->activations->d_model;
    double multiply_add = product_second(step), byte = copy_second(step);
    double firings = rows * step->sae->settings.k * d_model;
    floors[PRODUCT] = rows * D_SAE * d_model * multiply_add;
    floors[SELECTION] = rows * D_SAE * sizeof(real) * byte;
    floors[DECODING] = floors[GRADIENTS] = 2 * firings * multiply_add;
    floors[UPDATE] = 18 * D_SAE * d_model * sizeof(real) * byte;
}

static void print_phases(const struct activations *activations, int k) {
    double seconds[PHASES], floor[PHASES];
    static double times[PHASES][REPETITIONS], floors[PHASES][REPETITIONS];
    struct training trained = training(activations, k, 0, 42);
    struct step step = step_of(activations, &trained);
    for (int n = 0; n < REPETITIONS; n++) {
        take_step(&step, seconds);
        take_floors(&step, floor);
        for (int phase = 0; phase < PHASES; phase++) {
            times[phase][n] = seconds[phase];
            floors[phase][n] = floor[phase];
        }
    }
    char *title = text("A step of %d rows, k = %d, by phase", BATCH / BLOCK * BLOCK, k);
    print_heading(title);
    for (int phase = 0; phase < PHASES; phase++)
        print_row(phase_names[phase], times[phase], floors[phase]);
    free(title);
    step_free(&step);
    training_free(&trained);
}

/* --- the study ------------------------------------------------------------------------------ */

/* The encoder's product of a whole batch by OpenBLAS. */
static double sgemm_seconds(const struct activations *activations, const struct sae *sae,
                            real *out) {
    double start = now();
    REAL_MATRIX_PRODUCT(CblasRowMajor, CblasNoTrans, CblasTrans, BATCH, D_SAE, activations->d_model,
                        1, activations->values, activations->stride, sae->encoder, sae->stride, 0,
                        out, D_SAE);
    return now() - start;
}

/* The same by our kernels, BLOCK rows at a time. */
static double products_seconds(const struct activations *activations, const struct sae *sae,
                               real *panels, real *out) {
    const real *rows[BLOCK];
    double start = now();
    kernels()->pack(sae->encoder, D_SAE, activations->d_model, sae->stride, panels);
    for (int first = 0; first < BATCH; first += BLOCK) {
        for (int r = 0; r < BLOCK; r++)
            rows[r] = activations->values + (size_t)(first + r) * activations->stride;
        kernels()->products(rows, BLOCK, activations->d_model, panels, D_SAE, sae->bias,
                            out + (size_t)first * D_SAE);
    }
    return (now() - start) * BATCH / ((BATCH + BLOCK - 1) / BLOCK * BLOCK);
}

static void print_study(const struct activations *activations) {
    int steps = (activations->rows + BATCH - 1) / BATCH, epochs = 0;
    static double times[WORKS][REPETITIONS], mix[REPETITIONS], sgemm[REPETITIONS],
        products[REPETITIONS];
    struct training trainings[WORKS];
    real *panels = allocate((size_t)D_SAE * activations->d_model, sizeof(real));
    real *out = allocate((size_t)(BATCH + BLOCK) * D_SAE, sizeof(real));
    for (int w = 0; w < WORKS; w++) {
        trainings[w] = training(activations, study[w].k, study[w].lambda, 123);
        train(&trainings[w], 2, NULL);
        epochs += study[w].epochs;
    }
    sgemm_seconds(activations, trainings[0].sae, out); /* the first makes its work space */
    for (int n = 0; n < REPETITIONS; n++) {
        mix[n] = 0;
        for (int w = 0; w < WORKS; w++) {
            double start = now();
            train(&trainings[w], 1, NULL);
            times[w][n] = (now() - start) / steps;
            mix[n] += times[w][n] * study[w].epochs / epochs;
        }
        sgemm[n] = sgemm_seconds(activations, trainings[0].sae, out);
        products[n] = products_seconds(activations, trainings[0].sae, panels, out);
    }
    print_heading("A step, beside OpenBLAS's product of 2048 rows");
    for (int w = 0; w < WORKS; w++) {
        char *name = text("k = %d%s, %d epochs", study[w].k,
                          study[w].lambda > 0 ? " with penalty" : "", study[w].epochs);
        print_row(name, times[w], sgemm);
        free(name);
    }
    char *name = text("the study, %d steps", epochs * steps);
    print_row(name, mix, sgemm);
    free(name);
    print_row("the same beside our own product", mix, products);
    print_row("our product of 2048 rows", products, sgemm);
    for (int w = 0; w < WORKS; w++)
        training_free(&trainings[w]);
    free(panels);
    free(out);
}

void bench_study(const struct activations *activations) {
    print_study(activations);
    print_phases(activations, 4);
    print_phases(activations, 32);
    print_phases(activations, 64);
}
