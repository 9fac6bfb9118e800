/* The metrics of pairs of models: one function each, by the table gen/metrics.m4. */
#include "consistency/consistency.h"
#include "consistency/matching.h"
#include "metrics/candidate.h"
#include "metrics/decoders.h"
#include <math.h>

static double measure_of(const struct pair *pair, decoder_measure *measure) {
    const struct model *a = pair->first, *b = pair->second;
    return measure(a->decoder, a->d_sae, b->decoder, b->d_sae, a->d_model);
}

double pair_trained_pwmcc(const struct pair *pair) {
    return measure_of(pair, pwmcc);
}

double pair_random_pwmcc(const struct pair *pair) {
    return pwmcc_beside(&random_directions, pair);
}

double pair_covariance_pwmcc(const struct pair *pair) {
    return pwmcc_beside(&directions_of_covariance, pair);
}

double pair_rows_pwmcc(const struct pair *pair) {
    return pwmcc_beside(&directions_of_rows, pair);
}

double pair_live_pwmcc(const struct pair *pair) {
    const struct model *a = pair->first, *b = pair->second;
    return a->live && b->live
               ? pwmcc(a->live_decoder, a->live, b->live_decoder, b->live, a->d_model)
               : NAN;
}

/* --- latent by latent --------------------------------------------------------------------------*/

double pair_matched_cosine(const struct pair *pair) {
    return measure_of(pair, matched_cosine);
}

double pair_random_matched_cosine(const struct pair *pair) {
    return measure_beside(&random_directions, pair, matched_cosine);
}

double pair_matched_absolute_cosine(const struct pair *pair) {
    return measure_of(pair, matched_absolute_cosine);
}

double pair_random_matched_absolute_cosine(const struct pair *pair) {
    return measure_beside(&random_directions, pair, matched_absolute_cosine);
}

double pair_mean_maximal_cosine(const struct pair *pair) {
    return measure_of(pair, mean_maximal_cosine);
}

double pair_random_mean_maximal_cosine(const struct pair *pair) {
    return measure_beside(&random_directions, pair, mean_maximal_cosine);
}

double pair_median_maximal_cosine(const struct pair *pair) {
    return measure_of(pair, median_maximal_cosine);
}

double pair_random_median_maximal_cosine(const struct pair *pair) {
    return measure_beside(&random_directions, pair, median_maximal_cosine);
}

double pair_shared_fraction(const struct pair *pair) {
    const struct model *a = pair->first, *b = pair->second;
    return shared_fraction((struct directions){a->encoder, a->decoder, a->d_sae},
                           (struct directions){b->encoder, b->decoder, b->d_sae}, a->d_model,
                           a->of->settings->shared_from);
}

/* Directions that are their own encoder: both matchings agree, so that this is at least as much as
 * encoders drawn apart would share. */
double pair_random_shared_fraction(const struct pair *pair) {
    const struct model *a = pair->first, *b = pair->second;
    const real *of_a = decoder_beside(&random_directions, a);
    const real *of_b = decoder_beside(&random_directions, b);
    return shared_fraction((struct directions){of_a, of_a, a->d_sae},
                           (struct directions){of_b, of_b, b->d_sae}, a->d_model,
                           a->of->settings->shared_from);
}
