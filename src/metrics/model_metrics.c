/* The metrics of artifacts and of models: one function each, by the table gen/metrics.m4. */
#include "activations/covariance.h"
#include "consistency/consistency.h"
#include "files/artifact.h"
#include "metrics/candidate.h"
#include "metrics/decoders.h"
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

double activations_effective_rank(const struct artifact *activations) {
    struct activations rows = activations_of(activations);
    double *mean = column_means(&rows), *covariance = covariance_matrix(&rows, mean);
    double rank = effective_rank(covariance, (size_t)rows.d_model);
    free(mean);
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
