/* The layout of a unit: a safetensors file with these tensors, F32.
 *
 *   encoder, decoder [d_sae, d_model]   bias [d_sae]   of each .moment1 and .moment2
 *   epoch_losses [epochs]               firing [d_sae]
 *   centre [d_model], F64, where the rows were centred
 */
#include "activations/activations.h"
#include "program/error.h"
#include "units/layout.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    MATRICES = 6,
    VECTORS = 3,
    MEASURES = 2,
    TENSORS = MATRICES + VECTORS + MEASURES,
};
static const char *const matrix_names[MATRICES] = {"encoder",         "decoder",
                                                   "encoder.moment1", "encoder.moment2",
                                                   "decoder.moment1", "decoder.moment2"};
static const char *const vector_names[VECTORS] = {"bias", "bias.moment1", "bias.moment2"};

/* --- its weights ------------------------------------------------------------------------------ */

static const struct tensor *decoder_of(const struct artifact *unit) {
    for (size_t i = 0; i < unit->count; i++)
        if (strcmp(unit->tensors[i].name, "decoder") == 0)
            return &unit->tensors[i];
    fail("%s: no sparse autoencoder, expected a tensor named decoder", unit->path);
}

int unit_d_model(const struct artifact *unit) {
    return decoder_of(unit)->columns;
}

int unit_d_sae(const struct artifact *unit) {
    return decoder_of(unit)->rows;
}

real *unit_decoder(const struct artifact *unit, int d_sae, int d_model) {
    return padded_rows(artifact_matrix(unit, "decoder", d_sae, d_model), d_sae, d_model);
}

real *unit_encoder(const struct artifact *unit, int d_sae, int d_model) {
    return padded_rows(artifact_matrix(unit, "encoder", d_sae, d_model), d_sae, d_model);
}

/* --- with the state of its training ----------------------------------------------------------- */

static void unit_matrices(struct sae *sae, real *matrices[MATRICES]) {
    real *all[MATRICES] = {sae->encoder,
                           sae->decoder,
                           sae->encoder_moments[0],
                           sae->encoder_moments[1],
                           sae->decoder_moments[0],
                           sae->decoder_moments[1]};
    memcpy(matrices, all, sizeof all);
}

static void unit_vectors(struct sae *sae, real *vectors[VECTORS]) {
    real *all[VECTORS] = {sae->bias, sae->bias_moments[0], sae->bias_moments[1]};
    memcpy(vectors, all, sizeof all);
}

void unit_restore(const struct artifact *unit, struct sae *sae, int most_epochs,
                  double *epoch_losses) {
    int d_sae = sae->settings.d_sae, d_model = sae->settings.d_model;
    real *matrices[MATRICES], *vectors[VECTORS];
    unit_matrices(sae, matrices);
    unit_vectors(sae, vectors);
    for (int i = 0; i < MATRICES; i++)
        pad_rows(artifact_matrix(unit, matrix_names[i], d_sae, d_model), d_sae, d_model,
                 matrices[i]);
    for (int i = 0; i < VECTORS; i++)
        memcpy(vectors[i], artifact_matrix(unit, vector_names[i], d_sae, 0),
               (size_t)d_sae * sizeof *vectors[i]);
    int epochs = artifact_count(unit, "epochs", most_epochs);
    const float *losses = artifact_matrix(unit, "epoch_losses", epochs, 0);
    for (int epoch = 0; epoch < epochs; epoch++)
        epoch_losses[epoch] = losses[epoch];
    sae->steps = artifact_count(unit, "steps", INT_MAX);
    sae_skip_epochs(sae, epochs);
}

void unit_write(const char *path, json_t *metadata, struct sae *sae, const double *epoch_losses,
                const float *firing, const double *centre) {
    int d_sae = sae->settings.d_sae, d_model = sae->settings.d_model;
    real *matrices[MATRICES], *vectors[VECTORS];
    unit_matrices(sae, matrices);
    unit_vectors(sae, vectors);
    struct tensor tensors[TENSORS + 1];
    for (int i = 0; i < MATRICES; i++) {
        close_rows(matrices[i], d_sae, d_model);
        tensors[i] = (struct tensor){matrix_names[i], TENSOR_F32, d_sae, d_model, matrices[i]};
    }
    for (int i = 0; i < VECTORS; i++)
        tensors[MATRICES + i] = (struct tensor){vector_names[i], TENSOR_F32, d_sae, 0, vectors[i]};
    float *losses = allocate((size_t)sae->epochs, sizeof *losses);
    for (int epoch = 0; epoch < sae->epochs; epoch++)
        losses[epoch] = (float)epoch_losses[epoch];
    tensors[MATRICES + VECTORS] =
        (struct tensor){"epoch_losses", TENSOR_F32, sae->epochs, 0, losses};
    tensors[MATRICES + VECTORS + 1] = (struct tensor){"firing", TENSOR_F32, d_sae, 0, firing};

    tensors[TENSORS] = (struct tensor){"centre", TENSOR_F64, d_model, 0, centre};
    artifact_write(path, tensors, centre ? TENSORS + 1 : TENSORS, metadata);
    free(losses);
}
