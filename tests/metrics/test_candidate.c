/* What is said of a candidate, on units made by hand: live latents, the expected baseline, rows
 * held out, one-to-one matchings, and the variances of pairs with a given reference. */
#include "files/folder.h"

#include "activations/activations.h"
#include "consistency/consistency.h"
#include "consistency/matching.h"
#include "files/artifact.h"
#include "metrics/candidate.h"
#include "metrics/coverages.h"
#include "metrics/stage_tables.h"
#include "statistics/statistics.h"
#include <math.h>
#include <stdlib.h>

enum { D_MODEL = 3, LATENTS = 3 };

/* --- a protocol of one stage, and a reference ------------------------------------------------ */

#define CLAUSE(word, value, where)                                                                 \
    { SETTING_##word, #word, value, where, "", "", NULL }
#define BOOTSTRAP(metric, seed)                                                                    \
    { SETTING_bootstrap, "bootstrap." #metric, seed, "p:1", "", "", NULL }
#define COMMON(seeds_of_it)                                                                        \
    CLAUSE(architecture, "topk", "p:1"), CLAUSE(d_sae, "3", "p:1"), CLAUSE(k, "1", "p:1"),         \
        CLAUSE(lambda, "0", "p:1"), CLAUSE(batch, "4", "p:1"),                                     \
        CLAUSE(learning_rate, "1e-3", "p:1"), CLAUSE(beta1, "0.9", "p:1"),                         \
        CLAUSE(beta2, "0.999", "p:1"), CLAUSE(epsilon, "1e-8", "p:1"), CLAUSE(epochs, "2", "p:1"), \
        CLAUSE(seeds, seeds_of_it, "p:1"), CLAUSE(held_out, "0.1", "p:1"),                         \
        CLAUSE(resamples, "50", "p:1"), CLAUSE(confidence, "0.95", "p:1"),                         \
        CLAUSE(random_seed_offset, "100000", "p:1"), CLAUSE(live_from, "0.01", "p:2"),             \
        BOOTSTRAP(trained_pwmcc, "11"), BOOTSTRAP(random_pwmcc, "23"),                             \
        BOOTSTRAP(explained_variance, "31"), BOOTSTRAP(mean_squared_error, "37"),                  \
        BOOTSTRAP(held_out_explained_variance, "41")

CLAUSES(plain) = {COMMON("1,3,5,7"), {0}};
CLAUSES(reference) = {COMMON("4"), {0}};
CLAUSES(with_reference) = {COMMON("1,3,5,7"), CLAUSE(with_units_of, "e.reference", "p:1"), {0}};
CLAUSES(other_seeds) = {COMMON("1,3,4,5"), {0}};
CLAUSES(matched) = {COMMON("1,3,5,7"), CLAUSE(shared_from, "0.55", "p:4"), {0}};
#define COVERED                                                                                    \
    CLAUSE(of, "e.plain,e.pulled", "p:3"), CLAUSE(simulations, "400", "p:3"),                      \
        CLAUSE(resamples, "50", "p:3"), CLAUSE(confidence, "0.95", "p:3"),                         \
        CLAUSE(seed, "61", "p:3")
CLAUSES(covered) = {COVERED, {0}};
CLAUSES(means_covered) = {COVERED, CLAUSE(mean_of, "held_out_explained_variance", "p:3"), {0}};
RECORDS = {{BLOCK_stage, "e.plain", "", "rows/sae", "p:1", plain},
           {BLOCK_stage, "e.reference", "", "rows/sae", "p:1", reference},
           {BLOCK_stage, "e.pulled", "", "rows/sae", "p:1", with_reference},
           {BLOCK_stage, "e.again", "", "rows/sae", "p:1", plain},
           {BLOCK_stage, "e.others", "", "rows/sae", "p:1", other_seeds},
           {BLOCK_stage, "e.matched", "", "rows/sae", "p:1", matched},
           {BLOCK_coverage, "e.covered", "", "", "p:3", covered},
           {BLOCK_coverage, "e.means_covered", "", "", "p:3", means_covered},
           {0}};
static struct protocol protocol;

/* --- units ----------------------------------------------------------------------------------- */

static const uint64_t seeds[] = {1, 3, 4, 5, 7};
enum { SEEDS = sizeof seeds / sizeof *seeds };

/* The decoder of a seed: its last latent is idle but in the unit of the reference, seed 4. */
static void decoder_of(uint64_t seed, float decoder[LATENTS * D_MODEL], float firing[LATENTS]) {
    real *drawn = random_decoder(LATENTS, D_MODEL, seed);
    for (int j = 0; j < LATENTS; j++) {
        firing[j] = j < 2 ? 0.01f : seed == 4 ? 1.0f : 0.009f;
        for (int i = 0; i < D_MODEL; i++)
            decoder[j * D_MODEL + i] = (float)drawn[j * row_stride(D_MODEL) + i];
    }
    free(drawn);
}

/* The encoder of a seed: near its decoder, so that some latents are shared. */
static void encoder_of(uint64_t seed, float encoder[LATENTS * D_MODEL]) {
    float firing[LATENTS];
    decoder_of(seed, encoder, firing);
    for (int i = 0; i < LATENTS * D_MODEL; i++)
        encoder[i] += 0.1f * (float)(i % 4);
}

static void write_unit(uint64_t seed) {
    float decoder[LATENTS * D_MODEL], encoder[LATENTS * D_MODEL], firing[LATENTS];
    float losses[2] = {2, 1};
    decoder_of(seed, decoder, firing);
    encoder_of(seed, encoder);
    struct tensor tensors[] = {{"decoder", TENSOR_F32, LATENTS, D_MODEL, decoder},
                               {"encoder", TENSOR_F32, LATENTS, D_MODEL, encoder},
                               {"firing", TENSOR_F32, LATENTS, 0, firing},
                               {"epoch_losses", TENSOR_F32, 2, 0, losses}};
    char *held_out = text("%g", 0.25 + 0.125 * (double)seed);
    json_t *metadata =
        json_pack("{s:s, s:s, s:s}", "explained_variance", "0.5", "mean_squared_error", "0.25",
                  "held_out_explained_variance", held_out);
    char *path =
        text("results/units/rows/sae/seed%llu/epoch2.safetensors", (unsigned long long)seed);
    artifact_write(path, tensors, 4, metadata);
    json_decref(metadata);
    free(held_out);
    free(path);
}

static int open_folder(void **state) {
    (void)state;
    protocol = protocol_open("e", "Title", protocol_records, RESULTS, NULL);
    if (enter_folder(state))
        return -1;
    for (int i = 0; i < SEEDS; i++)
        write_unit(seeds[i]);
    return 0;
}

static int close_folder(void **state) {
    protocol_close(&protocol);
    return leave_folder(state);
}

/* --- the tests ------------------------------------------------------------------------------- */

static struct values values_of(const char *stage) {
    struct values values = {0};
    const struct record *record = find_record(&protocol, stage, "");
    struct candidates candidates = candidates_begin(&protocol);
    const struct candidate *candidate = candidate_of(&candidates, record);
    candidate_values(candidate, stage, &values);
    assert_ptr_equal(candidate_of(&candidates, record), candidate);
    candidates_free(&candidates);
    return values;
}

static void assert_value(const struct values *values, const char *id, double expected) {
    const struct value *found = values_find(values, id);
    assert_non_null(found);
    if (!(fabs(found->number - expected) <= 1e-6))
        fail_msg("%s is %.9g, expected %.9g", id, found->number, expected);
}

/* PWMCC of the first latents of two seeds' decoders. */
static double pwmcc_of(uint64_t a, int a_latents, uint64_t b, int b_latents) {
    float dense_a[LATENTS * D_MODEL], dense_b[LATENTS * D_MODEL], firing[LATENTS];
    decoder_of(a, dense_a, firing);
    decoder_of(b, dense_b, firing);
    real *padded_a = padded_rows(dense_a, LATENTS, D_MODEL);
    real *padded_b = padded_rows(dense_b, LATENTS, D_MODEL);
    double value = pwmcc(padded_a, a_latents, padded_b, b_latents, D_MODEL);
    free(padded_a), free(padded_b);
    return value;
}

/* In three dimensions the expected largest cosine with m directions is m / (m + 1). */
static void idle_latents_are_left_out(void **state) {
    (void)state;
    struct values values = values_of("e.plain");
    double live = 0, all = 0;
    for (int a = 0; a < SEEDS; a++)
        for (int b = a + 1; b < SEEDS; b++)
            if (seeds[a] != 4 && seeds[b] != 4) {
                live += pwmcc_of(seeds[a], 2, seeds[b], 2) / 6;
                all += pwmcc_of(seeds[a], LATENTS, seeds[b], LATENTS) / 6;
            }
    assert_value(&values, "e.plain.trained_pwmcc", all);
    assert_value(&values, "e.plain.live_pwmcc", live);
    assert_value(&values, "e.plain.live_delta", live - 2.0 / 3);
    assert_value(&values, "e.plain.rarely_firing", 1.0 / 3);
    values_free(&values);
    values = values_of("e.pulled");
    assert_value(&values, "e.pulled.rarely_firing", 4.0 / 15);
    values_free(&values);
}

static void the_baseline_has_an_expectation(void **state) {
    (void)state;
    struct values values = values_of("e.plain");
    double trained = values_find(&values, "e.plain.trained_pwmcc")->number;
    double random = values_find(&values, "e.plain.random_pwmcc")->number;
    assert_value(&values, "e.plain.expected_random_pwmcc", 0.75);
    assert_value(&values, "e.plain.random_deviation", random - 0.75);
    assert_value(&values, "e.plain.expected_delta", trained - 0.75);
    assert_value(&values, "e.plain.normalised_gain", (trained - 0.75) / 0.25);
    values_free(&values);
}

static void rows_held_out_have_an_explained_variance(void **state) {
    (void)state;
    struct values values = values_of("e.plain");
    assert_value(&values, "e.plain.explained_variance", 0.5);
    assert_value(&values, "e.plain.held_out_explained_variance", 0.25 + 0.125 * 4);
    assert_value(
        &values, "e.plain.held_out_explained_variance.ci_high",
        bootstrap_interval((const double[]){0.375, 0.625, 0.875, 1.125}, 4, 50, 0.95, 41).high);
    values_free(&values);
}

/* What was drawn for one candidate serves another of the same seeds, and no other. */
static void draws_are_shared_by_equal_seeds(void **state) {
    (void)state;
    static const char *const stages[] = {"e.plain", "e.again", "e.others", "e.pulled"};
    struct candidates together = candidates_begin(&protocol);
    double random[4];
    for (int i = 0; i < 4; i++) {
        struct values alone = values_of(stages[i]), after = {0};
        candidate_values(candidate_of(&together, find_record(&protocol, stages[i], "")), stages[i],
                         &after);
        assert_int_equal(after.count, alone.count);
        for (size_t value = 0; value < alone.count; value++)
            assert_memory_equal(&after.items[value].number, &alone.items[value].number,
                                sizeof(double));
        char *id = text("%s.random_pwmcc", stages[i]);
        random[i] = values_find(&after, id)->number;
        free(id);
        values_free(&alone);
        values_free(&after);
    }
    candidates_free(&together);
    assert_true(random[0] == random[1]);
    assert_true(random[0] != random[2] && random[0] != random[3] && random[2] != random[3]);
}

/* --- matchings ------------------------------------------------------------------------------- */

/* The decoder and encoder of a seed, padded; the caller frees both. */
static void directions_of(uint64_t seed, real *both[2]) {
    float dense[LATENTS * D_MODEL], firing[LATENTS];
    decoder_of(seed, dense, firing);
    both[0] = padded_rows(dense, LATENTS, D_MODEL);
    encoder_of(seed, dense);
    both[1] = padded_rows(dense, LATENTS, D_MODEL);
}

typedef double measure(const real *a, int a_latents, const real *b, int b_latents, int d_model);

/* The mean of a measure over the pairs of seeds 1, 3, 5, 7; of their random decoders instead. */
static double mean_of(measure *of, bool is_random) {
    double sum = 0;
    for (uint64_t a = 1; a < 8; a += 2)
        for (uint64_t b = a + 2; b < 8; b += 2) {
            real *of_a[2], *of_b[2];
            directions_of(a, of_a), directions_of(b, of_b);
            real *random_a = random_decoder(LATENTS, D_MODEL, a + 100000);
            real *random_b = random_decoder(LATENTS, D_MODEL, b + 100000);
            sum += of(is_random ? random_a : of_a[0], LATENTS, is_random ? random_b : of_b[0],
                      LATENTS, D_MODEL) /
                   6;
            free(of_a[0]), free(of_a[1]), free(of_b[0]), free(of_b[1]);
            free(random_a), free(random_b);
        }
    return sum;
}

static double mean_shared(void) {
    double sum = 0;
    for (uint64_t a = 1; a < 8; a += 2)
        for (uint64_t b = a + 2; b < 8; b += 2) {
            real *of_a[2], *of_b[2];
            directions_of(a, of_a), directions_of(b, of_b);
            sum += shared_fraction((struct directions){of_a[1], of_a[0], LATENTS},
                                   (struct directions){of_b[1], of_b[0], LATENTS}, D_MODEL, 0.55) /
                   6;
            free(of_a[0]), free(of_a[1]), free(of_b[0]), free(of_b[1]);
        }
    return sum;
}

static void matchings_are_measured_where_asked(void **state) {
    (void)state;
    struct values values = values_of("e.matched");
    static const struct {
        const char *id, *random_id;
        measure *of;
    } measures[] = {
        {"e.matched.matched_cosine", "e.matched.random_matched_cosine", matched_cosine},
        {"e.matched.matched_absolute_cosine", "e.matched.random_matched_absolute_cosine",
         matched_absolute_cosine},
        {"e.matched.mean_maximal_cosine", "e.matched.random_mean_maximal_cosine",
         mean_maximal_cosine},
        {"e.matched.median_maximal_cosine", "e.matched.random_median_maximal_cosine",
         median_maximal_cosine},
    };
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        assert_value(&values, measures[i].id, mean_of(measures[i].of, false));
        assert_value(&values, measures[i].random_id, mean_of(measures[i].of, true));
    }
    double shared = mean_shared();
    assert_true(shared > 0 && shared < 1);
    assert_value(&values, "e.matched.shared_fraction", shared);
    assert_string_equal(values_find(&values, "e.matched.shared_fraction")->where, "p:4");
    values_free(&values);
    values = values_of("e.plain");
    assert_null(values_find(&values, "e.plain.matched_cosine"));
    values_free(&values);
}

/* The first line of a file. */
static void read_heading(const char *path, char heading[1024]) {
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(heading, 1024, file));
    fclose(file);
}

/* Those with a place of their own come first, then all others that the stage has. */
static void tables_have_every_metric_of_the_stage(void **state) {
    (void)state;
    static const char *const stages[] = {"e.plain", "e.matched"};
    struct candidates candidates = candidates_begin(&protocol);
    char heading[1024];
    for (int i = 0; i < 2; i++) {
        struct values values = {0};
        const struct candidate *candidate =
            candidate_of(&candidates, find_record(&protocol, stages[i], ""));
        candidate_values(candidate, stages[i], &values);
        stage_tables(&candidate, 1, &values);
        values_free(&values);
    }
    candidates_free(&candidates);
    read_heading("results/e/plain.pairs.tsv", heading);
    assert_string_equal(heading,
                        "candidate\tseed_a\tseed_b\ttrained_pwmcc\trandom_pwmcc\tlive_pwmcc\t"
                        "explained_variance\twith_reference\n");
    read_heading("results/e/plain.units.tsv", heading);
    assert_string_equal(heading,
                        "candidate\tseed\texplained_variance\tmean_squared_error\talignment\t"
                        "held_out_explained_variance\trarely_firing\tcosine_with_start\tpath\n");
    read_heading("results/e/matched.pairs.tsv", heading);
    assert_non_null(
        strstr(heading, "\trandom_pwmcc\tlive_pwmcc\tmatched_cosine\trandom_matched_cosine\t"));
    assert_non_null(
        strstr(heading, "\tshared_fraction\trandom_shared_fraction\texplained_variance\t"));
}

/* The reference stands among the models by its seed, and first where it is given. */
static void coverage_takes_the_reference_as_given(void **state) {
    (void)state;
    static const uint64_t given_first[] = {4, 1, 3, 5, 7};
    double all[10], drawn[6];
    for (size_t a = 0; a < SEEDS; a++)
        for (size_t b = a + 1; b < SEEDS; b++) {
            double value = pwmcc_of(given_first[a], LATENTS, given_first[b], LATENTS);
            all[pair_index(SEEDS, a, b)] = value;
            if (a > 0)
                drawn[pair_index(SEEDS - 1, a - 1, b - 1)] = value;
        }
    struct values values = {0};
    struct candidates candidates = candidates_begin(&protocol);
    coverage_values(&candidates, find_record(&protocol, "e.covered", ""), &values);
    assert_int_equal(candidates.count, 2);
    candidates_free(&candidates);
    assert_int_equal(values.count, 10);
    const struct coverage_settings settings = {400, 50, 0.95, 61, 11};
    static const char *const stages[] = {"plain", "pulled"};
    for (size_t given = 0; given < 2; given++) {
        const double *pairs = given ? all : drawn;
        size_t models = SEEDS - 1 + given;
        struct pair_variances fitted = pair_variances(pairs, models, given);
        struct coverage expected = coverage(pairs, models, given, fitted, &settings);
        char id[64];
        snprintf(id, sizeof id, "e.covered.%s.bootstrap", stages[given]);
        assert_value(&values, id, expected.bootstrap);
        snprintf(id, sizeof id, "e.covered.%s.jackknife", stages[given]);
        assert_value(&values, id, expected.jackknife);
        snprintf(id, sizeof id, "e.covered.%s.jackknife_error", stages[given]);
        assert_value(&values, id, sqrt(expected.jackknife * (1 - expected.jackknife) / 400));
        snprintf(id, sizeof id, "e.covered.%s.from_seeds", stages[given]);
        assert_value(&values, id, 2 * fitted.of_model / (2 * fitted.of_model + fitted.of_pair));
        assert_true(fitted.of_model > 0);
    }
    values_free(&values);
}

/* Each candidate's own models, the reference too where it is counted with them. */
static void coverage_of_a_mean_is_over_models(void **state) {
    (void)state;
    const double of_models[] = {.375, .625, .875, 1.125, .75};
    const struct coverage_settings settings = {400, 50, 0.95, 61, 41};
    struct values values = {0};
    struct candidates candidates = candidates_begin(&protocol);
    coverage_values(&candidates, find_record(&protocol, "e.means_covered", ""), &values);
    candidates_free(&candidates);
    struct coverage of_four = coverage_of_mean(of_models, 4, &settings);
    assert_value(&values, "e.means_covered.plain.bootstrap", of_four.bootstrap);
    assert_value(&values, "e.means_covered.plain.jackknife", of_four.jackknife);
    struct interval of_five = student_interval(of_models, 5, 0.95);
    assert_value(&values, "e.means_covered.pulled.jackknife_low", of_five.low);
    assert_value(&values, "e.means_covered.pulled.jackknife_high", of_five.high);
    values_free(&values);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idle_latents_are_left_out),
        cmocka_unit_test(the_baseline_has_an_expectation),
        cmocka_unit_test(rows_held_out_have_an_explained_variance),
        cmocka_unit_test(draws_are_shared_by_equal_seeds),
        cmocka_unit_test(matchings_are_measured_where_asked),
        cmocka_unit_test(tables_have_every_metric_of_the_stage),
        cmocka_unit_test(coverage_takes_the_reference_as_given),
        cmocka_unit_test(coverage_of_a_mean_is_over_models),
    };
    return cmocka_run_group_tests_name("candidate", tests, open_folder, close_folder);
}
