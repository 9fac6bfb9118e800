/* Activations that are drawn from others, from the protocol to the values: where they stand, what
 * depends on them, and directions that nobody trained. */
#include "tiny_study.h"

#include <math.h>

#define BASE "results/activations/" TRANSFORMER("42") "/layer1-position5"
static const char *const drawn[] = {
    BASE "/gaussian-seed7.safetensors", BASE "/permuted-seed7.safetensors",
    BASE "/rotated-seed7.safetensors", BASE "/rotated-seed7/permuted-seed8.safetensors"};

static void make_nulls(void) {
    put_back();
    run_expecting(0, "cp $CHECKOUT/tests/tiny/nulls.m4 protocol");
    make_values();
}

/* A number of results/nulls/values.tsv. */
static double value(const char *id) {
    struct outcome found = run_expecting(
        0,
        "awk -F'\\t' -v id='nulls.%s' '$1 == id { print $2; found = 1 } END { exit !found }' "
        "results/nulls/values.tsv",
        id);
    return strtod(found.output, NULL);
}

static void each_has_a_path_of_its_own(void **state) {
    (void)state;
    make_nulls();
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        assert_exists(drawn[i]);
        struct outcome units =
            run_expecting(0,
                          "folder='%s'; folder=results/units/${folder#results/activations/};"
                          "find ${folder%%.safetensors}/topk* -name 'epoch4.safetensors' | wc -l",
                          drawn[i]);
        assert_string_equal(units.output, "2\n");
    }
    assert_true(value("gaussian.rows") == 121 && value("twice.d_model") == 16);
}

/* A file that is gone comes back with the same bytes, at any number of threads; its path is a goal,
 * for which only what it is drawn from is made. */
static void each_is_made_of_its_origin(void **state) {
    (void)state;
    make_nulls();
    struct outcome before = sums();
    run_expecting(0, "rm '%s' '%s' && make values THREADS=3", drawn[0], drawn[2]);
    struct outcome after = sums();
    assert_string_equal(after.output, before.output);
    run_expecting(0, "rm -r '" BASE "' && make '%s' && test -e '%s' && test ! -e '%s'", drawn[3],
                  drawn[2], drawn[0]);
    make_values();
    struct outcome last = sums();
    assert_string_equal(last.output, before.output);
}

/* Rows of a file are drawn from as those of a transformer are. */
static void rows_of_ones_own_are_drawn_from(void **state) {
    (void)state;
    make_nulls();
    run_expecting(0, "cp '" BASE ".safetensors' rows && make values ACTIVATIONS=rows");
    run_expecting(0, "test -e results/activations/file-*/gaussian-seed7.safetensors && "
                     "test -e results/activations/file-*/rotated-seed7/permuted-seed8.safetensors");
    struct outcome units = run_expecting(
        0, "ls results/units/file-*/gaussian-seed7/topk*/seed[12]/epoch4.safetensors | wc -l");
    assert_string_equal(units.output, "2\n");
    run_expecting(0, "rm -r results/{activations,units}/file-*");
}

/* A rotation keeps the angles of rows, so that their PWMCC stays; columns apart lose it. */
static void directions_depend_on_the_rows(void **state) {
    (void)state;
    make_nulls();
    assert_true(fabs(value("retrain.rotated.rows_pwmcc") - value("retrain.answer.rows_pwmcc")) <
                1e-6);
    assert_true(fabs(value("retrain.permuted.rows_pwmcc") - value("retrain.answer.rows_pwmcc")) >
                1e-2);
    assert_true(value("retrain.answer.random_pwmcc") == value("retrain.gaussian.random_pwmcc"));
    assert_true(value("retrain.answer.covariance_pwmcc") !=
                value("retrain.gaussian.covariance_pwmcc"));
    double low = value("retrain.answer.covariance_pwmcc.ci_low"),
           high = value("retrain.answer.covariance_pwmcc.ci_high");
    assert_true(low <= value("retrain.answer.covariance_pwmcc") &&
                value("retrain.answer.covariance_pwmcc") <= high);
    assert_true(fabs(value("retrain.answer.covariance_delta") -
                     (value("retrain.answer.trained_pwmcc") -
                      value("retrain.answer.covariance_pwmcc"))) < 1e-15);
    assert_true(fabs(value("retrain.answer.rows_delta") -
                     (value("retrain.answer.trained_pwmcc") - value("retrain.answer.rows_pwmcc"))) <
                1e-15);
}

static void the_share_is_of_the_gain(void **state) {
    (void)state;
    make_nulls();
    double share = value("retrain.gaussian.delta") / value("retrain.answer.delta");
    assert_true(fabs(value("beyond.share") - share) < 1e-12);
    run_expecting(1, "grep -q 'lambda_gain.share' results/adaptive/values.tsv");
}

static void why_goes_back_to_the_origin(void **state) {
    (void)state;
    make_nulls();
    run_expecting(0, "make values");
    struct outcome why = run_expecting(0, "make why VALUE=nulls.retrain.twice.delta");
    ASSERT_LINES(why.output, "  activations nulls.twice", "  activations nulls.rotated",
                 "  activations setup.answer", "  transformer setup.adder",
                 "    protocol/nulls.m4:11  seed(8) permuted_like(nulls.rotated)");
    assert_null(strstr(why.output, "nulls.gaussian"));
    assert_non_null(strstr(why.output, BASE "/rotated-seed7/permuted-seed8.safetensors"));
}

static void too_few_rows_are_told(void **state) {
    (void)state;
    make_nulls();
    run_expecting(0, "sed -i 's/  vary(on, answer.*/  on(gaussian) d_sae(150)/; /^compare/,$d' "
                     "protocol/nulls.m4 &&"
                     "sed -i 's/.retrain.gaussian.delta/{retrain.delta/' protocol/nulls.m4");
    struct outcome said =
        run_expecting(1, "make values 2>&1 | grep -v '^\\['; exit ${PIPESTATUS[0]}");
    ASSERT_LINES(said.output, BASE "/gaussian-seed7.safetensors: 150 directions among 121 rows, "
                                   "expected as many rows or more");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_has_a_path_of_its_own),
        cmocka_unit_test(each_is_made_of_its_origin),
        cmocka_unit_test(rows_of_ones_own_are_drawn_from),
        cmocka_unit_test(directions_depend_on_the_rows),
        cmocka_unit_test(the_share_is_of_the_gain),
        cmocka_unit_test(why_goes_back_to_the_origin),
        cmocka_unit_test(too_few_rows_are_told),
    };
    return cmocka_run_group_tests_name("drawn rows", tests, open_study, remove_project);
}
