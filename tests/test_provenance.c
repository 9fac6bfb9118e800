/* What a report and the files beside it say of the run that made them: the tools, the hashes, the
 * crate and the lineage of the small study of tests/tiny/, each held against what is there. */
#include "project.h"

static int open_report(void **state) {
    return open_project(state) ||
           run("cp $CHECKOUT/tests/tiny/{setup,adaptive}.m4 protocol && make lock report").status;
}

/* --- tools and hashes ------------------------------------------------------------------------ */

static void facts_are_what_the_tools_say(void **state) {
    (void)state;
    run_expecting(0, "grep -qx '.newcommand.LineageExample{adaptive.lambda_gain}' "
                     "build/tex/lineage-example.tex");
    int search = node_of("Stage", "search", "plain"), best = node_of("Choice", "best_k", "plain");
    int retrain = node_of("Stage", "retrain", "plain"),
        sweep = node_of("Stage", "sweep", "example");
    int reference = node_of("Stage", "reference", "example");
    int answer = node_of("Activations", "answer", "example");
    int gain = node_of("Comparison", "lambda_gain", "example");
    node_of("Transformers", "adder", "example");
    assert_true(has_edge(search, best, "plain") && has_edge(best, retrain, "plain"));
    assert_true(has_edge(answer, reference, "example") && has_edge(reference, sweep, "example"));
    assert_true(has_edge(sweep, gain, "example") && has_edge(answer, search, "plain"));
    assert_false(has_edge(retrain, sweep, "plain") || has_edge(search, sweep, "plain"));
}

/* A protocol of one's own is drawn without a word about it anywhere else. */
static void a_new_experiment_is_drawn(void **state) {
    (void)state;
    run_expecting(0, "cp $CHECKOUT/tests/tiny/follow_up.m4 protocol && make report");
    int longer = node_of("Stage", "longer", "plain"),
        gain = node_of("Comparison", "longer_gain", "plain");
    int adder = node_of("Transformers", "adder_1", "plain");
    int answer = node_of("Activations", "answer_1", "plain");
    assert_true(has_edge(longer, gain, "plain") && has_edge(adder, answer, "plain"));
    assert_true(has_edge(node_of("Stage", "control", "plain"), gain, "plain"));
    assert_true(has_edge(answer, node_of("Stage", "replicates", "plain"), "plain"));
    run_expecting(0, "pdftotext build/report.pdf - | grep -q 'longer: 2 units'");
    check_crate("assert 'results/follow_up/values.tsv' in by_id");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_what_the_tools_say),
        cmocka_unit_test(packages_are_told_where_dpkg_knows_them),
        cmocka_unit_test(the_manifest_is_in_the_report),
        cmocka_unit_test(a_malformed_manifest_is_refused),
        cmocka_unit_test(the_crate_is_the_same_bytes_again),
        cmocka_unit_test(hashes_of_the_crate_are_those_of_the_files),
        cmocka_unit_test(nothing_of_the_crate_comes_from_nowhere),
        cmocka_unit_test(a_missing_file_leaves_the_crate_as_it_was),
        cmocka_unit_test(boxes_say_what_was_made),
        cmocka_unit_test(the_example_is_marked_back_to_the_protocols),
        cmocka_unit_test(another_tool_is_noticed),
        cmocka_unit_test(a_new_experiment_is_drawn),
    };
    return cmocka_run_group_tests_name("provenance", tests, open_report, remove_project);
}
