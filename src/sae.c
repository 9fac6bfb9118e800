/* The TopK sparse autoencoder: draws, the training step and its measures.
 *
 * A step takes the batch in blocks of rows, so that all that is made of a row (pre-activations, the
 * latents kept, error, gradients) is used while it is in cache:
 *
 *   rows x ----products----> u ----largest----> kept, z ----reconstruct----> g = x^ - x
 *                                                 |                            |
 *                                firings of each latent <---inner_products---- dz_j = <g, D_j>
 *                                                 |
 *                            dD_j += z_j g;  dE_j += dz_j x;  db_j += dz_j
 *
 * all times 2 / (rows of the batch * d_model), which is put on z_j and dz_j in the firings.
 */
#include "sae.h"
#include "consistency.h"
#include "error.h"
#include "kernels.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows taken at once: few enough for half of their columns to stay in the first cache, and for a
 * latent to fire on enough of them. */
enum { BLOCK = 8 * TILE };

/* What foretells the least value that is kept on a row: from one epoch to the next it changes
 * little, and on most rows alike. This decides how long a search takes, never what it finds. */
struct forecast {
    real *last;          /* [activations->rows] what it was when the row was last seen, or NAN */
    real before;         /* what it was on the row before this one */
    real change, spread; /* running means: how it changed, and how far a row strayed from that */
};

struct sae_trainer {
    const struct kernels *kernels;
    const struct activations *activations;
    int pitch; /* places from one row of inputs or errors to the next: an odd number of cache lines,
                  so that the same columns of many rows do not compete for a place in the cache */

    real *panels, *start; /* the encoder and its bias, laid out for kernels->products */

    /* A block of rows. */
    real *inputs, *errors;  /* [BLOCK, pitch] */
    const real **rows;      /* [BLOCK] of inputs */
    real *preactivations;   /* [BLOCK, padded(d_sae)] */
    struct firing *firings; /* [d_sae, BLOCK] */
    int32_t *firing_counts; /* [d_sae] */

    /* A row of it. */
    struct forecast forecast;
    int32_t *kept;         /* [k], and room for the search */
    real *values, *slopes; /* z, with the same room, and <error, decoder> of the latents kept */

    /* A step. */
    int32_t *order; /* [activations->rows] */
    real *encoder_gradient, *bias_gradient, *decoder_gradient;
    struct alignment_target *target; /* NULL where lambda is 0 */
};

/* The settings make an autoencoder, or the program ends. */
static void check_settings(const struct sae_settings *settings) {
    if (settings->d_model < 1 || settings->d_sae < 1 || settings->batch < 1)
        fail("autoencoder: d_model %d, d_sae %d, batch %d, expected each to be positive",
             settings->d_model, settings->d_sae, settings->batch);
    if (settings->k < 1 || settings->k > settings->d_sae)
        fail("autoencoder: k is %d, expected 1 to d_sae = %d", settings->k, settings->d_sae);
}

/* Kaiming's uniform bound for ReLU, as torch.nn.init.kaiming_uniform_ takes it. */
static float kaiming_bound(int fan_in) {
    return (float)(sqrt(3.0) * (sqrt(2.0) / sqrt((double)fan_in)));
}

/* Uniform in +-bound, `count` numbers in the order of the draws; the caller frees. */
static float *draw_uniform(struct torch_generator *generator, size_t count, float bound) {
    float *drawn = allocate(count, sizeof *drawn);
    torch_uniform(generator, drawn, count, -bound, bound);
    return drawn;
}

/* What torch.nn.Linear's own initialisation draws before the study's replaces it. */
static void drop_default_draws(struct sae *sae) {
    size_t d_model = (size_t)sae->settings.d_model, d_sae = (size_t)sae->settings.d_sae;
    free(draw_uniform(&sae->generator, d_sae * d_model + d_sae + d_model * d_sae, 1));
}

static void draw_encoder(struct sae *sae) {
    int d_model = sae->settings.d_model, d_sae = sae->settings.d_sae;
    float *drawn = draw_uniform(&sae->generator, (size_t)d_sae * d_model, kaiming_bound(d_model));
    for (int j = 0; j < d_sae; j++)
        for (int i = 0; i < d_model; i++)
            sae->encoder[(size_t)j * sae->stride + i] = drawn[(size_t)j * d_model + i];
    free(drawn);
}

static void draw_decoder(struct sae *sae) {
    int d_model = sae->settings.d_model, d_sae = sae->settings.d_sae;
    float *drawn = draw_uniform(&sae->generator, (size_t)d_model * d_sae, kaiming_bound(d_sae));
    for (int i = 0; i < d_model; i++)
        for (int j = 0; j < d_sae; j++)
            sae->decoder[(size_t)j * sae->stride + i] = drawn[(size_t)i * d_sae + j];
    free(drawn);
    kernels()->unit_rows(sae->decoder, d_sae, sae->stride);
}

struct sae *sae_initialise(const struct sae_settings *settings, uint64_t seed) {
    check_settings(settings);
    struct sae *sae = allocate(1, sizeof *sae);
    sae->settings = *settings;
    sae->stride = padded(settings->d_model);
    size_t matrix = (size_t)settings->d_sae * sae->stride, vector = padded(settings->d_sae);
    sae->encoder = allocate(matrix, sizeof(real));
    sae->bias = allocate(vector, sizeof(real));
    sae->decoder = allocate(matrix, sizeof(real));
    for (int moment = 0; moment < 2; moment++) {
        sae->encoder_moments[moment] = allocate(matrix, sizeof(real));
        sae->bias_moments[moment] = allocate(vector, sizeof(real));
        sae->decoder_moments[moment] = allocate(matrix, sizeof(real));
    }
    torch_seed(&sae->generator, seed);
    drop_default_draws(sae);
    draw_encoder(sae);
    draw_decoder(sae);
    return sae;
}

void sae_free(struct sae *sae) {
    for (int moment = 0; moment < 2; moment++) {
        free(sae->encoder_moments[moment]);
        free(sae->bias_moments[moment]);
        free(sae->decoder_moments[moment]);
    }
    free(sae->encoder);
    free(sae->bias);
    free(sae->decoder);
    free(sae);
}

/* The seed of an epoch's order: the loader draws a base seed for its workers first. */
static uint64_t draw_epoch_seed(struct sae *sae) {
    torch_int64(&sae->generator);
    return (uint64_t)torch_int64(&sae->generator);
}

void sae_skip_epochs(struct sae *sae, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++)
        draw_epoch_seed(sae);
    sae->epochs += epochs;
}

static struct forecast forecast(int rows) {
    struct forecast forecast = {.last = allocate((size_t)rows, sizeof(real)), .spread = 1};
    for (int row = 0; row < rows; row++)
        forecast.last[row] = NAN;
    return forecast;
}

struct sae_trainer *sae_trainer(const struct sae *sae, const struct activations *activations) {
    int d_model = sae->settings.d_model, d_sae = sae->settings.d_sae;
    if (activations->d_model != d_model)
        fail("autoencoder: d_model is %d, but the activations have %d columns", d_model,
             activations->d_model);
    struct sae_trainer *trainer = allocate(1, sizeof *trainer);
    trainer->kernels = kernels();
    trainer->activations = activations;
    trainer->pitch = sae->stride / LANES % 2 == 0 ? sae->stride + LANES : sae->stride;

    size_t width = (size_t)padded(d_sae);
    size_t matrix = (size_t)d_sae * sae->stride;
    trainer->panels = allocate(width * d_model, sizeof(real));
    trainer->start = allocate(width, sizeof(real));
    for (size_t j = 0; j < width; j++)
        trainer->start[j] = -INFINITY;
    trainer->inputs = allocate((size_t)BLOCK * trainer->pitch, sizeof(real));
    trainer->errors = allocate((size_t)BLOCK * trainer->pitch, sizeof(real));
    trainer->rows = allocate(BLOCK, sizeof *trainer->rows);
    for (size_t r = 0; r < BLOCK; r++)
        trainer->rows[r] = trainer->inputs + r * trainer->pitch;
    trainer->preactivations = allocate(BLOCK * width, sizeof(real));
    trainer->firings = allocate((size_t)d_sae * BLOCK, sizeof *trainer->firings);
    trainer->firing_counts = allocate(d_sae, sizeof *trainer->firing_counts);
    trainer->forecast = forecast(activations->rows);
    trainer->kept = allocate(width + LANES, sizeof *trainer->kept);
    trainer->values = allocate(width + LANES, sizeof(real));
    trainer->slopes = allocate(width, sizeof(real));
    trainer->order = allocate(activations->rows, sizeof *trainer->order);
    trainer->encoder_gradient = allocate(matrix, sizeof(real));
    trainer->bias_gradient = allocate(width, sizeof(real));
    trainer->decoder_gradient = allocate(matrix, sizeof(real));
    return trainer;
}

void sae_trainer_free(struct sae_trainer *trainer) {
    free(trainer->panels);
    free(trainer->start);
    free(trainer->inputs);
    free(trainer->errors);
    free(trainer->rows);
    free(trainer->preactivations);
    free(trainer->firings);
    free(trainer->firing_counts);
    free(trainer->forecast.last);
    free(trainer->kept);
    free(trainer->values);
    free(trainer->slopes);
    free(trainer->order);
    free(trainer->encoder_gradient);
    free(trainer->bias_gradient);
    free(trainer->decoder_gradient);
    free(trainer);
}

/* How many rows the next block takes of those that are left. */
static int block_of(int left) {
    return left < BLOCK ? left : BLOCK;
}

/* Ask for a row of the next block: the order is one that no cache foresees. It goes to the second
 * cache, for the first has no room for it so long. */
static void prefetch(const struct sae_trainer *trainer, int32_t row) {
    enum { CACHE_LINE = 64 / sizeof(real), FOR_READING = 0, SECOND_CACHE = 2 };
    const real *values = trainer->activations->values + (size_t)row * trainer->activations->stride;
    for (int i = 0; i < trainer->activations->stride; i += CACHE_LINE)
        __builtin_prefetch(values + i, FOR_READING, SECOND_CACHE);
    __builtin_prefetch(trainer->forecast.last + row, FOR_READING, SECOND_CACHE);
}

/* Lay the encoder out for the products of the next rows. Latents that pad d_sae keep a bias of
 * -INFINITY, so that they are never among the largest. */
static void pack_encoder(struct sae_trainer *trainer, const struct sae *sae) {
    int d_sae = sae->settings.d_sae;
    trainer->kernels->pack(sae->encoder, d_sae, sae->settings.d_model, sae->stride,
                           trainer->panels);
    memcpy(trainer->start, sae->bias, (size_t)d_sae * sizeof(real));
}

/* Take rows[count] into the block and give their pre-activations. */
static void encode(struct sae_trainer *trainer, const struct sae *sae, const int32_t *rows,
                   int count) {
    size_t stride = (size_t)sae->stride;
    for (int r = 0; r < count; r++)
        memcpy(trainer->inputs + (size_t)r * trainer->pitch,
               trainer->activations->values + (size_t)rows[r] * stride, stride * sizeof(real));
    trainer->kernels->products(trainer->rows, (count + TILE - 1) / TILE * TILE,
                               sae->settings.d_model, trainer->panels, sae->settings.d_sae,
                               trainer->start, trainer->preactivations);
}

static _Noreturn void fail_diverged(const struct sae *sae) {
    fail("autoencoder: training diverged in epoch %d: a number is not finite", sae->epochs + 1);
}

/* A number that a row's k largest reach, and few others: most rows stray less than this much. */
static real search_start(const struct forecast *forecast, int32_t row) {
    real last = forecast->last[row];
    real expected = isnan(last) ? forecast->before : last + forecast->change;
    return expected - forecast->spread * 3 / 2;
}

/* Take in what the least value kept on a row turned out to be. */
static void correct(struct forecast *forecast, int32_t row, real least) {
    enum { MEMORY = 64 };
    if (!isnan(forecast->last[row])) {
        real surprise = least - forecast->last[row] - forecast->change;
        forecast->change += surprise / MEMORY;
        forecast->spread += ((surprise < 0 ? -surprise : surprise) - forecast->spread) / MEMORY;
    }
    forecast->last[row] = forecast->before = least;
}

/* The latents kept on row r of the block, which is `row` of the activations. */
static void keep_largest(struct sae_trainer *trainer, const struct sae *sae, int r, int32_t row) {
    int d_sae = sae->settings.d_sae;
    struct forecast *forecast = &trainer->forecast;
    real least = trainer->kernels->largest(trainer->preactivations + (size_t)r * padded(d_sae),
                                           d_sae, sae->settings.k, search_start(forecast, row),
                                           forecast->spread, trainer->kept, trainer->values);
    if (!isfinite(least))
        fail_diverged(sae);
    correct(forecast, row, least);
}

/* The latents kept on row r of the block, which is `row` of the activations, and its error; returns
 * the error's square. */
static double decode(struct sae_trainer *trainer, const struct sae *sae, int r, int32_t row) {
    keep_largest(trainer, sae, r, row);
    return (double)trainer->kernels->reconstruct(trainer->rows[r], trainer->kept, trainer->values,
                                                 sae->settings.k, sae->decoder, sae->stride,
                                                 trainer->errors + (size_t)r * trainer->pitch);
}

/* Enter what row r of the block, decoded just now, adds to its latents' gradients; `scale` as in
 * the drawing. */
static void enter_firings(struct sae_trainer *trainer, const struct sae *sae, int r, real scale,
                          real *bias_gradient) {
    int k = sae->settings.k;
    trainer->kernels->inner_products(trainer->errors + (size_t)r * trainer->pitch, trainer->kept, k,
                                     sae->decoder, sae->stride, trainer->slopes);
    for (int n = 0; n < k; n++) {
        int j = trainer->kept[n];
        real slope = scale * trainer->slopes[n];
        trainer->firings[(size_t)j * BLOCK + trainer->firing_counts[j]++] =
            (struct firing){r, {scale * trainer->values[n], slope}};
        bias_gradient[j] += slope;
    }
}

/* Add the first block of rows[left] to the gradients; returns the sum of its squared errors. */
static double add_block(struct sae_trainer *trainer, const struct sae *sae, const int32_t *rows,
                        int left, real scale, real *encoder_gradient, real *bias_gradient,
                        real *decoder_gradient) {
    const struct kernels *kernels = trainer->kernels;
    int d_sae = sae->settings.d_sae, stride = sae->stride, count = block_of(left);
    double squares = 0;
    memset(trainer->firing_counts, 0, (size_t)d_sae * sizeof *trainer->firing_counts);
    encode(trainer, sae, rows, count);
    for (int r = 0; r < count; r++) {
        if (r + BLOCK < left)
            prefetch(trainer, rows[r + BLOCK]);
        squares += decode(trainer, sae, r, rows[r]);
        enter_firings(trainer, sae, r, scale, bias_gradient);
    }
    kernels->weighted_sums(trainer->firings, trainer->firing_counts, BLOCK, d_sae, 0,
                           trainer->errors, trainer->pitch, stride, decoder_gradient);
    kernels->weighted_sums(trainer->firings, trainer->firing_counts, BLOCK, d_sae, 1,
                           trainer->inputs, trainer->pitch, stride, encoder_gradient);
    return squares;
}

/* Loss and gradients (overwritten) of rows[count], with the encoder packed. */
static double loss_and_gradient(struct sae_trainer *trainer, const struct sae *sae,
                                const int32_t *rows, int count, real *encoder_gradient,
                                real *bias_gradient, real *decoder_gradient) {
    int d_sae = sae->settings.d_sae, d_model = sae->settings.d_model;
    size_t matrix = (size_t)d_sae * sae->stride * sizeof(real);
    memset(encoder_gradient, 0, matrix);
    memset(bias_gradient, 0, (size_t)d_sae * sizeof(real));
    memset(decoder_gradient, 0, matrix);
    double entries = (double)count * d_model, squares = 0;
    for (int first = 0; first < count; first += BLOCK)
        squares += add_block(trainer, sae, rows + first, count - first, (real)(2 / entries),
                             encoder_gradient, bias_gradient, decoder_gradient);
    double loss = squares / entries;
    if (trainer->target)
        loss += sae->settings.lambda * alignment_penalty(trainer->target, sae->decoder,
                                                         sae->settings.lambda, decoder_gradient);
    return loss;
}

/* Adam on all weights, then decoder rows of unit length. */
static void update_weights(struct sae_trainer *trainer, struct sae *sae) {
    const struct kernels *kernels = trainer->kernels;
    const struct sae_settings *settings = &sae->settings;
    size_t matrix = (size_t)settings->d_sae * sae->stride;
    double steps = (double)++sae->steps;
    struct adam_step adam = {
        .learning_rate = (real)(settings->learning_rate / (1 - pow(settings->beta1, steps))),
        .mean_weight = (real)(1 - settings->beta1),
        .square_weight = (real)(1 - settings->beta2),
        .square_root_gain = (real)(1 / sqrt(1 - pow(settings->beta2, steps))),
        .epsilon = (real)settings->epsilon,
    };
    kernels->adam(&adam, sae->encoder, trainer->encoder_gradient, sae->encoder_moments[0],
                  sae->encoder_moments[1], matrix);
    kernels->adam(&adam, sae->bias, trainer->bias_gradient, sae->bias_moments[0],
                  sae->bias_moments[1], (size_t)padded(settings->d_sae));
    kernels->adam(&adam, sae->decoder, trainer->decoder_gradient, sae->decoder_moments[0],
                  sae->decoder_moments[1], matrix);
    kernels->unit_rows(sae->decoder, settings->d_sae, sae->stride);
}

/* Lay the reference out for the steps to come; the caller ends it with drop_target. */
static void set_target(struct sae_trainer *trainer, const struct sae *sae, const real *reference) {
    if (sae->settings.lambda == 0)
        return;
    if (!reference)
        fail("autoencoder: lambda is %g, but there is no reference to align to",
             sae->settings.lambda);
    trainer->target = alignment_target(reference, sae->settings.d_sae, sae->settings.d_model,
                                       sae->settings.d_sae);
}

static void drop_target(struct sae_trainer *trainer) {
    alignment_target_free(trainer->target);
    trainer->target = NULL;
}

double sae_train_epoch(struct sae_trainer *trainer, struct sae *sae, const real *reference,
                       double *step_losses) {
    int rows = trainer->activations->rows, batch = sae->settings.batch, steps = 0;
    struct torch_generator shuffle;
    torch_seed(&shuffle, draw_epoch_seed(sae));
    torch_permutation(&shuffle, trainer->order, (size_t)rows);
    set_target(trainer, sae, reference);
    double sum = 0;
    for (int first = 0; first < rows; first += batch, steps++) {
        pack_encoder(trainer, sae);
        double loss = loss_and_gradient(
            trainer, sae, trainer->order + first, rows - first < batch ? rows - first : batch,
            trainer->encoder_gradient, trainer->bias_gradient, trainer->decoder_gradient);
        if (!isfinite(loss))
            fail_diverged(sae);
        update_weights(trainer, sae);
        sum += loss;
        if (step_losses)
            step_losses[steps] = loss;
    }
    drop_target(trainer);
    sae->epochs++;
    return sum / steps;
}

double sae_loss_and_gradient(struct sae_trainer *trainer, struct sae *sae, const int32_t *rows,
                             int count, const real *reference, real *encoder_gradient,
                             real *bias_gradient, real *decoder_gradient) {
    set_target(trainer, sae, reference);
    pack_encoder(trainer, sae);
    double loss = loss_and_gradient(trainer, sae, rows, count, encoder_gradient, bias_gradient,
                                    decoder_gradient);
    drop_target(trainer);
    return loss;
}

/* Sum of squared deviations from the mean, of all entries of the matrix. */
static double total_variation(const struct activations *activations) {
    double sum = 0, squares = 0;
    double entries = (double)activations->rows * activations->d_model;
    for (int r = 0; r < activations->rows; r++)
        for (int i = 0; i < activations->d_model; i++)
            sum += (double)activations->values[(size_t)r * activations->stride + i];
    for (int r = 0; r < activations->rows; r++)
        for (int i = 0; i < activations->d_model; i++) {
            double apart =
                (double)activations->values[(size_t)r * activations->stride + i] - sum / entries;
            squares += apart * apart;
        }
    return squares;
}

/* Sums over rows that the measures are made of. */
struct tally {
    double error, squared_error; /* over entries */
    int64_t nonzero;             /* over latents kept */
    int32_t *kept_on;            /* [d_sae] rows each latent was kept on */
};

/* Count row r of the block, decoded just now. */
static void tally_row(struct tally *tally, const struct sae_trainer *trainer, const struct sae *sae,
                      int r) {
    for (int i = 0; i < sae->settings.d_model; i++) {
        double error = (double)trainer->errors[(size_t)r * trainer->pitch + i];
        tally->error += error;
        tally->squared_error += error * error;
    }
    for (int n = 0; n < sae->settings.k; n++) {
        tally->nonzero += trainer->values[n] != 0;
        tally->kept_on[trainer->kept[n]]++;
    }
}

struct sae_quality sae_evaluate(struct sae_trainer *trainer, const struct sae *sae) {
    int rows = trainer->activations->rows, d_sae = sae->settings.d_sae, rare = 0;
    double entries = (double)rows * sae->settings.d_model;
    struct tally tally = {.kept_on = allocate((size_t)d_sae, sizeof *tally.kept_on)};
    pack_encoder(trainer, sae);
    for (int r = 0; r < rows; r++)
        trainer->order[r] = r;
    for (int first = 0; first < rows; first += BLOCK) {
        int count = block_of(rows - first);
        encode(trainer, sae, trainer->order + first, count);
        for (int r = 0; r < count; r++) {
            decode(trainer, sae, r, first + r);
            tally_row(&tally, trainer, sae, r);
        }
    }
    for (int j = 0; j < d_sae; j++)
        rare += (int64_t)tally.kept_on[j] * 1000 < rows;
    free(tally.kept_on);
    double residual_variation = tally.squared_error - tally.error * tally.error / entries;
    return (struct sae_quality){
        .explained_variance = 1 - residual_variation / total_variation(trainer->activations),
        .mean_squared_error = tally.squared_error / entries,
        .l0 = (double)tally.nonzero / rows,
        .rarely_firing = (double)rare / d_sae,
    };
}
