/* The quality of a sparse autoencoder on the trainer's rows. Sums are taken in double precision. */
#include "autoencoder/step.h"
#include "program/error.h"
#include <stdlib.h>

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

/* What an evaluation adds up over the rows. */
struct tally {
    struct sums error;
    int64_t active; /* active latents of all rows */
    int32_t *fired; /* [d_sae] rows on which each latent fires */
};

/* Add the rows of the trainer's group. */
static void tally_group(struct tally *tally, const struct sae_trainer *trainer) {
    const struct group *group = &trainer->group;
    const struct sae *sae = group->sae;
    for (int r = 0; r < group->count; r++)
        add_row(&tally->error, group->errors + (size_t)r * (size_t)sae->stride,
                sae->settings.d_model, 0);
    trainer->architecture->count(group, &tally->active, tally->fired);
}

/* The tally of all rows; the caller frees `fired`. */
static struct tally tally_rows(struct sae_trainer *trainer, struct sae *sae) {
    int rows = trainer->activations->rows;
    struct tally tally = {.fired = allocate((size_t)sae->settings.d_sae, sizeof *tally.fired)};
    struct step step = {.trainer = trainer, .sae = sae, .rows = trainer->order, .count = rows};
    pack_encoder(trainer, sae, 0, sae->settings.d_sae);
    for (int r = 0; r < rows; r++)
        trainer->order[r] = r;
    for (; step.first < rows; step.first += trainer->group_rows) {
        forward_group(&step, smaller(rows - step.first, trainer->group_rows));
        tally_group(&tally, trainer);
    }
    return tally;
}

struct sae_quality sae_evaluate(struct sae_trainer *trainer, struct sae *sae) {
    int rows = trainer->activations->rows, d_sae = sae->settings.d_sae;
    double entries = (double)rows * sae->settings.d_model;
    struct tally tally = tally_rows(trainer, sae);
    float *firing = allocate((size_t)d_sae, sizeof *firing);
    for (int j = 0; j < d_sae; j++)
        firing[j] = (float)((double)tally.fired[j] / rows);
    free(tally.fired);
    double error = over_lanes(tally.error.entries), squared_error = over_lanes(tally.error.squares);
    double residual_variation = squared_error - error * error / entries;
    return (struct sae_quality){
        .explained_variance = 1 - residual_variation / total_variation(trainer->activations),
        .mean_squared_error = squared_error / entries,
        .l0 = (double)tally.active / rows,
        .firing = firing,
    };
}
