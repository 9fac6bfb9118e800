/* Decoders that nobody trained, each drawn once. */
#include "metrics/decoders.h"
#include "activations/drawn.h"
#include "autoencoder/sae.h"
#include "consistency/consistency.h"
#include "metrics/inputs.h"
#include "program/error.h"
#include "units/training.h"
#include <stdlib.h>

/* --- sources ---------------------------------------------------------------------------------- */

static uint64_t random_seed(const struct model *model) {
    return model->seed + (uint64_t)model->of->settings->random_seed_offset;
}

static real *draw_random(const struct model *model, uint64_t seed) {
    return random_decoder(model->d_sae, model->d_model, seed);
}

static uint64_t covariance_seed(const struct model *model) {
    return model->seed + (uint64_t)model->of->settings->covariance_seed_offset;
}

static real *draw_with_covariance(const struct model *model, uint64_t seed) {
    return directions_with(&input_of(model->of)->covariance, model->d_sae, seed);
}

static uint64_t rows_seed(const struct model *model) {
    return model->seed + (uint64_t)model->of->settings->rows_seed_offset;
}

static real *draw_among_rows(const struct model *model, uint64_t seed) {
    const struct input *input = input_of(model->of);
    if (model->d_sae > input->rows.rows)
        fail("%s: %d directions among %d rows, expected as many rows or more", input->name,
             model->d_sae, input->rows.rows);
    return directions_among(&input->rows, &input->covariance, model->d_sae, seed);
}

static uint64_t own_seed(const struct model *model) {
    return model->seed;
}

static real *draw_start(const struct model *model, uint64_t seed) {
    struct sae_settings settings = sae_settings(model->settings, model->d_model);
    struct sae *sae = sae_initialise(&settings, seed);
    real *decoder = sae->decoder;
    sae->decoder = NULL;
    sae_free(sae);
    return decoder;
}

const struct decoder_source random_directions = {random_seed, draw_random, false};
const struct decoder_source start_of_training = {own_seed, draw_start, false};
const struct decoder_source directions_of_covariance = {covariance_seed, draw_with_covariance,
                                                        true};
const struct decoder_source directions_of_rows = {rows_seed, draw_among_rows, true};

/* --- what was drawn --------------------------------------------------------------------------- */

/* Two decoders of these are the same. */
struct drawn {
    const struct decoder_source *source;
    const struct input *input; /* NULL where the source does not depend on it */
    int d_sae, d_model;
    uint64_t seed;
};

struct drawn_decoder {
    struct drawn drawn;
    real *decoder;
};

struct drawn_pair {
    struct drawn first, second;
    decoder_measure *measure;
    double value;
};

struct drawn_decoders {
    size_t count, pair_count;
    struct drawn_decoder *items;
    struct drawn_pair *pairs;
};

struct drawn_decoders *drawn_decoders(void) {
    return allocate(1, sizeof(struct drawn_decoders));
}

void drawn_decoders_free(struct drawn_decoders *drawn) {
    for (size_t i = 0; i < drawn->count; i++)
        free(drawn->items[i].decoder);
    free(drawn->items);
    free(drawn->pairs);
    free(drawn);
}

static struct drawn drawn_for(const struct decoder_source *source, const struct model *model) {
    const struct input *input = source->is_from_rows ? input_of(model->of) : NULL;
    return (struct drawn){source, input, model->d_sae, model->d_model, source->seed(model)};
}

static bool is_same(const struct drawn *a, const struct drawn *b) {
    return a->source == b->source && a->input == b->input && a->d_sae == b->d_sae &&
           a->d_model == b->d_model && a->seed == b->seed;
}

const real *decoder_beside(const struct decoder_source *source, const struct model *model) {
    struct drawn_decoders *all = model->of->all->decoders;
    struct drawn drawn = drawn_for(source, model);
    for (size_t i = 0; i < all->count; i++)
        if (is_same(&all->items[i].drawn, &drawn))
            return all->items[i].decoder;
    all->items = reallocate(all->items, all->count + 1, sizeof *all->items);
    real *decoder = source->draw(model, drawn.seed);
    all->items[all->count++] = (struct drawn_decoder){drawn, decoder};
    return decoder;
}

double measure_beside(const struct decoder_source *source, const struct pair *pair,
                      decoder_measure *measure) {
    struct drawn_decoders *all = pair->first->of->all->decoders;
    struct drawn first = drawn_for(source, pair->first), second = drawn_for(source, pair->second);
    for (size_t i = 0; i < all->pair_count; i++)
        if (is_same(&all->pairs[i].first, &first) && is_same(&all->pairs[i].second, &second) &&
            all->pairs[i].measure == measure)
            return all->pairs[i].value;
    const real *a = decoder_beside(source, pair->first);
    const real *b = decoder_beside(source, pair->second);
    all->pairs = reallocate(all->pairs, all->pair_count + 1, sizeof *all->pairs);
    double found = measure(a, first.d_sae, b, second.d_sae, first.d_model);
    all->pairs[all->pair_count++] = (struct drawn_pair){first, second, measure, found};
    return found;
}

double pwmcc_beside(const struct decoder_source *source, const struct pair *pair) {
    return measure_beside(source, pair, pwmcc);
}
