/* A transformer that answers at another position, and probes: their artifacts, their values, and
 * what is told of them. */
#include "tiny_study.h"

#include "draws/generators.h"
#include "files/artifact.h"
#include "transformer/transformer.h"

#define AT_EQUALS                                                                                  \
    "mod11-train0.9-split42/layers2-width16-heads2-mlp32-ln1e-5-init0.8-answers4-batch32-lr1e-3-"  \
    "beta0.9-0.999-eps1e-8-decay0.01-seed42-keepbest/epoch3"

static void add_probed(void) {
    put_back();
    run_expecting(0, "cp $CHECKOUT/tests/tiny/probed.m4 protocol");
}

/* The protocols that do not say where the answer is read keep their paths and bytes. */
static void a_position_is_part_of_the_path(void **state) {
    (void)state;
    put_back();
    make_values();
    struct outcome before = snapshot(ARTIFACTS);
    add_probed();
    make_values();
    struct outcome after = snapshot(ARTIFACTS);
    assert_kept(&before, &after);
    assert_int_equal(new_lines(&before, &after, "results/"), 5);
    assert_exists("results/transformers/" AT_EQUALS ".safetensors");
    assert_exists("results/transformers/" TRANSFORMER("1") ".safetensors"); /* for its probe */
    assert_exists("results/activations/" AT_EQUALS "/layer1-position4.safetensors");
    assert_exists("results/units/" AT_EQUALS "/layer1-position4/" SAE("2", "0") "/seed1/epoch4."
                                                                                "safetensors");
}

/* --- values ---------------------------------------------------------------------------------- */

static double value_of(const char *id) {
    struct outcome found =
        run_expecting(0,
                      "awk -F'\t' '$1 == \"probed.%s\" { print $2; n++ } END { exit n != 1 }' "
                      "results/probed/values.tsv",
                      id);
    return strtod(found.output, NULL);
}

/* What a transformer of the tiny study predicts for the validation examples with a number replaced:
 * the shares are those of the probe. */
static void assert_probe(const char *id, const char *path, int answers_at, int position) {
    struct modular_task task = modular_task(11, 0.9, 42);
    struct transformer_settings settings = {.layers = 2,
                                            .d_model = 16,
                                            .heads = 2,
                                            .d_mlp = 32,
                                            .vocabulary = modular_vocabulary(&task),
                                            .answer_position = answers_at,
                                            .layernorm_epsilon = 1e-5,
                                            .initial_scale = 0.8,
                                            .batch = 32,
                                            .epochs = 3};
    struct torch_generator generator;
    struct transformer *transformer = transformer_initialise(&settings, 0, &generator);
    char *whole = text("%s/results/transformers/%s.safetensors", project, path);
    struct artifact artifact = safetensors_read(whole);
    memcpy(transformer->values, artifact_matrix(&artifact, "values", (int)transformer->size, 0),
           transformer->size * sizeof(real));
    int32_t predictions[121], tokens[SEQUENCE_LENGTH];
    int copied = 0, kept = 0, examples = 121 - task.train_examples;
    modular_replace(&task, position, 7);
    transformer_predictions(transformer, &task, 0, predictions);
    for (int i = task.train_examples; i < 121; i++) {
        modular_tokens(&task, i, tokens);
        copied += predictions[i] == tokens[position];
        kept += predictions[i] == (task.order[i] / 11 + task.order[i] % 11) % 11;
    }
    char *copied_share = text("%s.copied_share", id), *kept_share = text("%s.kept_share", id);
    assert_true(value_of(copied_share) == (double)copied / examples);
    assert_true(value_of(kept_share) == (double)kept / examples);
    free(copied_share);
    free(kept_share);
    artifact_free(&artifact);
    free(whole);
    transformer_free(transformer);
    modular_free(&task);
}

static void probes_count_predictions(void **state) {
    (void)state;
    add_probed();
    make_values();
    assert_probe("copying", TRANSFORMER("42"), 5, 5);
    assert_probe("copying_at_equals", AT_EQUALS, 4, 5);
    assert_probe("first_summand", TRANSFORMER("1"), 5, 1);
    assert_true(value_of("copying_at_equals.kept_share") ==
                value_of("adder_at_equals.validation_accuracy"));
    struct outcome once = sums();
    run_expecting(0, "rm results/probed/values.tsv && make values THREADS=3");
    struct outcome again = sums();
    assert_string_equal(again.output, once.output);
}

/* Rows of one's own have no transformer. That of a probe is trained all the same. */
static void probes_stay_where_rows_come_from_a_file(void **state) {
    (void)state;
    add_probed();
    make_values();
    double kept = value_of("copying.kept_share");
    run_expecting(0,
                  "cp results/activations/" TRANSFORMER("42") "/layer1-position5.safetensors rows"
                                                              " && make values ACTIVATIONS=rows");
    assert_true(value_of("copying.kept_share") == kept);
    make_values();
    run_expecting(0, "rm -r rows results/{activations,units}/file-*");
}

/* --- what is told ---------------------------------------------------------------------------- */

static void a_probe_tells_what_made_it(void **state) {
    (void)state;
    add_probed();
    run_expecting(0, "make lock report");
    struct outcome told = run_expecting(0, "make why VALUE=probed.copying_at_equals.copied_share");
    ASSERT_LINES(told.output,
                 "  formula    share of validation examples whose prediction is the number put at "
                 "position 5",
                 "  said at    protocol/probed.m4:19: probe(copying_at_equals, like(copying) "
                 "of(adder_at_equals))",
                 "  probe probed.copying_at_equals", "    protocol/probed.m4:16  replace(5)",
                 "  transformer probed.adder_at_equals", "    protocol/probed.m4:10  answers_at(4)",
                 "  task setup.addition");
    told = run_expecting(0, "make why VALUE=probed.copying_at_equals.copied_share | "
                            "sha256sum --check 2>/dev/null");
    assert_string_equal(told.output, "results/transformers/" AT_EQUALS ".safetensors: OK\n");
    run_expecting(0, "grep -q '^lock' build/deviations.tsv && exit 1; make audit");
    run_expecting(0, "pdftotext -layout build/report.pdf build/report.txt &&"
                     "grep -qE '^ *probe +number put in +answer' build/report.txt &&"
                     "grep -qE 'first_summand +[01]\\.[0-9]{3} +[01]\\.[0-9]{3}' build/report.txt");
    run_expecting(0, "sed -i 's/replace(5)/replace(3)/' protocol/probed.m4 && make report &&"
                     "grep -qP '^lock\tprobed\tprobe\\(copying\\)\treplace\t5\t3\t' "
                     "build/deviations.tsv");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_position_is_part_of_the_path),
        cmocka_unit_test(probes_count_predictions),
        cmocka_unit_test(probes_stay_where_rows_come_from_a_file),
        cmocka_unit_test(a_probe_tells_what_made_it),
    };
    return cmocka_run_group_tests_name("probes", tests, open_study, remove_project);
}
