/* Models that others trained, from files that a protocol names: their units, what is measured of
 * them, the report with them, and its audit. */
#include "files/artifact.h"
#include "tiny_study.h"
#include <math.h>
#include <unistd.h>

#define FORMATS "$CHECKOUT/tests/pretrained/formats/saelens"

static int open_theirs(void **state) {
    return open_study(state) || run("cp $CHECKOUT/tests/tiny/theirs.m4 protocol && mkdir saes && "
                                    "cp -r " FORMATS "/topk{,_b,_small} saes && make lock")
                                    .status;
}

/* The value of that id, as the table has it. */
static double value_of(const char *id) {
    struct outcome line =
        run_expecting(0, "awk -F'\\t' '$1 == \"%s\" { print $2 }' results/theirs/values.tsv", id);
    return strtod(line.output, NULL);
}

/* The mean over the pairs of a column of what `make compare` writes of the same files. */
static double compared(const char *column) {
    struct outcome mean = run_expecting(
        0,
        "awk -F'\\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == \"%s\") at = i; next }"
        "{ sum += $at; n++ } END { printf \"%%.15g\", sum / n }' results/compare/same/pairs.tsv",
        column);
    return strtod(mean.output, NULL);
}

static void their_pairs_are_measured_as_make_compare_does(void **state) {
    (void)state;
    run_expecting(0, "make values");
    run_expecting(0, "make compare SAES='saes/topk saes/topk_b saes/topk_small' NAME=same SEED=0");
    static const char *const same[][2] = {
        {"theirs.tools.trained_pwmcc", "pwmcc"},
        {"theirs.tools.random_pwmcc", "random_pwmcc"},
        {"theirs.tools.matched_cosine", "hungarian_decoder_mean"},
        {"theirs.tools.matched_absolute_cosine", "hungarian_abs_mean"},
        {"theirs.tools.random_matched_cosine", "random_hungarian_decoder_mean"},
        {"theirs.tools.shared_fraction", "shared_fraction"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (!(fabs(value_of(same[i][0]) - compared(same[i][1])) < 1e-6))
            fail_msg("%s is %.9g, but make compare has %.9g", same[i][0], value_of(same[i][0]),
                     compared(same[i][1]));
    assert_true(value_of("theirs.beyond.difference") > 0);
    run_expecting(0, "! grep theirs.tools.explained_variance results/theirs/values.tsv");
}

/* The hash of the files is in the unit's path, and whole in the unit. */
static void a_unit_says_which_files_it_is_of(void **state) {
    (void)state;
    run_expecting(0, "make values");
    struct outcome hash =
        run_expecting(0, "cd saes/topk && sha256sum * | sha256sum | cut -c1-64 | tr -d '\\n'");
    char *path = text("%s/results/units/file-%.12s.safetensors", project, hash.output);
    struct artifact unit = safetensors_read(path);
    assert_string_equal(artifact_text(&unit, "file_sha256"), hash.output);
    assert_string_equal(artifact_text(&unit, "tool"), "SAELens");
    assert_int_equal(unit.count, 2);
    artifact_matrix(&unit, "encoder", 40, 24);
    artifact_matrix(&unit, "decoder", 40, 24);
    artifact_free(&unit);
    free(path);
}

/* Other files have another unit; the same bytes under another name have the same one. */
static void other_files_are_another_unit(void **state) {
    (void)state;
    run_expecting(0, "make values");
    struct outcome before = snapshot("results/units/file-*"),
                   values = run_expecting(0, "cat results/theirs/values.tsv");
    run_expecting(0, "cp -r saes/topk saes/copy && sed -i 's,saes/topk_b,saes/copy,' "
                     "protocol/theirs.m4 && make values");
    struct outcome copied = snapshot("results/units/file-*");
    assert_string_equal(before.output, copied.output);
    run_expecting(0, "cp saes/topk_b/* saes/copy && make values");
    struct outcome back = run_expecting(0, "cat results/theirs/values.tsv");
    assert_string_equal(back.output, values.output);
    run_expecting(0, "cp $CHECKOUT/tests/tiny/theirs.m4 protocol && make values");
}

static void the_report_has_them_and_its_audit_no_fault(void **state) {
    (void)state;
    make_report();
    run_expecting(0, "cp $CHECKOUT/tests/tiny/theirs.m4 protocol && make lock && make report");
    run_expecting(0, "make audit");
    struct outcome why = run_expecting(0, "make why VALUE=theirs.tools.trained_pwmcc");
    assert_non_null(strstr(why.output, "file(saes/topk,saes/topk_b,saes/topk_small)"));
    assert_non_null(strstr(why.output, "results/units/file-"));
}

/* A unit that its file does not give is told, even if it has the hash of its content. */
static void an_audit_reads_the_files_again(void **state) {
    (void)state;
    run_expecting(0, "make values");
    struct outcome list = run_expecting(0, "ls results/units/file-* | tr '\\n' ' '");
    char *first = text("%.*s", (int)strcspn(list.output, " "), list.output);
    char *path = text("%s/%s", project, first);
    struct artifact unit = safetensors_read(path);
    json_t *metadata = json_object();
    static const char *const kept[] = {"settings", "file_sha256", "tool", "architecture"};
    for (int i = 0; i < 4; i++)
        json_object_set_new(metadata, kept[i], json_string(artifact_text(&unit, kept[i])));
    ((float *)(uintptr_t)unit.tensors[1].data)[7] *= 2;
    assert_int_equal(chdir(project), 0);
    artifact_write(first, unit.tensors, unit.count, metadata);
    assert_int_equal(chdir(checkout), 0);
    struct outcome told = run("build/bin/theirs check 2>&1");
    char *line = text("%s: not what saes/", first);
    assert_int_not_equal(told.status, 0);
    assert_non_null(strstr(told.output, line));
    run_expecting(0, "rm %s", first);
    json_decref(metadata);
    artifact_free(&unit);
    free(first);
    free(path);
    free(line);
}

static void a_file_that_cannot_be_read_is_told(void **state) {
    (void)state;
    run_expecting(0, "cp $CHECKOUT/tests/tiny/theirs.m4 protocol && mv saes/topk_b away");
    assert_says(1, "saes/topk_b: not found, expected the file or folder that a protocol names",
                "make values");
    run_expecting(0, "mkdir saes/topk_b && cp -r " FORMATS "/transcoder/* saes/topk_b");
    struct outcome said = run_expecting(1, "make values");
    assert_non_null(
        strstr(said.output,
               "saes/topk_b: reads rows of 24 numbers and gives rows of 20, expected one width"));
    run_expecting(0, "rm -r saes/topk_b && mv away saes/topk_b && make values");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(their_pairs_are_measured_as_make_compare_does),
        cmocka_unit_test(a_unit_says_which_files_it_is_of),
        cmocka_unit_test(other_files_are_another_unit),
        cmocka_unit_test(an_audit_reads_the_files_again),
        cmocka_unit_test(a_file_that_cannot_be_read_is_told),
        cmocka_unit_test(the_report_has_them_and_its_audit_no_fault),
    };
    return cmocka_run_group_tests(tests, open_theirs, remove_project);
}
