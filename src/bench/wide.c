/* How fast wide SAEs are trained and compared, how the time grows, and how much memory they take.
 */
#include "arithmetic/kernels.h"
#include "autoencoder/trainer.h"
#include "bench/bench.h"
#include "bench/ratios.h"
#include "consistency/consistency.h"
#include "draws/generators.h"
#include "program/clock.h"
#include "program/error.h"
#include <malloc.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 4096, BLOCK = 16 * TILE, LATENTS = 256 };

/* These rows take long, so they are measured in a third of the turns. */
static int some_turns(void) {
    return (turns() + 2) / 3;
}

/* The shape of a training step, and the number of threads. */
struct shape {
    int d_model, d_sae, k, batch, threads;
};

struct activations drawn_rows(int rows, int d_model) {
    struct activations activations = activations_new(rows, d_model);
    struct torch_generator generator;
    torch_seed(&generator, 1);
    for (int r = 0; r < rows; r++)
        torch_normal(&generator, activations.values + (size_t)r * (size_t)activations.stride,
                     (size_t)d_model, 1);
    return activations;
}

/* --- the product alone ------------------------------------------------------------------------ */

/* The encoder's product of a batch by our kernels: the threads share it in blocks of rows. */
struct product {
    const struct activations *activations;
    struct shape shape;
    struct team *team;
    real *panels, *start, *out; /* out [threads, BLOCK, LATENTS] */
};

static struct product product_of(const struct shape *shape, const struct activations *activations,
                                 struct team *team) {
    struct product product = {
        .activations = activations,
        .shape = *shape,
        .team = team,
        .panels = allocate((size_t)padded(shape->d_sae) * (size_t)shape->d_model, sizeof(real)),
        .start = allocate((size_t)padded(shape->d_sae), sizeof(real)),
        .out = allocate((size_t)shape->threads * BLOCK * LATENTS, sizeof(real)),
    };
    real *weights = random_decoder(shape->d_sae, shape->d_model, 1);
    kernels()->pack(weights, shape->d_sae, shape->d_model, product.panels);
    free(weights);
    return product;
}

static void product_free(struct product *product) {
    free(product->panels), free(product->start), free(product->out);
}

static void multiply_block(void *context, int piece, int thread) {
    const struct product *product = context;
    const struct activations *activations = product->activations;
    const real *rows[BLOCK];
    int first = piece * BLOCK, count = tiled(smaller(product->shape.batch - first, BLOCK));
    for (int r = 0; r < count; r++)
        rows[r] = activations->values + (size_t)((first + r) % ROWS) * (size_t)activations->stride;
    for (int j = 0; j < product->shape.d_sae; j += LATENTS)
        kernels()->products(rows, count, product->shape.d_model,
                            product->panels + (size_t)j * (size_t)product->shape.d_model,
                            smaller(product->shape.d_sae - j, LATENTS), product->start + j, LATENTS,
                            product->out + (size_t)thread * BLOCK * LATENTS);
}

static double product_seconds(struct product *product) {
    double start = now();
    team_share(product->team, (product->shape.batch + BLOCK - 1) / BLOCK, multiply_block, product);
    return now() - start;
}

/* --- a step ----------------------------------------------------------------------------------- */

/* The number of bytes that the program has allocated. */
static size_t bytes_held(void) {
    struct mallinfo2 held = mallinfo2();
    return held.uordblks + held.hblkhd;
}

static void print_memory(const struct shape *shape, size_t bytes) {
    double weights = 2.0 * sizeof(real) * shape->d_sae * row_stride(shape->d_model);
    printf("    weights %.0f MB; with Adam's moments and the packed encoder %.1f times that;\n"
           "    buffers of a batch of %d and gradients on %d threads %.0f MB; in all %.0f MB\n",
           weights / 1e6, 3.5, shape->batch, shape->threads, ((double)bytes - 3.5 * weights) / 1e6,
           (double)bytes / 1e6);
}

/* Measure the seconds of steps and of their products, by turns, and also those of the phases unless
 * `phases` is NULL. Returns the number of bytes that the training allocates. */
static size_t time_steps(const struct shape *shape, double steps[MOST_TURNS],
                         double products[MOST_TURNS], double phases[SAE_PHASES][MOST_TURNS]) {
    struct sae_settings settings =
        study_settings(shape->d_model, shape->d_sae, shape->k, shape->batch, 0);
    struct activations activations = drawn_rows(ROWS, shape->d_model);
    struct team *threads = team(shape->threads);
    size_t before = bytes_held();
    struct sae *sae = sae_initialise(&settings, 42);
    struct sae_trainer *trainer = sae_trainer(sae, &activations, threads);
    size_t held = bytes_held() - before;
    struct product product = product_of(shape, &activations, threads);
    double per_epoch = (double)(ROWS / shape->batch);
    sae_train_epoch(trainer, sae, NULL, NULL);
    for (int turn = 0; turn < some_turns(); turn++) {
        double seconds[SAE_PHASES] = {0}, start = now();
        sae_time_phases(trainer, seconds);
        sae_train_epoch(trainer, sae, NULL, NULL);
        steps[turn] = (now() - start) / per_epoch;
        sae_time_phases(trainer, NULL);
        products[turn] = product_seconds(&product);
        for (int phase = 0; phases && phase < SAE_PHASES; phase++)
            phases[phase][turn] = seconds[phase] / per_epoch;
    }
    product_free(&product);
    sae_trainer_free(trainer);
    sae_free(sae);
    team_free(threads);
    activations_free(&activations);
    return held;
}

static void print_wide(int threads) {
    const struct shape shape = {512, 16384, 32, 2048, threads};
    static double steps[MOST_TURNS], products[MOST_TURNS], phases[SAE_PHASES][MOST_TURNS];
    size_t held = time_steps(&shape, steps, products, phases);
    char *title =
        text("d_model 512, d_sae 16384, k 32, %d thread%s", threads, threads == 1 ? "" : "s");
    print_heading(title);
    print_row("a step, beside its encoder's product", steps, products, some_turns());
    for (int phase = 0; phase < SAE_PHASES; phase++)
        print_row(sae_phase_names[phase], phases[phase], products, some_turns());
    print_memory(&shape, held);
    free(title);
}

/* --- growth ----------------------------------------------------------------------------------- */

/* The sizes that grow, one at a time. The others stay at d_model 512, d_sae 4096, k 32, 2048 rows
 * and 1 thread. */
static const struct growth {
    const char *name;
    size_t place;
    int sizes[5];
} growths[] = {
    {"d_sae", offsetof(struct shape, d_sae), {1024, 2048, 4096, 8192, 16384}},
    {"k", offsetof(struct shape, k), {8, 16, 32, 64, 128}},
    {"rows", offsetof(struct shape, batch), {256, 512, 1024, 2048, 4096}},
    {"threads", offsetof(struct shape, threads), {1, 2, 4, 8, 16}},
};

/* Print how a step grows with one of its sizes, and add lines to the table: name of the size, its
 * value, seconds of the step, and seconds of the product. */
static void print_growth(const struct growth *growth, int cores, FILE *table) {
    char *title = text("A step, by %s", growth->name);
    print_heading(title);
    for (int n = 0; n < 5; n++) {
        struct shape shape = {512, 4096, 32, 2048, 1};
        double steps[MOST_TURNS], products[MOST_TURNS];
        *(int *)((char *)&shape + growth->place) = growth->sizes[n];
        if (shape.threads > cores)
            break;
        time_steps(&shape, steps, products, NULL);
        char *name = text("%s = %d, beside its product", growth->name, growth->sizes[n]);
        print_row(name, steps, products, some_turns());
        fprintf(table, "%s\t%d\t%.6f\t%.6f\n", growth->name, growth->sizes[n],
                median(steps, some_turns()), median(products, some_turns()));
        free(name);
    }
    free(title);
}

void bench_wide(int cores, const char *path) {
    print_wide(1);
    if (cores > 1)
        print_wide(cores);
    FILE *table = fopen(path, "w");
    if (!table)
        fail("%s: cannot write", path);
    fprintf(table, "size\tvalue\tstep\tproduct\n");
    for (size_t g = 0; g < sizeof growths / sizeof *growths; g++)
        print_growth(&growths[g], cores, table);
    if (fclose(table) != 0)
        fail("%s: cannot write", path);
}
