/* The metrics of pairs of models: one function each, by the table gen/metrics.m4. */
#include "consistency/consistency.h"
#include "metrics/candidate.h"
#include "metrics/decoders.h"
#include <math.h>

double pair_trained_pwmcc(const struct pair *pair) {
    const struct model *a = pair->first, *b = pair->second;
    return pwmcc(a->decoder, a->d_sae, b->decoder, b->d_sae, a->d_model);
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
