/* The statistics are NumPy's to 1e-12, and hand-worked or plainly recomputed where NumPy has none.
 */
#include "statistics/statistics.h"

#include "golden.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void assert_near(double got, double expected) {
    if (!(fabs(got - expected) <= 1e-12))
        fail_msg("got %.17g, expected %.17g", got, expected);
}

static void assert_interval(struct interval got, double low, double high) {
    assert_near(got.low, low);
    assert_near(got.high, high);
}

static void mean_is_sum_over_count(void **state) {
    (void)state;
    assert_near(mean((const double[]){1, 2, 6}, 3), 3);
    assert_near(mean((const double[]){-4}, 1), -4);
}

static void percentile_interpolates(void **state) {
    (void)state;
    const double sorted[] = {1, 2, 3, 5};
    assert_near(percentile(sorted, 4, 0), 1);
    assert_near(percentile(sorted, 4, 2.5), 1.075);
    assert_near(percentile(sorted, 4, 25), 1.75);
    assert_near(percentile(sorted, 4, 50), 2.5);
    assert_near(percentile(sorted, 4, 97.5), 4.85);
    assert_near(percentile(sorted, 4, 100), 5);
    assert_near(percentile(sorted, 1, 97.5), 1);
}

static void bootstrap_intervals_match(void **state) {
    (void)state;
    const json_t *given = golden("numpy_bootstrap/values");
    double values[28];
    for (size_t i = 0; i < 28; i++)
        values[i] = golden_number(given, i);
    static const unsigned seeds[] = {11, 13, 23, 29, 31, 37, 43, 53};
    for (size_t i = 0; i < 8; i++) {
        const json_t *of_28 = golden("numpy_bootstrap/by_seed/%u/ci95_n28", seeds[i]);
        const json_t *of_5 = golden("numpy_bootstrap/by_seed/%u/ci95_n5", seeds[i]);
        assert_interval(bootstrap_interval(values, 28, 10000, 0.95, seeds[i]),
                        golden_number(of_28, 0), golden_number(of_28, 1));
        assert_interval(bootstrap_interval(values, 5, 10000, 0.95, seeds[i]),
                        golden_number(of_5, 0), golden_number(of_5, 1));
    }
}

/* The ten PWMCCs of the sweep's five models at lambda 0.002 and 0, trained by PyTorch; the first
 * model is the reference. */
static const double aligned_pairs[] = {0.2835821509361267, 0.28030669689178467, 0.2842348515987396,
                                       0.2877185046672821, 0.2825610935688019,  0.2849600613117218,
                                       0.2820747494697571, 0.2752722054719925,  0.27842600643634796,
                                       0.27905280888080597};
static const double plain_pairs[] = {0.2832503020763397,  0.2792714089155197,  0.27926643192768097,
                                     0.28676801919937134, 0.28255604207515717, 0.28478460013866425,
                                     0.28197719156742096, 0.27512240409851074, 0.27846522629261017,
                                     0.27908509969711304};

/* The interval that NumPy gives their difference with seed 53. */
static void bootstrap_difference_matches(void **state) {
    (void)state;
    assert_interval(bootstrap_difference(aligned_pairs, 10, plain_pairs, 10, 10000, 0.95, 53),
                    -0.0021219056472181847, 0.0036871984973549728);
}

/* A single value has one resample only, and draws nothing of the generator it shares. */
static void bootstrap_of_one_value_is_that_value(void **state) {
    (void)state;
    const double one[] = {0.5}, pair[] = {1, 2};
    assert_interval(bootstrap_interval(one, 1, 100, 0.95, 11), 0.5, 0.5);
    struct interval alone = bootstrap_interval(pair, 2, 100, 0.95, 11);
    assert_interval(bootstrap_difference(one, 1, pair, 2, 100, 0.95, 11), 0.5 - alone.high,
                    0.5 - alone.low);
}

static void pairs_stand_in_order(void **state) {
    (void)state;
    for (size_t models = 0; models <= 12; models++) {
        size_t place = 0;
        for (size_t a = 0; a < models; a++)
            for (size_t b = a + 1; b < models; b++)
                assert_int_equal(pair_index(models, a, b), place++);
        assert_int_equal(pair_count(models), place);
    }
}

/* Quantiles from tables; one and two degrees of freedom have closed forms. */
static void student_bounds_match_tables(void **state) {
    (void)state;
    assert_near(student_bound(0.95, 1), tan(0.95 * M_PI_2));
    assert_near(student_bound(0.95, 2), 0.95 * sqrt(2 / (1 - 0.95 * 0.95)));
    assert_true(fabs(student_bound(0.95, 3) - 3.182446305) <= 1e-9);
    assert_true(fabs(student_bound(0.95, 4) - 2.776445105) <= 1e-9);
    assert_true(fabs(student_bound(0.95, 7) - 2.364624252) <= 1e-9);
    assert_true(fabs(student_bound(0.95, 9) - 2.262157163) <= 1e-9);
    assert_true(fabs(student_bound(0.99, 5) - 4.032142984) <= 1e-9);
    assert_true(fabs(student_bound(0.95, 1000) - 1.962339081) <= 1e-9);
}

/* Three models, pairs 1, 2, 3: mean 2; without model 0, 1, 2 it is 3, 2, 1. All drawn, the standard
 * error is sqrt(2/3 * 2); model 0 given, sqrt(1/2 * 1/2). */
static void jackknife_of_three_models(void **state) {
    (void)state;
    const double values[] = {1, 2, 3};
    double reach = student_bound(0.95, 2) * sqrt(4.0 / 3);
    assert_interval(jackknife_interval(values, 3, 0, 0.95), 2 - reach, 2 + reach);
    reach = student_bound(0.95, 1) * 0.5;
    assert_interval(jackknife_interval(values, 3, 1, 0.95), 2 - reach, 2 + reach);
}

/* The same from pseudovalues: p_i = n * mean - (n - 1) * mean without i has the jackknife's
 * standard error as the ordinary one of its mean. A mean without i is the rest of the total. */
static struct interval jackknife_by_pseudovalues(const double *values, size_t models,
                                                 size_t first_free, double confidence) {
    double total = 0, touching[16] = {0}, pseudovalues[16], n = (double)(models - first_free);
    size_t pairs = 0;
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++, pairs++) {
            total += values[pairs];
            touching[a] += values[pairs];
            touching[b] += values[pairs];
        }
    double centre = 0, squares = 0;
    for (size_t i = first_free; i < models; i++) {
        double without = (total - touching[i]) / (double)(pairs - (models - 1));
        pseudovalues[i] = n * total / (double)pairs - (n - 1) * without;
        centre += pseudovalues[i] / n;
    }
    for (size_t i = first_free; i < models; i++)
        squares += pow(pseudovalues[i] - centre, 2);
    double reach = student_bound(confidence, models - first_free - 1) * sqrt(squares / (n - 1) / n);
    return (struct interval){total / (double)pairs - reach, total / (double)pairs + reach};
}

static void jackknife_equals_pseudovalues(void **state) {
    (void)state;
    double values[45];
    for (size_t i = 0; i < 45; i++)
        values[i] = 0.25 + 0.01 * sin(37.0 * (double)(i * i));
    for (size_t models = 3; models <= 10; models++)
        for (size_t first_free = 0; first_free + 2 <= models; first_free++) {
            struct interval plain = jackknife_by_pseudovalues(values, models, first_free, 0.9);
            assert_interval(jackknife_interval(values, models, first_free, 0.9), plain.low,
                            plain.high);
        }
}

/* With one given model the pairs with it are independent numbers, and Student's interval is theirs;
 * those without it are the pairs of one model fewer. The numbers are those of a plain computation
 * in Python, with the quantile from its closed form. */
static void jackknife_of_pairs_apart(void **state) {
    (void)state;
    double gains[10];
    for (size_t i = 0; i < 10; i++)
        gains[i] = aligned_pairs[i] - plain_pairs[i];
    struct interval with = jackknife_of_pairs(gains, 5, 1, PAIRS_WITH_GIVEN, 0.95);
    struct interval without = jackknife_of_pairs(gains, 5, 1, PAIRS_WITHOUT_GIVEN, 0.95);
    assert_interval(with, -0.001553853479115, 0.005196874466625);
    assert_interval(without, -0.000146467057336, 0.000265254147319);
    assert_interval(student_interval(gains, 4, 0.95), with.low, with.high);
    assert_interval(jackknife_interval(gains + 4, 4, 0, 0.95), without.low, without.high);
    assert_true(can_jackknife(3, 1, PAIRS_WITH_GIVEN) && !can_jackknife(3, 1, PAIRS_WITHOUT_GIVEN));
    assert_true(can_jackknife(3, 0, PAIRS_WITHOUT_GIVEN) && !can_jackknife(3, 0, PAIRS_WITH_GIVEN));
}

/* Their mean is the ratio. Proportional numbers give that alone; over constant denominators they
 * are the numerators in that unit. */
static void ratio_parts_stand_for_a_ratio(void **state) {
    (void)state;
    const double below[] = {1, 2, 3, 6}, twice[] = {2, 4, 6, 12}, constant[] = {4, 4, 4, 4};
    const double above[] = {2, 1, 4, 5}, nearly[] = {2, 1, 4.001, 5}, less[] = {1, 2, 3, 5.999};
    double *proportional = ratio_parts(twice, below, 4), *scaled = ratio_parts(above, constant, 4);
    double *parts = ratio_parts(above, below, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(proportional[i] == 2);
        assert_true(fabs(scaled[i] - above[i] / 4) < 1e-15);
    }
    assert_true(fabs(mean(parts, 4) - 1) < 1e-15);
    const double expected[] = {1 + 1 / 3.0, 1 - 1 / 3.0, 1 + 1 / 3.0, 1 - 1 / 3.0};
    for (size_t i = 0; i < 4; i++)
        assert_true(fabs(parts[i] - expected[i]) < 1e-15);
    double *moved = ratio_parts(nearly, less, 4);
    assert_true(fabs(mean(moved, 4) - mean(nearly, 4) / mean(less, 4)) < 1e-15);
    free(proportional);
    free(scaled);
    free(parts);
    free(moved);
}

/* What jackknife_interval prints, in a child process that must end with status 1. */
static char *jackknife_failure(size_t models, size_t first_free) {
    static char message[256];
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        jackknife_interval((const double[6]){0}, models, first_free, 0.95);
        _exit(0);
    }
    close(ends[1]);
    ssize_t length = read(ends[0], message, sizeof message - 1);
    close(ends[0]);
    message[length > 0 ? length : 0] = '\0';
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    return message;
}

static void jackknife_refuses_too_few_models(void **state) {
    (void)state;
    assert_non_null(strstr(jackknife_failure(2, 0), "three models or more"));
    assert_non_null(strstr(jackknife_failure(4, 3), "got 4, the first 3 given\n"));
}

/* tests/golden/statistics.json, which its neighbour statistics.py makes. */
static json_t *statistics(const char *name) {
    static json_t *file;
    if (!file)
        file = json_load_file("tests/golden/statistics.json", 0, NULL);
    json_t *found = json_object_get(file, name);
    assert_non_null(found);
    return found;
}

static double number_of(const json_t *object, const char *name) {
    json_t *number = json_object_get(object, name);
    assert_true(json_is_number(number));
    return json_number_value(number);
}

static void pair_variances_equal_hendersons(void **state) {
    (void)state;
    size_t i, positive = 0;
    json_t *wanted;
    json_array_foreach(statistics("pair_variances"), i, wanted) {
        double values[28];
        const json_t *given = json_object_get(wanted, "values");
        for (size_t pair = 0; pair < json_array_size(given); pair++)
            values[pair] = golden_number(given, pair);
        struct pair_variances got = pair_variances(values, (size_t)number_of(wanted, "models"),
                                                   (size_t)number_of(wanted, "given"));
        assert_near(got.of_model, number_of(wanted, "of_model"));
        assert_near(got.of_pair, number_of(wanted, "of_pair"));
        positive += got.of_model > 0 && got.of_pair > 0;
    }
    assert_true(positive >= 5);
    assert_true(isnan(pair_variances((const double[]){1, 2, 4}, 3, 0).of_pair));
}

/* Differences within four standard errors of both simulations together. */
static void coverage_equals_another_simulation(void **state) {
    (void)state;
    size_t i;
    json_t *wanted;
    json_array_foreach(statistics("coverage"), i, wanted) {
        const struct coverage_settings settings = {2000, 999, 0.95, 3, 11};
        const double zeros[28] = {0};
        struct pair_variances variances = {number_of(wanted, "of_model"),
                                           number_of(wanted, "of_pair")};
        struct coverage got =
            coverage(zeros, (size_t)number_of(wanted, "models"), 0, variances, &settings);
        double p = number_of(wanted, "bootstrap"), q = number_of(wanted, "jackknife");
        double draws = 1 / 2000.0 + 1 / number_of(wanted, "simulations");
        assert_true(fabs(got.bootstrap - p) < 4 * sqrt(p * (1 - p) * draws));
        assert_true(fabs(got.jackknife - q) < 4 * sqrt(q * (1 - q) * draws));
    }
}

/* The same of means over models, from values of any mean and spread. Without spread each interval
 * is the mean itself. */
static void coverage_of_mean_equals_another_simulation(void **state) {
    (void)state;
    size_t i;
    json_t *wanted;
    const struct coverage_settings settings = {2000, 999, 0.95, 3, 11};
    const double values[8] = {.31, .34, .28, .33, .3, .35, .32, .29}, same[3] = {.3, .3, .3};
    json_array_foreach(statistics("coverage_of_mean"), i, wanted) {
        struct coverage got =
            coverage_of_mean(values, (size_t)number_of(wanted, "count"), &settings);
        double p = number_of(wanted, "bootstrap"), q = number_of(wanted, "jackknife");
        double draws = 1 / 2000.0 + 1 / number_of(wanted, "simulations");
        assert_true(fabs(got.bootstrap - p) < 4 * sqrt(p * (1 - p) * draws));
        assert_true(fabs(got.jackknife - q) < 4 * sqrt(q * (1 - q) * draws));
    }
    assert_int_equal(i, 3);
    assert_near(coverage_of_mean(same, 3, &settings).bootstrap, 1);
}

/* Two given models and four drawn ones of no variance: each interval is the mean itself. With the
 * variance of models alone, the given models' pair stays, and the same seed draws the same. */
static void given_models_are_not_drawn(void **state) {
    (void)state;
    const double values[15] = {9, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3};
    const struct coverage_settings settings = {500, 200, 0.95, 3, 11};
    struct coverage none = coverage(values, 6, 2, (struct pair_variances){0, 0}, &settings);
    assert_near(none.jackknife, 1);
    struct coverage some = coverage(values, 6, 2, (struct pair_variances){1, 0}, &settings);
    assert_in_range((uintmax_t)(1000 * some.jackknife), 930, 970);
    struct coverage again = coverage(values, 6, 2, (struct pair_variances){1, 0}, &settings);
    assert_near(again.jackknife, some.jackknife);
}

static void expected_cosines_equal_the_integral(void **state) {
    (void)state;
    size_t i;
    json_t *wanted;
    json_array_foreach(statistics("expected_largest_cosine"), i, wanted)
        assert_true(fabs(expected_largest_cosine((size_t)number_of(wanted, "directions"),
                                                 (size_t)number_of(wanted, "dimensions")) -
                         number_of(wanted, "value")) < 1e-10);
    assert_true(i >= 8);
    for (size_t directions = 1; directions < 50; directions++)
        assert_near(expected_largest_cosine(directions, 3),
                    (double)directions / (double)(directions + 1));
    assert_near(expected_largest_cosine(5, 1), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_is_sum_over_count),
        cmocka_unit_test(percentile_interpolates),
        cmocka_unit_test(bootstrap_intervals_match),
        cmocka_unit_test(bootstrap_difference_matches),
        cmocka_unit_test(bootstrap_of_one_value_is_that_value),
        cmocka_unit_test(pairs_stand_in_order),
        cmocka_unit_test(student_bounds_match_tables),
        cmocka_unit_test(jackknife_of_three_models),
        cmocka_unit_test(jackknife_equals_pseudovalues),
        cmocka_unit_test(jackknife_of_pairs_apart),
        cmocka_unit_test(ratio_parts_stand_for_a_ratio),
        cmocka_unit_test(jackknife_refuses_too_few_models),
        cmocka_unit_test(pair_variances_equal_hendersons),
        cmocka_unit_test(coverage_equals_another_simulation),
        cmocka_unit_test(coverage_of_mean_equals_another_simulation),
        cmocka_unit_test(given_models_are_not_drawn),
        cmocka_unit_test(expected_cosines_equal_the_integral),
    };
    return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
