/* The trainer of a sparse autoencoder: its memory, how the work is divided, and the epochs.
 *
 * The work of a step (see step.c) is divided into blocks and groups of rows and into chunks of
 * latents. The division decides the speed and the memory, never the bits.
 */
#include "autoencoder/step.h"
#include "consistency/penalty.h"
#include "program/clock.h"
#include "program/error.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

const char *const sae_phase_names[SAE_PHASES] = {
    "rows gathered, product",   "selection", "decoding, error",
    "firings listed by latent", "gradients", "Adam, norm, packing"};

void sae_time_phases(struct sae_trainer *trainer, double *seconds) {
    trainer->phase_seconds = seconds;
    trainer->phase_start = now();
}

void sae_watch(struct sae_trainer *trainer, void (*after_step)(void *context, int step, int steps),
               void *context) {
    trainer->after_step = after_step;
    trainer->watcher = context;
}

/* --- memory --------------------------------------------------------------------------------- */

/* Rows of a block. The fewer latents a row keeps, the more rows, so that each latent fires on
 * enough of them. In a large autoencoder many rows share what is read of the weights. */
static int block_rows(int most_kept, bool is_small) {
    return !is_small || most_kept <= 16 ? 8 * TILE : most_kept <= 32 ? 6 * TILE : 4 * TILE;
}

static struct gradients gradients_of(int latents, int stride) {
    size_t matrix = (size_t)latents * (size_t)stride;
    return (struct gradients){allocate(matrix, sizeof(real)),
                              allocate((size_t)padded(latents), sizeof(real)),
                              allocate(matrix, sizeof(real))};
}

static void gradients_free(struct gradients *gradients) {
    free(gradients->encoder);
    free(gradients->bias);
    free(gradients->decoder);
}

/* Choose the sizes of block, group and chunk, and make the gradients. A small autoencoder holds the
 * gradients of all its latents; a large one holds those of a chunk for each thread. */
static void divide(struct sae_trainer *trainer, const struct sae *sae) {
    enum { SMALL = 1 << 18 };
    const struct sae_settings *settings = &sae->settings;
    int threads = team_size(trainer->team);
    bool is_small = (size_t)settings->d_sae * (size_t)sae->stride <= SMALL;
    trainer->block_rows = block_rows(trainer->architecture->most_kept(settings), is_small);
    int blocks = (settings->batch + trainer->block_rows - 1) / trainer->block_rows;
    trainer->group_rows = trainer->block_rows * (is_small ? smaller(threads, blocks) : blocks);
    trainer->chunk_latents =
        is_small ? padded((settings->d_sae + threads - 1) / threads) : 4 * LANES;
    trainer->chunks = allocate((size_t)threads, sizeof *trainer->chunks);
    if (is_small)
        trainer->whole = gradients_of(settings->d_sae, sae->stride);
    for (int thread = 0; thread < threads && !is_small; thread++)
        trainer->chunks[thread] = gradients_of(trainer->chunk_latents, sae->stride);
}

/* Room for a group of `rows` rows. */
static struct group group_of(const struct sae_trainer *trainer, const struct sae *sae) {
    size_t rows = (size_t)trainer->group_rows;
    int most_kept = trainer->architecture->most_kept(&sae->settings), room = most_kept + LANES;
    return (struct group){
        .kernels = trainer->kernels,
        .inputs = allocate(rows, sizeof(const real *)),
        .errors = allocate(rows * (size_t)sae->stride, sizeof(real)),
        .squares = allocate(rows, sizeof(real)),
        .room = room,
        .kept_counts = allocate(rows, sizeof(int)),
        .kept = allocate(rows * (size_t)room, sizeof(int32_t)),
        .values = allocate(rows * (size_t)room, sizeof(real)),
        .firings = allocate(rows * (size_t)most_kept, sizeof(struct firing)),
        .slopes = allocate(rows * (size_t)most_kept, sizeof(real)),
        .first = allocate((size_t)sae->settings.d_sae + 1, sizeof(int32_t)),
    };
}

static void group_free(struct group *group) {
    free(group->inputs);
    free(group->errors);
    free(group->squares);
    free(group->kept_counts);
    free(group->kept);
    free(group->values);
    free(group->firings);
    free(group->slopes);
    free(group->first);
}

struct sae_trainer *sae_trainer(const struct sae *sae, const struct activations *activations,
                                struct team *team) {
    const struct sae_settings *settings = &sae->settings;
    if (activations->d_model != settings->d_model)
        fail("autoencoder: d_model is %d, but the activations have %d columns", settings->d_model,
             activations->d_model);
    struct sae_trainer *trainer = allocate(1, sizeof *trainer);
    trainer->kernels = kernels();
    trainer->architecture = settings->architecture;
    trainer->activations = activations;
    trainer->team = team;
    divide(trainer, sae);
    size_t width = (size_t)padded(settings->d_sae), block = (size_t)trainer->block_rows;
    int threads = team_size(team);
    trainer->panels = allocate(width * (size_t)settings->d_model, sizeof(real));
    trainer->start = allocate(width, sizeof(real));
    for (size_t j = 0; j < width; j++)
        trainer->start[j] = -INFINITY;
    trainer->preactivations = allocate((size_t)threads, sizeof *trainer->preactivations);
    for (int thread = 0; thread < threads; thread++)
        trainer->preactivations[thread] = allocate(block * width, sizeof(real));
    trainer->memory = trainer->architecture->memory_new(settings, activations->rows,
                                                        trainer->block_rows, threads);
    trainer->group = group_of(trainer, sae);
    trainer->order = allocate((size_t)activations->rows, sizeof *trainer->order);
    return trainer;
}

void sae_trainer_free(struct sae_trainer *trainer) {
    for (int thread = 0; thread < team_size(trainer->team); thread++) {
        free(trainer->preactivations[thread]);
        gradients_free(&trainer->chunks[thread]);
    }
    free(trainer->preactivations);
    free(trainer->chunks);
    gradients_free(&trainer->whole);
    trainer->architecture->memory_free(trainer->memory);
    group_free(&trainer->group);
    free(trainer->panels);
    free(trainer->start);
    free(trainer->order);
    free(trainer);
}

/* --- epochs --------------------------------------------------------------------------------- */

/* Lay the reference out for the steps that follow; the caller ends this with drop_target. */
static void set_target(struct sae_trainer *trainer, const struct sae *sae, const real *reference) {
    if (sae->settings.lambda == 0)
        return;
    if (!reference)
        fail("autoencoder: lambda is %g, but there is no reference to align to",
             sae->settings.lambda);
    trainer->target = alignment_target(reference, sae->settings.d_sae, sae->settings.d_model,
                                       sae->settings.d_sae, trainer->team);
}

static void drop_target(struct sae_trainer *trainer) {
    alignment_target_free(trainer->target);
    trainer->target = NULL;
}

double sae_train_epoch(struct sae_trainer *trainer, struct sae *sae, const real *reference,
                       double *step_losses) {
    const struct sae_settings *settings = &sae->settings;
    int rows = trainer->activations->rows, batch = settings->batch, taken = 0;
    int steps = (rows + batch - 1) / batch;
    struct torch_generator shuffle;
    torch_seed(&shuffle, sae_draw_epoch_seed(sae));
    torch_permutation(&shuffle, trainer->order, (size_t)rows);
    set_target(trainer, sae, reference);
    pack_encoder(trainer, sae, 0, sae->settings.d_sae);
    double sum = 0;
    for (int first = 0; first < rows; first += batch) {
        struct adam_step adam = adam_step(settings->learning_rate, settings->beta1, settings->beta2,
                                          settings->epsilon, ++sae->steps);
        struct step step = {
            .trainer = trainer,
            .sae = sae,
            .rows = trainer->order + first,
            .count = smaller(rows - first, batch),
            .adam = &adam,
            .gradients = trainer->whole,
        };
        double loss = take_step(&step);
        if (!isfinite(loss))
            fail_diverged(trainer, sae);
        sum += loss;
        if (step_losses)
            step_losses[taken] = loss;
        taken++;
        if (trainer->after_step)
            trainer->after_step(trainer->watcher, taken, steps);
    }
    drop_target(trainer);
    sae->epochs++;
    return sum / steps;
}

double sae_loss_and_gradient(struct sae_trainer *trainer, struct sae *sae, const int32_t *rows,
                             int count, const real *reference, real *encoder_gradient,
                             real *bias_gradient, real *decoder_gradient) {
    struct step step = {
        .trainer = trainer,
        .sae = sae,
        .rows = rows,
        .count = count,
        .gradients = {encoder_gradient, bias_gradient, decoder_gradient},
    };
    set_target(trainer, sae, reference);
    pack_encoder(trainer, sae, 0, sae->settings.d_sae);
    double loss = take_step(&step);
    drop_target(trainer);
    return loss;
}
