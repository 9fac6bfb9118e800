/* Two stages matched at equal explained variance, on units made by hand. */
#include "files/folder.h"

#include "activations/activations.h"
#include "consistency/consistency.h"
#include "files/artifact.h"
#include "metrics/matched.h"
#include "statistics/statistics.h"
#include <math.h>
#include <stdlib.h>

enum { D_MODEL = 3, LATENTS = 3, SEEDS = 3 };

/* --- a protocol of three stages, two epochs each ---------------------------------------------- */

#define CLAUSE(word, value)                                                                        \
    { SETTING_##word, #word, value, "p:1", "", "", NULL }
#define STAGE(seeds_of_it, epochs_of_it)                                                           \
    CLAUSE(architecture, "topk"), CLAUSE(d_sae, "3"), CLAUSE(k, "1"), CLAUSE(lambda, "0"),         \
        CLAUSE(batch, "4"), CLAUSE(learning_rate, "1e-3"), CLAUSE(beta1, "0.9"),                   \
        CLAUSE(beta2, "0.999"), CLAUSE(epsilon, "1e-8"), CLAUSE(seeds, seeds_of_it),               \
        CLAUSE(confidence, "0.95"), CLAUSE(resamples, "50"), CLAUSE(vary, "epochs"),               \
        CLAUSE(epochs, epochs_of_it), {                                                            \
        0                                                                                          \
    }
#define MATCHED(of_it, at_it, stages)                                                              \
    CLAUSE(of, of_it), CLAUSE(at, at_it), CLAUSE(between, stages), CLAUSE(confidence, "0.95"), {   \
        0                                                                                          \
    }

CLAUSES(early) = {STAGE("1,2,3", "1")};
CLAUSES(late) = {STAGE("1,2,3", "2")};
CLAUSES(early_of_others) = {STAGE("4,2,3", "1")};
CLAUSES(late_of_others) = {STAGE("4,2,3", "2")};
CLAUSES(quality) = {MATCHED("trained_pwmcc", "explained_variance", "e.first,e.second")};
CLAUSES(of_others) = {MATCHED("trained_pwmcc", "explained_variance", "e.first,e.others")};
CLAUSES(of_errors) = {MATCHED("mean_squared_error", "explained_variance", "e.first,e.second")};
RECORDS = {{BLOCK_stage, "e.first", "epoch1", "rows/first", "p:1", early},
           {BLOCK_stage, "e.first", "epoch2", "rows/first", "p:1", late},
           {BLOCK_stage, "e.second", "epoch1", "rows/second", "p:1", early},
           {BLOCK_stage, "e.second", "epoch2", "rows/second", "p:1", late},
           {BLOCK_stage, "e.others", "epoch1", "rows/second", "p:1", early_of_others},
           {BLOCK_stage, "e.others", "epoch2", "rows/second", "p:1", late_of_others},
           {BLOCK_matched, "e.quality", "", "", "p:3", quality},
           {BLOCK_matched, "e.of_others", "", "", "p:3", of_others},
           {BLOCK_matched, "e.of_errors", "", "", "p:3", of_errors},
           {0}};
static struct protocol protocol;

/* --- units ----------------------------------------------------------------------------------- */

static const char *const folders[] = {"first", "second"};
/* by stage and epoch: what every seed has */
static const double variances[2][2] = {{0.2, 0.6}, {0.4, 0.8}}, errors[2][2] = {{8, 4}, {5, 3}};

static real *decoder_of(int stage, int epoch, uint64_t seed) {
    return random_decoder(LATENTS, D_MODEL, 100 * (uint64_t)stage + 10 * (uint64_t)epoch + seed);
}

static void write_unit(int stage, int epoch, uint64_t seed) {
    float decoder[LATENTS * D_MODEL], firing[LATENTS] = {1, 1, 1}, losses[2] = {2, 1};
    real *drawn = decoder_of(stage, epoch, seed);
    for (int j = 0; j < LATENTS; j++)
        for (int i = 0; i < D_MODEL; i++)
            decoder[j * D_MODEL + i] = (float)drawn[j * row_stride(D_MODEL) + i];
    struct tensor tensors[] = {{"decoder", TENSOR_F32, LATENTS, D_MODEL, decoder},
                               {"firing", TENSOR_F32, LATENTS, 0, firing},
                               {"epoch_losses", TENSOR_F32, epoch + 1, 0, losses}};
    char *variance = text("%g", variances[stage][epoch]), *error = text("%g", errors[stage][epoch]);
    json_t *metadata =
        json_pack("{s:s, s:s}", "explained_variance", variance, "mean_squared_error", error);
    char *path = text("results/units/rows/%s/seed%llu/epoch%d.safetensors", folders[stage],
                      (unsigned long long)seed, epoch + 1);
    artifact_write(path, tensors, 3, metadata);
    json_decref(metadata);
    free(variance), free(error), free(path), free(drawn);
}

static int open_folder(void **state) {
    protocol = protocol_open("e", "Title", protocol_records, RESULTS, NULL);
    if (enter_folder(state) != 0)
        return -1;
    for (int stage = 0; stage < 2; stage++)
        for (int epoch = 0; epoch < 2; epoch++)
            for (uint64_t seed = 1; seed <= 4; seed++)
                write_unit(stage, epoch, seed);
    return 0;
}

static int close_folder(void **state) {
    protocol_close(&protocol);
    return leave_folder(state);
}

/* --- the tests ------------------------------------------------------------------------------- */

static double number_of(const char *record, const char *metric) {
    struct values values = {0};
    struct candidates candidates = candidates_begin(&protocol);
    matched_values(&candidates, find_record(&protocol, record, ""), &values);
    char *id = text("%s.%s", record, metric);
    const struct value *found = values_find(&values, id);
    assert_non_null(found);
    double number = found->number;
    free(id);
    candidates_free(&candidates);
    values_free(&values);
    return number;
}

static void assert_number(const char *record, const char *metric, double expected) {
    double number = number_of(record, metric);
    if (!(fabs(number - expected) <= 1e-6))
        fail_msg("%s.%s is %.9g, expected %.9g", record, metric, number, expected);
}

static double pwmcc_of(int stage, int epoch, uint64_t a, uint64_t b) {
    real *first = decoder_of(stage, epoch, a), *second = decoder_of(stage, epoch, b);
    double value = pwmcc(first, LATENTS, second, LATENTS, D_MODEL);
    free(first), free(second);
    return value;
}

/* Mean PWMCC of seeds 1, 2 and 3, or without one of them that of the pair left. */
static double mean_pwmcc(int stage, int epoch, uint64_t left_out) {
    double pairs[] = {pwmcc_of(stage, epoch, 2, 3), pwmcc_of(stage, epoch, 1, 3),
                      pwmcc_of(stage, epoch, 1, 2)};
    return left_out ? pairs[left_out - 1] : mean(pairs, 3);
}

/* Both reach EV from 0.4 to 0.6: there the first stage is in the middle of its line and at its end,
 * the second one at the start of its line and in the middle. */
static void gap_at_ends(uint64_t left_out, double *at_low, double *at_high) {
    double first[2], second[2];
    for (int epoch = 0; epoch < 2; epoch++) {
        first[epoch] = mean_pwmcc(0, epoch, left_out);
        second[epoch] = mean_pwmcc(1, epoch, left_out);
    }
    *at_low = (first[0] + first[1]) / 2 - second[0];
    *at_high = first[1] - (second[0] + second[1]) / 2;
}

static void the_gap_is_taken_at_equal_quality(void **state) {
    (void)state;
    double at_low, at_high;
    gap_at_ends(0, &at_low, &at_high);
    assert_number("e.quality", "range_low", 0.4);
    assert_number("e.quality", "range_high", 0.6);
    assert_number("e.quality", "gap", (at_low + at_high) / 2);
    assert_number("e.quality", "gap_low", fmin(at_low, at_high));
    assert_number("e.quality", "gap_high", fmax(at_low, at_high));
}

/* 4.302652729749464 is Student's quantile of two degrees of freedom. */
static void one_seed_of_both_is_left_out(void **state) {
    (void)state;
    double whole, partial[SEEDS], squares = 0, at_low, at_high;
    gap_at_ends(0, &at_low, &at_high);
    whole = (at_low + at_high) / 2;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        gap_at_ends(seed, &at_low, &at_high);
        partial[seed - 1] = (at_low + at_high) / 2;
    }
    for (int i = 0; i < SEEDS; i++)
        squares += pow(partial[i] - mean(partial, SEEDS), 2);
    double reach = 4.302652729749464 * sqrt(2.0 / 3 * squares);
    assert_true(reach > 1e-3);
    assert_number("e.quality", "jackknife_low", whole - reach);
    assert_number("e.quality", "jackknife_high", whole + reach);
}

static void other_seeds_have_no_jackknife(void **state) {
    (void)state;
    assert_number("e.of_others", "range_low", 0.4);
    assert_false(isnan(number_of("e.of_others", "gap")));
    assert_true(isnan(number_of("e.of_others", "jackknife_low")));
}

/* A metric of models: the errors of the first are 6 and 4 at EV 0.4 and 0.6, those of the second 5
 * and 4. */
static void a_metric_of_models_is_matched_too(void **state) {
    (void)state;
    assert_number("e.of_errors", "gap", 0.5);
    assert_number("e.of_errors", "gap_low", 0);
    assert_number("e.of_errors", "gap_high", 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gap_is_taken_at_equal_quality),
        cmocka_unit_test(one_seed_of_both_is_left_out),
        cmocka_unit_test(other_seeds_have_no_jackknife),
        cmocka_unit_test(a_metric_of_models_is_matched_too),
    };
    return cmocka_run_group_tests_name("matched", tests, open_folder, close_folder);
}
