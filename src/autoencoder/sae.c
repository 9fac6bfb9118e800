/* A sparse autoencoder's memory and random draws. */
#include "autoencoder/sae.h"
#include "arithmetic/kernels.h"
#include "autoencoder/architecture.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>

/* Fails if the settings make no autoencoder. */
static void check_settings(const struct sae_settings *settings) {
    if (settings->d_model < 1 || settings->d_sae < 1 || settings->batch < 1)
        fail("autoencoder: d_model %d, d_sae %d, batch %d, expected each to be positive",
             settings->d_model, settings->d_sae, settings->batch);
    settings->architecture->most_kept(settings);
}

/* Kaiming's bound for uniform weights before a ReLU, as torch.nn.init.kaiming_uniform_ has it. */
static float kaiming_bound(int fan_in) {
    return (float)(sqrt(3.0) * (sqrt(2.0) / sqrt((double)fan_in)));
}

/* `count` numbers, uniform between -bound and bound, in the order of the draws; the caller frees.
 */
static float *draw_uniform(struct torch_generator *generator, size_t count, float bound) {
    float *drawn = allocate(count, sizeof *drawn);
    torch_uniform(generator, drawn, count, -bound, bound);
    return drawn;
}

/* Draw what torch.nn.Linear draws for its own initial weights, which the study then replaces. */
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
    kernels()->unit_rows(sae->decoder, d_sae, d_model);
}

struct sae *sae_initialise(const struct sae_settings *settings, uint64_t seed) {
    check_settings(settings);
    struct sae *sae = allocate(1, sizeof *sae);
    sae->settings = *settings;
    sae->stride = row_stride(settings->d_model);
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

uint64_t sae_draw_epoch_seed(struct sae *sae) {
    torch_int64(&sae->generator);
    return (uint64_t)torch_int64(&sae->generator);
}

void sae_skip_epochs(struct sae *sae, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++)
        sae_draw_epoch_seed(sae);
    sae->epochs += epochs;
}
