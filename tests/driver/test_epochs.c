/* A stage that varies its epochs: each unit goes on from the one before it in the same training, so
 * that no epoch is trained twice, and is the same bytes as a training that goes straight there. */
#include "tiny_study.h"

#define EPOCH(seed, epoch) UNITS SAE("4", "0") "-heldout0.1/seed" seed "/epoch" epoch ".safetensors"

/* The study with the curves of tests/tiny/, and a launcher that keeps what it is called with. */
static void declare_curves(void) {
    put_back();
    run_expecting(0, "cp $CHECKOUT/tests/tiny/curves.m4 protocol && rm -rf results calls &&"
                     "printf '#!/bin/sh\\necho \"$@\" >> calls\\nexec \"$@\"\\n' > kept &&"
                     "chmod +x kept");
}

/* The launcher was called to make the unit, going on from that one ("" for none). */
static void assert_called(const char *unit, const char *earlier) {
    struct outcome calls = run_expecting(0, "sed -n 's/.*curves make //p' calls");
    char *line = text("%s%s%s", unit, *earlier ? " " : "", earlier);
    if (!has_line(calls.output, line))
        fail_msg("expected a call with\n%s\ngot\n%s", line, calls.output);
    free(line);
}

static void no_epoch_is_trained_twice(void **state) {
    (void)state;
    declare_curves();
    run_expecting(0, "make -j3 values LAUNCH=./kept");
    assert_called(EPOCH("1", "2"), "");
    assert_called(EPOCH("1", "5"), EPOCH("1", "2"));
    assert_called(EPOCH("1", "12"), EPOCH("1", "5"));
    struct outcome gradual = run_expecting(0, "sha256sum " EPOCH("[123]", "12"));

    run_expecting(0, "rm -r results calls; sed -i '/^choose/,/^claim/d; /^  when/,$d;"
                     "s/vary(epochs, 12, 5, 2)/epochs(12)/' protocol/curves.m4;"
                     "sed -i 's/: .Value{at_equal_movement.gap}//' protocol/curves.m4;"
                     "make values LAUNCH=./kept");
    assert_called(EPOCH("1", "12"), "");
    struct outcome straight = run_expecting(0, "sha256sum " EPOCH("[123]", "12"));
    assert_string_equal(straight.output, gradual.output);
}

/* Candidates are called by their epochs, and the section tells the gap. */
static void curves_are_told(void **state) {
    (void)state;
    declare_curves();
    run_expecting(0, "make lock report");
    static const char *const ids[] = {
        "k4_curve.epoch2.delta",
        "k4_curve.epoch12.held_out_explained_variance.ci_low",
        "k4_curve.best_epoch.cosine_with_start",
        "longer.difference",
        "at_equal_movement.gap",
        "at_equal_movement.jackknife_low",
        "at_equal_movement.range_high",
    };
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        run_expecting(0, "grep -q '^curves.%s\t[-0-9]' results/curves/values.tsv", ids[i]);
    run_expecting(0, "grep -q '^curves.best_epoch\t12\t' results/curves/values.tsv");
    run_expecting(0, "pdftotext -layout build/report.pdf report.txt &&"
                     "grep -Eq 'Stage k4_curve: 3 seeds\\. ' report.txt &&"
                     "grep -Eq 'The trained PWMCC of k4_curve less that of k2_curve at equal "
                     "cosine' report.txt");
    run_expecting(0, "make why VALUE=curves.at_equal_movement.gap > why.txt &&"
                     "grep -q 'trained_pwmcc of curves.k4_curve less that of curves.k2_curve at "
                     "equal cosine_with_start' why.txt && grep -q '" EPOCH("3", "5") "' why.txt");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_epoch_is_trained_twice),
        cmocka_unit_test(curves_are_told),
    };
    return cmocka_run_group_tests_name("epochs", tests, open_study, remove_project);
}
