/* What is made when something changes: a setting, prose, an experiment, the code; and what is not.
 */
#include "tiny_study.h"

static void units_are_where_their_settings_say(void **state) {
    (void)state;
    put_back();
    make_values();
    static const char *const paths[] = {
        "results/transformers/" TRANSFORMER("42") ".safetensors",
        "results/activations/" TRANSFORMER("42") "/layer1-position5.safetensors",
        UNITS SAE("2", "0") "/seed1/epoch2.safetensors",
        UNITS SAE("4", "0") "/seed2/epoch2.safetensors",
        UNITS SAE("2", "0") "/seed1/epoch4.safetensors",
        UNITS SAE("4", "0") "/seed2/epoch4.safetensors",
        UNITS SAE("4", "0") "/seed3/epoch3.safetensors",
        UNITS SAE("4", "1e-3") "/aligned/" SAE("4", "0") "/seed3/epoch3/seed1/epoch3.safetensors"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_exists(paths[i]);
    struct outcome none = {0}, all = snapshot(ARTIFACTS);
    assert_int_equal(new_lines(&none, &all, "results/"), 15);
}

/* The report is a PDF, and is not made twice. */
static void a_second_run_makes_nothing(void **state) {
    (void)state;
    put_back();
    run_expecting(0, "make lock report");
    char *pdf = content_of("build/report.pdf");
    assert_memory_equal(pdf, "%PDF", 4);
    free(pdf);
    struct outcome results = snapshot("results/*"), pdfs = snapshot("build/*.pdf");
    run_expecting(0, "make report");
    struct outcome results_after = snapshot("results/*"), pdfs_after = snapshot("build/*.pdf");
    assert_string_equal(results_after.output, results.output);
    assert_string_equal(pdfs_after.output, pdfs.output);
}

static void another_k_trains_only_its_own(void **state) {
    (void)state;
    struct outcome before = snapshot(ARTIFACTS);
    run_expecting(0, "sed -i 's/vary(k, 2, 4)/vary(k, 2, 4, 8)/' protocol/adaptive.m4");
    make_values();
    struct outcome after = snapshot(ARTIFACTS);
    assert_kept(&before, &after);
    assert_int_equal(new_lines(&before, &after, SAE("8", "0")), 2);
    run_expecting(0, "grep -q '^adaptive.search.k8.delta\t' results/adaptive/values.tsv");
}

/* A line more of prose moves every line below it: the values say so, and no unit cares. */
static void prose_trains_nothing(void **state) {
    (void)state;
    put_back();
    make_values();
    struct outcome before = snapshot(ARTIFACTS);
    run_expecting(0, "sed -i 's/^The search/A new line.\\n&/' protocol/adaptive.m4");
    make_values();
    struct outcome after = snapshot(ARTIFACTS);
    assert_string_equal(after.output, before.output);
    run_expecting(0, "grep -q '^adaptive.search.k2.delta\t.*adaptive.m4:8$' "
                     "results/adaptive/values.tsv");
}

static void a_new_file_is_a_new_experiment(void **state) {
    (void)state;
    put_back();
    run_expecting(0, "make lock values");
    struct outcome before = snapshot(ARTIFACTS);
    run_expecting(0, "cp $CHECKOUT/tests/tiny/follow_up.m4 protocol");
    run_expecting(0, "make report");
    struct outcome after = snapshot(ARTIFACTS);
    assert_kept(&before, &after);
    /* a transformer; two files of activations; replicates, elsewhere and longer, two seeds each */
    assert_int_equal(new_lines(&before, &after, "results/"), 9);
    assert_exists("results/units/" TRANSFORMER("1") "/layer1-position5/" SAE(
        "2", "0") "/seed1/epoch4.safetensors");
    assert_exists("results/units/" TRANSFORMER("42") "/layer1-position4/" SAE(
        "2", "0") "/seed1/epoch4.safetensors");
    assert_exists(UNITS SAE("4", "0") "/seed2/epoch6.safetensors");
    static const char *const ids[] = {"replicates.answer.delta",
                                      "replicates.answer_1.delta",
                                      "elsewhere.explained_variance",
                                      "longer_gain.difference",
                                      "covered.replicates.answer_1.bootstrap",
                                      "covered.sweep.lambda1e-3.from_seeds"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        run_expecting(0, "grep -q '^follow_up.%s\t' results/follow_up/values.tsv", ids[i]);
    run_expecting(0, "pdftotext build/report.pdf report.txt && grep -q 'Another transformer' "
                     "report.txt && grep -q 'deviates from its locked protocols' report.txt");
}

/* What is used by another experiment is read again with it. */
static void a_used_experiment_takes_its_users_along(void **state) {
    (void)state;
    put_back();
    run_expecting(0, "cp $CHECKOUT/tests/tiny/follow_up.m4 protocol && make values");
    struct outcome before = snapshot(ARTIFACTS);
    run_expecting(0, "sed -i '/^stage(control/,/k(4))/s/k(4)/k(5)/' protocol/adaptive.m4");
    make_values();
    struct outcome after = snapshot(ARTIFACTS);
    assert_int_equal(new_lines(&before, &after, SAE("5", "0")), 4);
    assert_exists(UNITS SAE("5", "0") "/seed1/epoch6.safetensors");
}

/* Other arithmetic makes everything again; a comment or a touched file nothing. */
static void other_code_trains_again(void **state) {
    (void)state;
    put_back();
    make_values();
    struct outcome before = snapshot(ARTIFACTS);
    run_expecting(0, "touch src/autoencoder/sae.c; echo '/* a comment */' >> "
                     "src/draws/generators.c; make values");
    struct outcome after = snapshot(ARTIFACTS);
    assert_string_equal(after.output, before.output);
    run_expecting(
        0, "echo 'int other_arithmetic(void) { return 1; }' >> src/autoencoder/sae.c; make values");
    after = snapshot(ARTIFACTS);
    static const char *const made[] = {UNITS SAE("4", "0") "/seed1/epoch4.safetensors",
                                       "results/transformers/" TRANSFORMER("42") ".safetensors"};
    for (size_t i = 0; i < 2; i++) {
        const char *then = strstr(before.output, made[i]), *now = strstr(after.output, made[i]);
        assert_non_null(then);
        assert_non_null(now);
        assert_memory_not_equal(then, now, strcspn(then, "\n"));
    }
}

/* A project with a copy of the sources, which a test can change. */
static int open_copy(void **state) {
    return open_project(state) || run("rm src && cp -a $CHECKOUT/src .").status;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_where_their_settings_say),
        cmocka_unit_test(a_second_run_makes_nothing),
        cmocka_unit_test(another_k_trains_only_its_own),
        cmocka_unit_test(prose_trains_nothing),
        cmocka_unit_test(a_new_file_is_a_new_experiment),
        cmocka_unit_test(a_used_experiment_takes_its_users_along),
        cmocka_unit_test(other_code_trains_again),
    };
    return cmocka_run_group_tests_name("incremental", tests, open_copy, remove_project);
}
