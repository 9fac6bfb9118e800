/* The metrics of artifacts and of models: one function each, by the table gen/metrics.m4. */
#include "activations/activations.h"
#include "consistency/consistency.h"
#include "files/artifact.h"
#include "metrics/candidate.h"
#include "metrics/decoders.h"
#include "program/error.h"
#include "statistics/effective_rank.h"
#include <math.h>
#include <stdlib.h>

double transformer_best_epoch(const struct artifact *transformer) {
    return artifact_number(transformer, "best_epoch");
}

double transformer_validation_accuracy(const struct artifact *transformer) {
    return artifact_number(transformer, "validation_accuracy");
}

double activations_rows(const struct artifact *activations) {
    return activations->tensors[0].rows;
}

double activations_d_model(const struct artifact *activations) {
    return activations->tensors[0].columns;
}

/* The lower triangle of sum over rows of (x - mean) (x - mean)', in a block that the caller frees.
 */
static double *covariance_of(const struct activations *rows) {
    size_t size = (size_t)rows->d_model;
    double *covariance = allocate(size * size, sizeof *covariance);
    double *mean = allocate(size, sizeof *mean), *centred = allocate(size, sizeof *centred);
    for (int n = 0; n < rows->rows; n++)
        for (size_t i = 0; i < size; i++)
            mean[i] += (double)rows->values[(size_t)n * (size_t)rows->stride + i];
    for (size_t i = 0; i < size; i++)
        mean[i] /= rows->rows;
    for (int n = 0; n < rows->rows; n++) {
        for (size_t i = 0; i < size; i++)
            centred[i] = (double)rows->values[(size_t)n * (size_t)rows->stride + i] - mean[i];
        for (size_t i = 0; i < size; i++)
            for (size_t j = 0; j <= i; j++)
                covariance[i * size + j] += centred[i] * centred[j];
    }
    free(mean);
    free(centred);
    return covariance;
}

double activations_effective_rank(const struct artifact *activations) {
    struct activations rows = activations_of(activations);
    double *covariance = covariance_of(&rows);
    double rank = effective_rank(covariance, (size_t)rows.d_model);
    free(covariance);
    activations_free(&rows);
    return rank;
}

double model_explained_variance(const struct model *model) {
    return artifact_number(model->unit, "explained_variance");
}

double model_mean_squared_error(const struct model *model) {
    return artifact_number(model->unit, "mean_squared_error");
}

double model_held_out_explained_variance(const struct model *model) {
    return model->settings->said[SETTING_held_out]
               ? artifact_number(model->unit, "held_out_explained_variance")
               : NAN;
}

double model_alignment(const struct model *model) {
    const struct model *reference = model->of->aligned_to;
    return model->is_reference ? NAN
                               : alignment(model->decoder, model->d_sae, reference->decoder,
                                           reference->d_sae, model->d_model);
}

double model_rarely_firing(const struct model *model) {
    return 1 - (double)model->live / model->d_sae;
}

double model_cosine_with_start(const struct model *model) {
    return cosine_with_start(model->decoder, decoder_beside(&start_of_training, model),
                             model->d_sae, model->d_model);
}
