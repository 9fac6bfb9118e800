/* A training step, and the measures, of a TopK sparse autoencoder.
 *
 * A step takes the batch in blocks of rows, so that all that is made of a row is used while it is
 * in cache, and then the latents in chunks:
 *
 *   rows x ----products----> u ----collect, largest----> kept, z ----reconstruct----> g = x^ - x
 *
 *   latent j, over the rows it was kept on:   dD_j += z_j g;   dz_j = <g, D_j>
 *                                             db_j += dz_j;    dE_j += dz_j x
 *   then Adam, |D_j| = 1, and E_j laid out for the next step's products
 *
 * z_j and dz_j as weights in the gradients are times 2 / (rows of the batch * d_model).
 *
 * How many rows wait for the latents' turn is called a group. The gradients of a small autoencoder
 * stay in cache: there a group is a block or so. Of a large one there is never more than a chunk of
 * the gradients: there a group is the batch, and a chunk's weights are updated as soon as its
 * gradient is whole. Sums over rows are in ascending order either way.
 */
#include "autoencoder/trainer.h"
#include "program/clock.h"
#include "consistency/consistency.h"
#include "program/error.h"
#include "arithmetic/kernels.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Latents whose products a thread holds at once. */
enum { PANEL_LATENTS = 256 };

/* What foretells the least value that is kept on a row: from one epoch to the next it changes
 * little, and on most rows alike. This decides how long a search takes, never what it finds. */
struct forecast {
    real before;         /* what it was on the row before this one */
    real change, spread; /* running means: how it changed, and how far a row strayed from that */
};

/* What one thread holds: of a block of rows, and of a chunk of latents. */
struct workspace {
    real *preactivations; /* [block, padded(d_sae)] */
    int *counts;          /* [block] candidates for the k largest of each row, */
    int32_t *latents;     /* [block, padded(d_sae) + LANES] those candidates */
    real *values;
    real *starts; /* [block] which all candidates reach */
    struct forecast forecast;
    real *encoder_gradient, *bias_gradient, *decoder_gradient; /* [chunk, ..], where not held */
};

struct sae_trainer {
    const struct kernels *kernels;
    const struct activations *activations;
    struct team *team;
    int block, group, chunk; /* rows of a block and of a group, latents of a chunk */

    real *panels, *start;            /* the encoder and its bias, laid out for kernels->products */
    struct workspace *workspaces;    /* [team_size] */
    struct alignment_target *target; /* NULL where lambda is 0 */
    real *last;                      /* [rows] the least value kept when last seen, or NAN */

    /* A group of rows. */
    const real **inputs;    /* [group] rows of the activations */
    real *errors;           /* [group, stride] */
    real *squares;          /* [group] of the errors */
    int room;               /* places from one row's latents to the next: k + LANES */
    int32_t *kept;          /* [group, room] */
    real *values;           /* [group, room] z */
    struct firing *firings; /* [group * k], by latent */
    real *slopes;           /* [group * k] dz of each */
    int32_t *first;         /* [d_sae + 1] where each latent's begin */

    /* A step. */
    int32_t *order;                                            /* [activations->rows] */
    real *encoder_gradient, *bias_gradient, *decoder_gradient; /* NULL where not held */

    void (*after_step)(void *context, int step, int steps); /* or NULL */
    void *watcher;
    double *phase_seconds, phase_start; /* [SAE_PHASES], or NULL */
};

/* --- phases --------------------------------------------------------------------------------- */

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

/* What went by since the last end of a phase was this one. */
static void end_phase(struct sae_trainer *trainer, int thread, enum sae_phase phase) {
    if (!trainer->phase_seconds || thread != 0)
        return;
    double end = now();
    trainer->phase_seconds[phase] += end - trainer->phase_start;
    trainer->phase_start = end;
}

/* --- memory --------------------------------------------------------------------------------- */

/* Rows of a block: the fewer latents fire on each, the more rows, so that each latent fires on
 * enough of them. Those of a large autoencoder share what is read of its weights. */
static int block_rows(int k, bool is_small) {
    return !is_small || k <= 16 ? 8 * TILE : k <= 32 ? 6 * TILE : 4 * TILE;
}

static struct workspace workspace(const struct sae_trainer *trainer,
                                  const struct sae_settings *settings) {
    size_t width = (size_t)padded(settings->d_sae), block = (size_t)trainer->block;
    struct workspace workspace = {
        .preactivations = allocate(block * width, sizeof(real)),
        .counts = allocate(block, sizeof *workspace.counts),
        .latents = allocate(block * (width + LANES), sizeof *workspace.latents),
        .values = allocate(block * (width + LANES), sizeof(real)),
        .starts = allocate(block, sizeof(real)),
        .forecast = {.spread = 1},
    };
    if (!trainer->encoder_gradient) {
        size_t matrix = (size_t)trainer->chunk * (size_t)row_stride(settings->d_model);
        workspace.encoder_gradient = allocate(matrix, sizeof(real));
        workspace.bias_gradient = allocate((size_t)trainer->chunk, sizeof(real));
        workspace.decoder_gradient = allocate(matrix, sizeof(real));
    }
    return workspace;
}

/* How the work is divided. */
static void divide(struct sae_trainer *trainer, const struct sae_settings *settings) {
    enum { SMALL = 1 << 18 };
    size_t stride = (size_t)row_stride(settings->d_model);
    int threads = team_size(trainer->team);
    bool is_small = (size_t)settings->d_sae * stride <= SMALL;
    trainer->block = block_rows(settings->k, is_small);
    int blocks = (settings->batch + trainer->block - 1) / trainer->block;
    trainer->group = trainer->block * (is_small ? smaller(threads, blocks) : blocks);
    trainer->chunk = is_small ? padded((settings->d_sae + threads - 1) / threads) : 4 * LANES;
    if (is_small) {
        trainer->encoder_gradient = allocate((size_t)settings->d_sae * stride, sizeof(real));
        trainer->bias_gradient = allocate((size_t)padded(settings->d_sae), sizeof(real));
        trainer->decoder_gradient = allocate((size_t)settings->d_sae * stride, sizeof(real));
    }
}

struct sae_trainer *sae_trainer(const struct sae *sae, const struct activations *activations,
                                struct team *team) {
    const struct sae_settings *settings = &sae->settings;
    if (activations->d_model != settings->d_model)
        fail("autoencoder: d_model is %d, but the activations have %d columns", settings->d_model,
             activations->d_model);
    struct sae_trainer *trainer = allocate(1, sizeof *trainer);
    trainer->kernels = kernels();
    trainer->activations = activations;
    trainer->team = team;
    divide(trainer, settings);

    size_t width = (size_t)padded(settings->d_sae), group = (size_t)trainer->group;
    trainer->panels = allocate(width * (size_t)settings->d_model, sizeof(real));
    trainer->start = allocate(width, sizeof(real));
    for (size_t j = 0; j < width; j++)
        trainer->start[j] = -INFINITY;
    trainer->workspaces = allocate((size_t)team_size(team), sizeof *trainer->workspaces);
    for (int thread = 0; thread < team_size(team); thread++)
        trainer->workspaces[thread] = workspace(trainer, settings);
    trainer->last = allocate((size_t)activations->rows, sizeof(real));
    for (int row = 0; row < activations->rows; row++)
        trainer->last[row] = NAN;
    trainer->inputs = allocate(group, sizeof *trainer->inputs);
    trainer->errors = allocate(group * (size_t)sae->stride, sizeof(real));
    trainer->squares = allocate(group, sizeof(real));
    trainer->room = settings->k + LANES;
    trainer->kept = allocate(group * (size_t)trainer->room, sizeof *trainer->kept);
    trainer->values = allocate(group * (size_t)trainer->room, sizeof(real));
    trainer->firings = allocate(group * (size_t)settings->k, sizeof *trainer->firings);
    trainer->slopes = allocate(group * (size_t)settings->k, sizeof(real));
    trainer->first = allocate((size_t)settings->d_sae + 1, sizeof *trainer->first);
    trainer->order = allocate((size_t)activations->rows, sizeof *trainer->order);
    return trainer;
}

static void workspace_free(struct workspace *workspace) {
    free(workspace->preactivations);
    free(workspace->counts);
    free(workspace->latents);
    free(workspace->values);
    free(workspace->starts);
    free(workspace->encoder_gradient);
    free(workspace->bias_gradient);
    free(workspace->decoder_gradient);
}

void sae_trainer_free(struct sae_trainer *trainer) {
    for (int thread = 0; thread < team_size(trainer->team); thread++)
        workspace_free(&trainer->workspaces[thread]);
    free(trainer->workspaces);
    free(trainer->panels);
    free(trainer->start);
    free(trainer->last);
    free(trainer->inputs);
    free(trainer->errors);
    free(trainer->squares);
    free(trainer->kept);
    free(trainer->values);
    free(trainer->firings);
    free(trainer->slopes);
    free(trainer->first);
    free(trainer->order);
    free(trainer->encoder_gradient);
    free(trainer->bias_gradient);
    free(trainer->decoder_gradient);
    free(trainer);
}

/* --- a step ----------------------------------------------------------------------------------- */

/* A batch, and the group of its rows that is worked on. */
struct step {
    struct sae_trainer *trainer;
    struct sae *sae;
    const int32_t *rows;
    int count;              /* rows of the batch */
    int group, group_count; /* the group's first row, and how many it has */
    real scale;
    const struct adam_step *adam;                              /* NULL: leave the weights alone */
    real *encoder_gradient, *bias_gradient, *decoder_gradient; /* held, or NULL */
};

static _Noreturn void fail_diverged(const struct sae *sae) {
    fail("autoencoder: training diverged: a number is not finite after %d whole epochs",
         sae->epochs);
}

/* Ask for a row of the next block: the order is one that no cache foresees. It goes to the second
 * cache, for the first has no room for it so long. */
static void prefetch(const struct sae_trainer *trainer, int32_t row) {
    enum { CACHE_LINE = 64 / sizeof(real), FOR_READING = 0, SECOND_CACHE = 2 };
    const struct activations *activations = trainer->activations;
    const real *values = activations->values + (size_t)row * (size_t)activations->stride;
    for (int i = 0; i < activations->d_model; i += CACHE_LINE)
        __builtin_prefetch(values + i, FOR_READING, SECOND_CACHE);
    __builtin_prefetch(trainer->last + row, FOR_READING, SECOND_CACHE);
}

/* A number that a row's k largest reach, and few others: most rows stray less than this much. */
static real search_start(const struct forecast *forecast, real last) {
    real expected = isnan(last) ? forecast->before : last + forecast->change;
    return expected - forecast->spread * 3 / 2;
}

/* Take in what the least value kept on a row turned out to be. */
static void correct(struct forecast *forecast, real *last, real least) {
    enum { MEMORY = 64 };
    real expected = isnan(*last) ? forecast->before : *last + forecast->change;
    real surprise = least - expected;
    if (!isnan(*last))
        forecast->change += surprise / MEMORY;
    forecast->spread += ((surprise < 0 ? -surprise : surprise) - forecast->spread) / MEMORY;
    *last = forecast->before = least;
}

/* Find the rows of a block, and where their searches begin. */
static void look_up(const struct step *step, struct workspace *workspace, int block, int count) {
    const struct sae_trainer *trainer = step->trainer;
    const struct activations *activations = trainer->activations;
    const int32_t *rows = step->rows + step->group + block;
    const real **inputs = trainer->inputs + block;
    for (int r = 0; r < count; r++) {
        inputs[r] = activations->values + (size_t)rows[r] * (size_t)activations->stride;
        workspace->counts[r] = 0;
        workspace->starts[r] = search_start(&workspace->forecast, trainer->last[rows[r]]);
    }
    for (int r = count; r % TILE != 0; r++)
        inputs[r] = inputs[0];
}

/* The candidates for the k largest of each row of a block: some latents at a time, while their
 * products are in cache. */
static void encode(const struct step *step, struct workspace *workspace, int block, int count,
                   int thread) {
    struct sae_trainer *trainer = step->trainer;
    const struct kernels *kernels = trainer->kernels;
    int d_model = step->sae->settings.d_model, width = padded(step->sae->settings.d_sae);
    for (int j = 0; j < width; j += PANEL_LATENTS) {
        int latents = smaller(width - j, PANEL_LATENTS);
        kernels->products(trainer->inputs + block, tiled(count), d_model,
                          trainer->panels + (size_t)j * (size_t)d_model, latents,
                          trainer->start + j, width, workspace->preactivations + j);
        end_phase(trainer, thread, ENCODING);
        for (int r = 0; r < count; r++) {
            size_t place = (size_t)r * (size_t)(width + LANES) + (size_t)workspace->counts[r];
            workspace->counts[r] += kernels->collect(
                workspace->preactivations + (size_t)r * (size_t)width, j, latents,
                workspace->starts[r], workspace->latents + place, workspace->values + place);
        }
        end_phase(trainer, thread, SELECTION);
    }
}

/* Keep the k largest of each row of a block. */
static void select_largest(const struct step *step, struct workspace *workspace, int block,
                           int count) {
    struct sae_trainer *trainer = step->trainer;
    size_t width = (size_t)padded(step->sae->settings.d_sae);
    const int32_t *rows = step->rows + step->group + block;
    int following = step->count - step->group - block - trainer->block;
    for (int r = 0; r < count; r++) {
        if (r < following)
            prefetch(trainer, rows[r + trainer->block]);
        size_t room = (size_t)(block + r) * (size_t)trainer->room;
        size_t candidates = (size_t)r * (width + LANES);
        real least = trainer->kernels->largest(
            workspace->preactivations + (size_t)r * width, (int)width, step->sae->settings.k,
            workspace->counts[r], workspace->starts[r], workspace->forecast.spread,
            workspace->latents + candidates, workspace->values + candidates, trainer->kept + room,
            trainer->values + room);
        if (!isfinite(least))
            fail_diverged(step->sae);
        correct(&workspace->forecast, &trainer->last[rows[r]], least);
    }
}

/* The errors of a block, and their squares. */
static void decode(const struct step *step, int block, int count) {
    struct sae_trainer *trainer = step->trainer;
    const struct sae *sae = step->sae;
    real *errors = trainer->errors + (size_t)block * (size_t)sae->stride;
    for (int r = 0; r < count; r++) {
        size_t place = (size_t)(block + r) * (size_t)trainer->room;
        trainer->kernels->reconstruct(trainer->inputs[block + r], trainer->kept + place,
                                      trainer->values + place, sae->settings.k, sae->decoder,
                                      sae->settings.d_model,
                                      errors + (size_t)r * (size_t)sae->stride);
    }
    trainer->kernels->squares(errors, count, sae->settings.d_model, trainer->squares + block);
}

/* From the rows of a block to their errors. */
static void pass_forward(void *context, int piece, int thread) {
    struct step *step = context;
    struct workspace *workspace = &step->trainer->workspaces[thread];
    int block = piece * step->trainer->block;
    int count = smaller(step->group_count - block, step->trainer->block);
    look_up(step, workspace, block, count);
    encode(step, workspace, block, count, thread);
    select_largest(step, workspace, block, count);
    end_phase(step->trainer, thread, SELECTION);
    decode(step, block, count);
    end_phase(step->trainer, thread, DECODING);
}

/* All rows of the group from inputs to errors; returns the sum of their squares. */
static double forward_group(struct step *step) {
    struct sae_trainer *trainer = step->trainer;
    double squares = 0;
    team_share(trainer->team, (step->group_count + trainer->block - 1) / trainer->block,
               pass_forward, step);
    for (int r = 0; r < step->group_count; r++)
        squares += (double)trainer->squares[r];
    return squares;
}

/* The group's firings by latent: count them, see where each latent's begin, put them there. */
static void list_firings(const struct step *step) {
    struct sae_trainer *trainer = step->trainer;
    int k = step->sae->settings.k, d_sae = step->sae->settings.d_sae;
    int32_t *first = trainer->first;
    real scale = step->scale;
    memset(first, 0, ((size_t)d_sae + 1) * sizeof *first);
    const int32_t *kept = trainer->kept;
    for (int r = 0; r < step->group_count; r++, kept += trainer->room)
        for (int n = 0; n < k; n++)
            first[kept[n] + 1]++;
    for (int j = 0; j < d_sae; j++)
        first[j + 1] += first[j];
    const real *values = trainer->values;
    kept = trainer->kept;
    for (int r = 0; r < step->group_count; r++, kept += trainer->room, values += trainer->room)
        for (int n = 0; n < k; n++)
            trainer->firings[first[kept[n]]++] = (struct firing){r, scale * values[n]};
    /* Each latent's beginning has moved to its end, where the next one's was. */
    memmove(first + 1, first, (size_t)d_sae * sizeof *first);
    first[0] = 0;
}

/* Lay latents out for the products of the next step. Those that pad d_sae keep a bias of -INFINITY,
 * so that they are never among the largest. */
static void pack_encoder(const struct sae_trainer *trainer, const struct sae *sae, int first,
                         int count) {
    trainer->kernels->pack(sae->encoder + (size_t)first * (size_t)sae->stride, count,
                           sae->settings.d_model,
                           trainer->panels + (size_t)first * (size_t)sae->settings.d_model);
    memcpy(trainer->start + first, sae->bias + first, (size_t)count * sizeof(real));
}

/* Gradients of a chunk of latents, from `first` on. */
struct chunk {
    int first, count;
    real *encoder_gradient, *bias_gradient, *decoder_gradient;
};

static struct chunk chunk_of(const struct step *step, int piece, int thread) {
    struct sae_trainer *trainer = step->trainer;
    const struct workspace *workspace = &trainer->workspaces[thread];
    int first = piece * trainer->chunk;
    struct chunk chunk = {first, smaller(step->sae->settings.d_sae - first, trainer->chunk),
                          workspace->encoder_gradient, workspace->bias_gradient,
                          workspace->decoder_gradient};
    if (step->encoder_gradient) {
        size_t place = (size_t)first * (size_t)step->sae->stride;
        chunk.encoder_gradient = step->encoder_gradient + place;
        chunk.bias_gradient = step->bias_gradient + first;
        chunk.decoder_gradient = step->decoder_gradient + place;
    }
    return chunk;
}

static void clear_gradients(const struct chunk *chunk, int stride) {
    size_t matrix = (size_t)chunk->count * (size_t)stride * sizeof(real);
    memset(chunk->encoder_gradient, 0, matrix);
    memset(chunk->bias_gradient, 0, (size_t)chunk->count * sizeof(real));
    memset(chunk->decoder_gradient, 0, matrix);
}

/* Add what the group gives. */
static void add_gradients(const struct step *step, const struct chunk *chunk) {
    const struct sae_trainer *trainer = step->trainer;
    const struct sae *sae = step->sae;
    int d_model = sae->settings.d_model;
    trainer->kernels->error_gradients(
        trainer->firings, trainer->slopes, trainer->first + chunk->first, chunk->count, step->scale,
        trainer->errors, sae->decoder + (size_t)chunk->first * (size_t)sae->stride, d_model,
        chunk->decoder_gradient, chunk->bias_gradient);
    trainer->kernels->input_gradients(trainer->firings, trainer->slopes,
                                      trainer->first + chunk->first, chunk->count, trainer->inputs,
                                      d_model, chunk->encoder_gradient);
}

/* Adam, decoder rows of unit length, and the encoder laid out anew. */
static void update_weights(const struct step *step, const struct chunk *chunk) {
    const struct kernels *kernels = step->trainer->kernels;
    struct sae *sae = step->sae;
    size_t place = (size_t)chunk->first * (size_t)sae->stride;
    size_t matrix = (size_t)chunk->count * (size_t)sae->stride;
    kernels->adam(step->adam, sae->encoder + place, chunk->encoder_gradient,
                  sae->encoder_moments[0] + place, sae->encoder_moments[1] + place, matrix);
    kernels->adam(step->adam, sae->bias + chunk->first, chunk->bias_gradient,
                  sae->bias_moments[0] + chunk->first, sae->bias_moments[1] + chunk->first,
                  (size_t)padded(chunk->count));
    kernels->adam(step->adam, sae->decoder + place, chunk->decoder_gradient,
                  sae->decoder_moments[0] + place, sae->decoder_moments[1] + place, matrix);
    kernels->unit_rows(sae->decoder + place, chunk->count, sae->settings.d_model);
    pack_encoder(step->trainer, sae, chunk->first, chunk->count);
}

/* The group's part of a chunk's gradients; after the last group, the update. */
static void pass_backward(void *context, int piece, int thread) {
    const struct step *step = context;
    const struct sae *sae = step->sae;
    struct sae_trainer *trainer = step->trainer;
    struct chunk chunk = chunk_of(step, piece, thread);
    if (step->group == 0)
        clear_gradients(&chunk, sae->stride);
    add_gradients(step, &chunk);
    if (trainer->target && step->group + step->group_count == step->count)
        add_penalty_gradient(trainer->target, sae->settings.lambda, chunk.first, chunk.count,
                             chunk.decoder_gradient);
    end_phase(trainer, thread, GRADIENTS);
    if (step->adam && step->group + step->group_count == step->count)
        update_weights(step, &chunk);
    end_phase(trainer, thread, UPDATE);
}

/* Take the step, with the encoder laid out; returns the loss. */
static double take_step(struct step *step) {
    struct sae_trainer *trainer = step->trainer;
    const struct sae_settings *settings = &step->sae->settings;
    double entries = (double)step->count * settings->d_model, squares = 0, penalty = 0;
    step->scale = (real)(2 / entries);
    if (trainer->target)
        penalty = settings->lambda * alignment_penalty(trainer->target, step->sae->decoder);
    for (step->group = 0; step->group < step->count; step->group += trainer->group) {
        step->group_count = smaller(step->count - step->group, trainer->group);
        squares += forward_group(step);
        list_firings(step);
        end_phase(trainer, 0, LISTING);
        team_share(trainer->team, (settings->d_sae + trainer->chunk - 1) / trainer->chunk,
                   pass_backward, step);
    }
    return squares / entries + penalty;
}

/* Lay the reference out for the steps to come; the caller ends it with drop_target. */
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
            .encoder_gradient = trainer->encoder_gradient,
            .bias_gradient = trainer->bias_gradient,
            .decoder_gradient = trainer->decoder_gradient,
        };
        double loss = take_step(&step);
        if (!isfinite(loss))
            fail_diverged(sae);
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
        .encoder_gradient = encoder_gradient,
        .bias_gradient = bias_gradient,
        .decoder_gradient = decoder_gradient,
    };
    set_target(trainer, sae, reference);
    pack_encoder(trainer, sae, 0, sae->settings.d_sae);
    double loss = take_step(&step);
    drop_target(trainer);
    return loss;
}

/* --- measures --------------------------------------------------------------------------------- */

/* Sums over entries and their squares, in as many lanes as are added side by side. */
struct sums {
    double entries[LANES], squares[LANES];
};

static inline void add_entries(struct sums *sums, const real *entries, int count, double less) {
    for (int lane = 0; lane < count; lane++) {
        double value = (double)entries[lane] - less;
        sums->entries[lane] += value;
        sums->squares[lane] += value * value;
    }
}

/* Add the entries of a row, less a number. */
static void add_row(struct sums *sums, const real *row, int d_model, double less) {
    int i = 0;
    for (; i + LANES <= d_model; i += LANES)
        add_entries(sums, row + i, LANES, less);
    add_entries(sums, row + i, d_model - i, less);
}

static double over_lanes(const double lanes[LANES]) {
    double sum = 0;
    for (int lane = 0; lane < LANES; lane++)
        sum += lanes[lane];
    return sum;
}

/* Sums of all rows. */
static struct sums activation_sums(const struct activations *activations, double less) {
    struct sums sums = {0};
    for (int r = 0; r < activations->rows; r++)
        add_row(&sums, activations->values + (size_t)r * (size_t)activations->stride,
                activations->d_model, less);
    return sums;
}

double total_variation(const struct activations *activations) {
    if (activations->variation > 0)
        return activations->variation;
    double entries = (double)activations->rows * activations->d_model;
    struct sums sums = activation_sums(activations, 0);
    sums = activation_sums(activations, over_lanes(sums.entries) / entries);
    return over_lanes(sums.squares);
}

/* Sums over rows that the measures are made of. */
struct tally {
    struct sums error;
    int64_t nonzero;  /* over latents kept */
    int32_t *kept_on; /* [d_sae] rows each latent was kept on */
};

/* Count row r of the group. */
static void tally_row(struct tally *tally, const struct step *step, int r) {
    const struct sae_trainer *trainer = step->trainer;
    const struct sae *sae = step->sae;
    add_row(&tally->error, trainer->errors + (size_t)r * (size_t)sae->stride, sae->settings.d_model,
            0);
    for (int n = 0; n < sae->settings.k; n++) {
        size_t place = (size_t)r * (size_t)trainer->room + (size_t)n;
        tally->nonzero += trainer->values[place] != 0;
        tally->kept_on[trainer->kept[place]]++;
    }
}

/* The tally of all rows; the caller frees kept_on. */
static struct tally tally_rows(struct sae_trainer *trainer, struct sae *sae) {
    int rows = trainer->activations->rows;
    struct tally tally = {.kept_on = allocate((size_t)sae->settings.d_sae, sizeof *tally.kept_on)};
    struct step step = {.trainer = trainer, .sae = sae, .rows = trainer->order, .count = rows};
    pack_encoder(trainer, sae, 0, sae->settings.d_sae);
    for (int r = 0; r < rows; r++)
        trainer->order[r] = r;
    for (step.group = 0; step.group < rows; step.group += trainer->group) {
        step.group_count = smaller(rows - step.group, trainer->group);
        forward_group(&step);
        for (int r = 0; r < step.group_count; r++)
            tally_row(&tally, &step, r);
    }
    return tally;
}

struct sae_quality sae_evaluate(struct sae_trainer *trainer, struct sae *sae) {
    int rows = trainer->activations->rows, d_sae = sae->settings.d_sae;
    double entries = (double)rows * sae->settings.d_model;
    struct tally tally = tally_rows(trainer, sae);
    float *firing = allocate((size_t)d_sae, sizeof *firing);
    for (int j = 0; j < d_sae; j++)
        firing[j] = (float)((double)tally.kept_on[j] / rows);
    free(tally.kept_on);
    double error = over_lanes(tally.error.entries), squared_error = over_lanes(tally.error.squares);
    double residual_variation = squared_error - error * error / entries;
    return (struct sae_quality){
        .explained_variance = 1 - residual_variation / total_variation(trainer->activations),
        .mean_squared_error = squared_error / entries,
        .l0 = (double)tally.nonzero / rows,
        .firing = firing,
    };
}
