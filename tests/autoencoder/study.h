/* What the tests of this room train: SAEs with the study's settings, on random rows. */
#ifndef AUTOENCODER_STUDY_H
#define AUTOENCODER_STUDY_H

#include "activations/activations.h"
#include "autoencoder/architecture.h"
#include "autoencoder/trainer.h"
#include "draws/generators.h"
#include "program/error.h"
#include <stdlib.h>

__attribute__((unused)) static const struct sae_settings study = {
    &topk, 128, 128, 4, 2048, .learning_rate = 3e-4, .beta1 = .9, .beta2 = .999, .epsilon = 1e-8};

struct shape {
    int rows, d_model, d_sae, k, batch;
};

/* An SAE of that shape, with the study's other settings. */
static inline struct sae *sae_of(const struct shape *shape) {
    struct sae_settings settings = study;
    settings.d_model = shape->d_model;
    settings.d_sae = shape->d_sae;
    settings.k = shape->k;
    settings.batch = shape->batch;
    return sae_initialise(&settings, 7);
}

/* Normal rows; the caller frees. */
static inline struct activations random_activations(int rows, int d_model, uint64_t seed) {
    struct activations activations = activations_new(rows, d_model);
    struct torch_generator generator;
    float *drawn = allocate((size_t)rows * d_model, sizeof *drawn);
    torch_seed(&generator, seed);
    torch_normal(&generator, drawn, (size_t)rows * d_model, 1);
    for (int r = 0; r < rows; r++)
        for (int i = 0; i < d_model; i++)
            activations.values[r * activations.stride + i] = drawn[r * d_model + i];
    free(drawn);
    return activations;
}

/* The order of the next epoch, drawn from `generator` as PyTorch's loader draws it. */
static inline void draw_order(struct torch_generator *generator, int32_t *order, int rows) {
    struct torch_generator shuffle;
    torch_int64(generator);
    torch_seed(&shuffle, (uint64_t)torch_int64(generator));
    torch_permutation(&shuffle, order, (size_t)rows);
}

#endif
