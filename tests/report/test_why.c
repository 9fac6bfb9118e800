/* The answers of `make why`: from a value back to its protocol lines, its artifacts and its pages.
 */
#include "tiny_study.h"

static void a_value_tells_what_made_it(void **state) {
    (void)state;
    make_report();
    struct outcome told = run_expecting(0, "make why VALUE=adaptive.retrain.delta");
    ASSERT_LINES(told.output, "  formula    trained_pwmcc - random_pwmcc",
                 "  said at    protocol/adaptive.m4:20: stage(retrain,",
                 "  driver     build/bin/adaptive, from protocol/adaptive.m4",
                 "  stage adaptive.retrain", "    protocol/adaptive.m4:22  k(2) by adaptive.best_k",
                 "    protocol/adaptive.m4:23  epochs(4)", "  activations setup.answer",
                 "  transformer setup.adder", "  task setup.addition",
                 "  choose adaptive.best_k (its candidates: make why VALUE=adaptive.best_k)",
                 "    protocol/adaptive.m4:17  subject_to(explained_variance >= 0.9)");
    assert_null(strstr(told.output, "adaptive.search."));

    told = run_expecting(0, "make why VALUE=adaptive.best_k");
    ASSERT_LINES(told.output, "adaptive.best_k = 2", "  printed    2", "  published  2 (nowhere)",
                 "  verdict    equal as printed: rebuilt 2, difference +0",
                 "  stage adaptive.search.k4", "    protocol/adaptive.m4:9  k(4)");

    told = run_expecting(0, "make why VALUE=adaptive.lambda_gain.ci_low");
    ASSERT_LINES(told.output, "  claims     adaptive.alignment_helps: not_resolved",
                 "  compare adaptive.lambda_gain", "  stage adaptive.sweep.lambda1e-3",
                 "  stage adaptive.sweep.lambda0", "  stage adaptive.reference");

    told = run_expecting(0, "build/bin/adaptive why adaptive.alignment_helps");
    ASSERT_LINES(told.output, "    protocol/adaptive.m4:50  published(Alignment helps $(k = 4)$.)");
}

/* Each artifact with the hash that it has: two units, their activations, their transformer. */
static void hashes_are_those_of_the_files(void **state) {
    (void)state;
    make_report();
    struct outcome checked = run_expecting(
        0, "make why VALUE=adaptive.retrain.delta | sha256sum --check 2>/dev/null | sort");
    ASSERT_LINES(checked.output, "results/transformers/" TRANSFORMER("42") ".safetensors: OK",
                 "results/activations/" TRANSFORMER("42") "/layer1-position5.safetensors: OK",
                 UNITS SAE("2", "0") "/seed1/epoch4.safetensors: OK",
                 UNITS SAE("2", "0") "/seed2/epoch4.safetensors: OK");
    struct outcome none = {0};
    assert_int_equal(new_lines(&none, &checked, ": OK"), 4);
}

/* Every page that is said to print a value has its digits, and the tables have what they should. */
static void places_are_where_the_report_prints(void **state) {
    (void)state;
    make_report();
    run_expecting(
        0, "for page in $(seq $(pdfinfo build/report.pdf | awk '/^Pages/ { print $2 }')); do "
           "pdftotext -f $page -l $page build/report.pdf page.$page; done;"
           "cut -f1,3 results/*/values.tsv > printed;"
           "sed 's/^/published./' data/reported.tsv | cut -f1,2 >> printed;"
           "while IFS=$'\t' read -r id page place; do "
           "digits=$(awk -v id=$id '$1 == id { print $2 }' printed);"
           "grep -qF -e \"${digits#[-+]}\" page.$page || { echo $id $page; exit 1; };"
           "done < build/tex/places.tsv");
    run_expecting(
        0,
        "for id in retrain.delta control.trained_pwmcc.ci_low sweep.lambda0.alignment; do "
        "grep -P \"^adaptive.$id\\t[0-9]+\\tTable [0-9]+$\" build/tex/places.tsv || exit 1; done");
    struct outcome told = run_expecting(0, "make why VALUE=adaptive.lambda_gain.difference");
    assert_non_null(strstr(told.output, "  set at     page "));
    run_expecting(0, "touch results/adaptive/values.tsv");
    told = run_expecting(0, "make why VALUE=adaptive.retrain.delta");
    ASSERT_LINES(told.output, "  set at     no report of this run yet: make report");
}

static void unknown_and_stale_values_are_refused(void **state) {
    (void)state;
    make_report();
    struct outcome all = run_expecting(0, "make why");
    ASSERT_LINES(all.output, "adaptive.best_k                                                  2",
                 "setup.answer.rows                                                121",
                 "verdict.published                                                31",
                 "published.adaptive_l0.best_k                                     4");
    run_expecting(0, "test $(make why | wc -l) = $(( $(tail -qn +2 results/*/values.tsv | wc -l) + "
                     "$(cat data/reported*.tsv | grep -vc '^#') ))");
    struct outcome unknown = run_expecting(1, "make why VALUE=adaptive.retrain.dleta");
    ASSERT_LINES(unknown.output,
                 "no value adaptive.retrain.dleta; nearest: adaptive.retrain.delta, "
                 "adaptive.retrain.delta_lcb");
    run_expecting(0, "sed -i 's/epochs(4)/epochs(3)/' protocol/adaptive.m4");
    struct outcome stale = run_expecting(1, "make why VALUE=adaptive.retrain.delta");
    ASSERT_LINES(stale.output, "results/adaptive/values.tsv: made before build/bin/adaptive, "
                               "expected after it: run 'make values' first");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_tells_what_made_it),
        cmocka_unit_test(hashes_are_those_of_the_files),
        cmocka_unit_test(places_are_where_the_report_prints),
        cmocka_unit_test(unknown_and_stale_values_are_refused),
    };
    return cmocka_run_group_tests_name("why", tests, open_study, remove_project);
}
