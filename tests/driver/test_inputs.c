/* What drivers and Make say of bad input, and of a machine that lacks something: one clear line.
 * The run fails, and leaves no half-written file. */
#include "files/artifact.h"
#include "tiny_study.h"

#include <math.h>

#define TRANSFORMER_FILE "results/transformers/" TRANSFORMER("42") ".safetensors"
#define ACTIVATIONS_FILE "results/activations/" TRANSFORMER("42") "/layer1-position5.safetensors"
#define UNIT UNITS SAE("2", "0") "/seed1/epoch2.safetensors"

/* A project with the search of the tiny study alone, trained once for all tests. */
static int open_trained(void **state) {
    return open_project(state) || run("cp $CHECKOUT/tests/tiny/setup.m4 protocol &&"
                                      "sed '/^stage(retrain/,$d' $CHECKOUT/tests/tiny/adaptive.m4 "
                                      "> protocol/adaptive.m4 &&"
                                      "make values")
                                      .status;
}

/* --- a criterion that nothing meets ---------------------------------------------------------- */

static void an_unmet_criterion_stops(void **state) {
    (void)state;
    run_expecting(0, "sed -i 's/otherwise(all)/otherwise(stop)/' protocol/adaptive.m4;"
                     "rm -r results/adaptive; make BUILDING=yes drivers");
    static const char line[] = "protocol/adaptive.m4:17: no candidate of adaptive.search meets "
                               "'explained_variance >= 0.9', and otherwise(stop) says to stop";
    assert_says(1, line, "build/bin/adaptive choose adaptive.best_k");
    assert_says(1, line, "build/bin/adaptive values");
    struct outcome stopped = run_expecting(1, "make values");
    assert_true(has_line(stopped.output, line));
    run_expecting(0, "test -z \"$(ls results/adaptive/{best_k.mk,{values,claims}.tsv} 2>&-)\"");
}

static void an_unmet_criterion_is_told_loudly(void **state) {
    (void)state;
    run_expecting(0, "sed -i 's/otherwise(stop)/otherwise(all)/' protocol/adaptive.m4");
    struct outcome made = run_expecting(0, "make values");
    assert_true(has_line(made.output, "adaptive.best_k: k=2  (NO candidate meets the criterion: "
                                      "chosen among all)"));
    run_expecting(0, "grep -q '^adaptive.best_k.criterion_met\t0\t' results/adaptive/values.tsv");
}

/* --- activations of one's own ---------------------------------------------------------------- */

static char *in_project(const char *name) {
    return text("%s/%s", project, name);
}

/* A file whose header is this, and whose data are `bytes` zeros. */
static void write_file(const char *name, const char *header, size_t bytes) {
    char *path = in_project(name), *zeros = allocate(bytes + 1, 1);
    uint64_t length = strlen(header);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fwrite(&length, sizeof length, 1, file);
    fwrite(header, 1, length, file);
    fwrite(zeros, 1, bytes, file);
    assert_int_equal(fclose(file), 0);
    free(zeros);
    free(path);
}

/* Rows [rows, 16] that differ, up to `scale`, one entry of them replaced. */
static void write_scaled_rows(const char *name, int rows, float scale, int replaced, float by) {
    float *values = allocate((size_t)rows * 16, sizeof *values);
    for (int i = 0; i < rows * 16; i++)
        values[i] = (float)((i * 37 % 101) - 50) / 50 * scale;
    if (replaced >= 0)
        values[replaced] = by;
    char *path = in_project(name);
    struct tensor tensor = {"activations", TENSOR_F32, rows, 16, values};
    json_t *metadata = json_object();
    artifact_write(path, &tensor, 1, metadata);
    json_decref(metadata);
    free(path);
    free(values);
}

static void write_rows(const char *name, int rows, int replaced, float by) {
    write_scaled_rows(name, rows, 1, replaced, by);
}

static void bad_activations_are_refused(void **state) {
    (void)state;
    write_rows("cut", 100, -1, 0);
    run_expecting(0, "truncate -s 3000 cut; mkdir folder; echo hello > hello");
    write_file("short",
               "{\"activations\":{\"dtype\":\"F32\",\"shape\":[100,16],\"data_offsets\":[0,6400]}}",
               3000);
    write_rows("nan", 100, 35, (float)NAN);
    write_file("whole", "{\"x\":{\"dtype\":\"I32\",\"shape\":[4,4],\"data_offsets\":[0,64]}}", 64);
    write_scaled_rows("flat", 100, 0, -1, 0);
    write_file("empty", "{\"x\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[0,0]}}", 0);
    static const char *const refusals[][2] = {
        {"gone", "gone: not found, expected the file or folder that ACTIVATIONS names"},
        {"folder",
         "folder: a folder without files of rows, expected some that end in .safetensors or "
         ".npy"},
        {"hello", "hello: not a safetensors file: 6 bytes; expected 8 for the header's length"},
        {"cut", "cut: changed: its content is not what its sha256_of_rest says"},
        {"short", "short: tensor "
                  "{\"activations\":{\"dtype\":\"F32\",\"shape\":[100,16],\"data_offsets\":[0,6400]"
                  "}}; expected data_offsets within the file's data: is it truncated?"},
        {"nan", "nan: row 2, column 3 (from 0) is nan; expected a number finite in float32"},
        {"whole", "whole: tensor x holds whole numbers, expected F32, F64, F16 or BF16"},
        {"flat", "flat: all 100 rows are the same; expected rows that differ"},
        {"empty", "empty: tensor x is [0, 4], expected one or more rows and columns"}};
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        assert_says(1, refusals[i][1],
                    "set -o pipefail; make values ACTIVATIONS=%s 2>&1 | sed '/^plan: /d'",
                    refusals[i][0]);
    run_expecting(0, "! find results | grep file-");
}

/* What diverges says which unit that is, on which file, and what to do. */
static void large_rows_are_told(void **state) {
    (void)state;
    write_scaled_rows("large", 100, 1e15f, -1, 0);
    struct outcome said = run_expecting(1, "make -j1 values ACTIVATIONS=large");
    const char *line = strstr(said.output, "results/units/file-");
    assert_non_null(line);
    assert_non_null(strstr(line, ".safetensors: adaptive search k="));
    assert_non_null(strstr(line, " on large: training diverged: a number is not finite after "));
    assert_non_null(strstr(line, "the largest entry of its rows is 1e+15; expected rows of about "
                                 "1, or a smaller learning_rate\n"));
    run_expecting(0, "rm -rf results/{units,activations}/file-*");
}

/* MSE has the scale of the rows, squared: its digits are shown at any. */
static void rows_of_any_scale_have_digits(void **state) {
    (void)state;
    write_scaled_rows("small", 100, 1e-4f, -1, 0);
    write_scaled_rows("wide", 100, 1e4f, -1, 0);
    static const char printed[] = "grep -P '^adaptive.search.k2.mean_squared_error(.ci_low)?\t' "
                                  "results/adaptive/values.tsv | cut -f3 | "
                                  "grep -cxP '%s'";
    run_expecting(0, "make values ACTIVATIONS=small");
    struct outcome digits = run_expecting(0, printed, "\\d\\.\\d{1,3}e-\\d\\d");
    assert_string_equal(digits.output, "2\n");
    run_expecting(0, "make values ACTIVATIONS=wide");
    digits = run_expecting(0, printed, "\\d\\.\\d{1,3}e\\+\\d\\d");
    assert_string_equal(digits.output, "2\n");
    run_expecting(0, "make values; rm -rf results/{units,activations}/file-*");
}

/* Fewer rows than a batch make one short batch. */
static void few_rows_are_enough(void **state) {
    (void)state;
    write_rows("few", 10, -1, 0);
    run_expecting(0, "make values ACTIVATIONS=few");
    run_expecting(0, "grep -q '^setup.answer.rows\t10\t' results/setup/values.tsv");
    run_expecting(0, "make values");
}

/* --- artifacts ------------------------------------------------------------------------------- */

/* A disk without room, as a limit on the size of files shows it. */
static void a_full_disk_leaves_nothing(void **state) {
    (void)state;
    run_expecting(0, "mv %s kept", ACTIVATIONS_FILE);
    assert_says(1, ACTIVATIONS_FILE ": cannot write: File too large",
                "ulimit -f 1; build/bin/setup make %s", ACTIVATIONS_FILE);
    run_expecting(0, "test ! -e %s && test -z \"$(find results -name '*.tmp')\"", ACTIVATIONS_FILE);
    run_expecting(0, "mv kept %s", ACTIVATIONS_FILE);
}

static void a_truncated_artifact_is_refused(void **state) {
    (void)state;
    run_expecting(0, "cp -p %s kept; truncate -s 50 %s", UNIT, UNIT);
    struct outcome said = run_expecting(DAMAGED, "build/bin/adaptive values");
    assert_ptr_equal(strstr(said.output, UNIT ": truncated"), said.output);
    run_expecting(0, "cp -p kept %s; cp -p %s kept; truncate -s 50 %s", UNIT, TRANSFORMER_FILE,
                  TRANSFORMER_FILE);
    said = run_expecting(DAMAGED, "build/bin/setup make %s", ACTIVATIONS_FILE);
    assert_ptr_equal(strstr(said.output, TRANSFORMER_FILE ": truncated"), said.output);
    run_expecting(0, "cp -p kept %s", TRANSFORMER_FILE);
}

/* The unit with its first tensor of that name cut to a shape, or with another entry, written to
 * `path` as a whole artifact. */
static void forge_unit(const char *path, const char *name, int rows, int columns, const char *key,
                       const char *entry) {
    assert_int_equal(chdir(project), 0);
    struct artifact unit = artifact_read(UNIT);
    for (size_t i = 0; i < unit.count; i++)
        if (strcmp(unit.tensors[i].name, name) == 0) {
            unit.tensors[i].rows = rows;
            unit.tensors[i].columns = columns;
        }
    json_object_set_new(unit.metadata, key, json_string(entry));
    artifact_write(path, unit.tensors, unit.count, unit.metadata);
    artifact_free(&unit);
    assert_int_equal(chdir(checkout), 0);
}

/* What a whole artifact holds is read by the protocol's sizes, not by its own. */
static void units_of_other_sizes_are_refused(void **state) {
    (void)state;
    static const char earlier[] = "results/units/earlier.safetensors";
    run_expecting(0, "cp -p %s kept", UNIT);
    forge_unit(earlier, "", 0, 0, "epochs", "100");
    assert_says(1,
                "results/units/earlier.safetensors: epochs is 100, expected a whole number up to 2",
                "build/bin/adaptive make %s %s", UNIT, earlier);
    forge_unit(earlier, "", 0, 0, "steps", "-1");
    assert_says(1,
                "results/units/earlier.safetensors: steps is -1, expected a whole number up to "
                "2147483647",
                "build/bin/adaptive make %s %s", UNIT, earlier);
    forge_unit(UNIT, "decoder", 8, 16, "", "");
    assert_says(1, UNIT ": tensor decoder is F32 [8, 16]; expected F32 [16, 16]",
                "build/bin/adaptive values");
    run_expecting(0, "cp -p kept %s", UNIT);
    forge_unit(UNIT, "decoder", 16, 8, "", "");
    struct outcome said = run_expecting(1, "build/bin/adaptive values");
    assert_non_null(strstr(said.output, ": its decoder is 16 wide, expected 8 as in " UNIT "\n"));
    run_expecting(0, "cp -p kept %s; rm %s", UNIT, earlier);
}

/* --- choices --------------------------------------------------------------------------------- */

static void a_choice_of_no_candidate_is_refused(void **state) {
    (void)state;
    static const char line[] = "results/adaptive/best_k.mk: cannot read what was chosen, expected "
                               "a line 'adaptive.best_k := value' with the value of a candidate";
    run_expecting(0, "cp results/adaptive/best_k.mk kept");
    run_expecting(0, "sed -i 's/[0-9]*$/3/' results/adaptive/best_k.mk");
    assert_says(1, line, "build/bin/adaptive why adaptive.search.best_k.delta");
    run_expecting(0, ": > results/adaptive/best_k.mk");
    assert_says(1, line, "build/bin/adaptive why adaptive.search.best_k.delta");
    run_expecting(0, "mv kept results/adaptive/best_k.mk");
}

static void candidates_must_be_left(void **state) {
    (void)state;
    assert_says(1, "only k=3+5: leaves no candidate of adaptive.search, expected one or more",
                "build/bin/adaptive only k=3+5 choose adaptive.best_k");
}

/* --- paths ---------------------------------------------------------------------------------- */

static void what_no_protocol_declares_is_not_made(void **state) {
    (void)state;
    assert_says(1, "results/units/other.safetensors: no artifact of experiment adaptive",
                "build/bin/adaptive make results/units/other.safetensors");
}

/* --- the machine ----------------------------------------------------------------------------- */

static void other_kernels_are_refused(void **state) {
    (void)state;
#ifdef __x86_64__
    const char *line = "KERNELS is \"nonsense\", expected v3 or v4";
#else
    const char *line = "KERNELS is \"nonsense\", expected neon";
#endif
    assert_says(1, line, "KERNELS=nonsense build/bin/adaptive make %s", UNIT);
}

static void a_missing_tool_is_named(void **state) {
    (void)state;
    run_expecting(0, "mkdir tools; for folder in ${PATH//:/ }; do "
                     "ln -s $folder/* tools; done 2>/dev/null; true");
    static const char *const tools[] = {"m4", "gnuplot", "pdflatex"};
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        char line[128];
        snprintf(line, sizeof line, "%s: not found, expected on PATH: run 'make deps'", tools[i]);
        assert_says(1, line, "mv tools/%s hidden; PATH=$PWD/tools make report", tools[i]);
        run_expecting(0, "mv hidden tools/%s", tools[i]);
    }
}

static void an_older_processor_is_told(void **state) {
    (void)state;
    if (run("test $(uname -m) = x86_64 && command -v qemu-x86_64").status != 0)
        skip();
    assert_says(1, "this CPU lacks AVX2 and FMA, which this study's arithmetic needs (x86-64-v3)",
                "qemu-x86_64 -cpu Nehalem build/bin/setup values");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unmet_criterion_stops),
        cmocka_unit_test(an_unmet_criterion_is_told_loudly),
        cmocka_unit_test(bad_activations_are_refused),
        cmocka_unit_test(large_rows_are_told),
        cmocka_unit_test(rows_of_any_scale_have_digits),
        cmocka_unit_test(few_rows_are_enough),
        cmocka_unit_test(a_full_disk_leaves_nothing),
        cmocka_unit_test(a_truncated_artifact_is_refused),
        cmocka_unit_test(units_of_other_sizes_are_refused),
        cmocka_unit_test(a_choice_of_no_candidate_is_refused),
        cmocka_unit_test(candidates_must_be_left),
        cmocka_unit_test(what_no_protocol_declares_is_not_made),
        cmocka_unit_test(other_kernels_are_refused),
        cmocka_unit_test(a_missing_tool_is_named),
        cmocka_unit_test(an_older_processor_is_told),
    };
    return cmocka_run_group_tests_name("inputs", tests, open_trained, remove_project);
}
