/* The metrics of candidates: one function each, by the table gen/metrics.m4. */
#include "metrics/candidate.h"
#include "metrics/expectations.h"

double candidate_delta(const struct candidate *candidate) {
    return candidate->measured[METRIC_pair_trained_pwmcc].mean -
           candidate->measured[METRIC_pair_random_pwmcc].mean;
}

double candidate_delta_lcb(const struct candidate *candidate) {
    return candidate->measured[METRIC_pair_trained_pwmcc].interval.low -
           candidate->measured[METRIC_pair_random_pwmcc].interval.high;
}

double candidate_covariance_delta(const struct candidate *candidate) {
    return candidate->measured[METRIC_pair_trained_pwmcc].mean -
           candidate->measured[METRIC_pair_covariance_pwmcc].mean;
}

double candidate_rows_delta(const struct candidate *candidate) {
    return candidate->measured[METRIC_pair_trained_pwmcc].mean -
           candidate->measured[METRIC_pair_rows_pwmcc].mean;
}

double candidate_jackknife_low(const struct candidate *candidate) {
    return candidate->jackknife.low;
}

double candidate_jackknife_high(const struct candidate *candidate) {
    return candidate->jackknife.high;
}

double candidate_expected_random_pwmcc(const struct candidate *candidate) {
    return expected_pwmcc(candidate, false);
}

double candidate_random_deviation(const struct candidate *candidate) {
    return candidate->measured[METRIC_pair_random_pwmcc].mean - expected_pwmcc(candidate, false);
}

double candidate_expected_delta(const struct candidate *candidate) {
    return candidate->measured[METRIC_pair_trained_pwmcc].mean - expected_pwmcc(candidate, false);
}

double candidate_normalised_gain(const struct candidate *candidate) {
    double chance = expected_pwmcc(candidate, false);
    return (candidate->measured[METRIC_pair_trained_pwmcc].mean - chance) / (1 - chance);
}

double candidate_live_delta(const struct candidate *candidate) {
    return candidate->measured[METRIC_pair_live_pwmcc].mean - expected_pwmcc(candidate, true);
}

double candidate_with_reference(const struct candidate *candidate) {
    return group_mean(candidate, candidate->numbers[METRIC_pair_trained_pwmcc], true);
}

double candidate_without_reference(const struct candidate *candidate) {
    return group_mean(candidate, candidate->numbers[METRIC_pair_trained_pwmcc], false);
}
