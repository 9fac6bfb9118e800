/* The whole study in small, from protocols to report.pdf, in a copy of the tree: what is made, what
 * is made again when something changes, and what is not.
 *
 * The project's protocols are those of tests/tiny/; each test begins by putting them back, and
 * leaves the units that it made. */
#include "project.h"

#include "files/artifact.h"
#include <glob.h>
#include <math.h>

#define TRANSFORMER(seed)                                                                          \
    "mod11-train0.9-split42/layers2-width16-heads2-mlp32-ln1e-5-init0.8-batch32-lr1e-3-beta0.9-"   \
    "0.999-eps1e-8-decay0.01-seed" seed "-keepbest/epoch3"
#define SAE(k, lambda) "topk-m16-k" k "-lambda" lambda "-batch64-lr3e-4-beta0.9-0.999-eps1e-8"
#define UNITS "results/units/" TRANSFORMER("42") "/layer1-position5/"

/* --- what stands in results/ ---------------------------------------------------------------- */

/* A snapshot: "<path> <time of writing>" of each file that the pattern of find(1) selects, sorted.
 */
static struct outcome snapshot(const char *pattern) {
    return run_expecting(
        0, "find results build -type f -path '%s' ! -name journal.tsv -printf '%%p %%T@\\n' | sort",
        pattern);
}

#define ARTIFACTS "results/*.safetensors"

/* The lines of `after` that `before` lacks: how many, and whether each holds `part`. */
static int new_lines(const struct outcome *before, const struct outcome *after, const char *part) {
    int count = 0;
    char line[1024];
    for (const char *at = after->output; *at; at += strlen(line) + 1) {
        snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
        if (has_line(before->output, line))
            continue;
        if (!strstr(line, part))
            fail_msg("made: %s\nexpected only %s", line, part);
        count++;
    }
    return count;
}

/* What was there is still there, as it was. */
static void assert_kept(const struct outcome *before, const struct outcome *after) {
    assert_int_equal(new_lines(after, before, "nothing was to be made again"), 0);
}

/* SHA-256 of every artifact and table. */
static struct outcome sums(void) {
    return run_expecting(0, "find results -name '*.safetensors' -o -name '*.tsv' ! -name "
                            "journal.tsv | sort | xargs sha256sum");
}

static void put_back(void) {
    run_expecting(0, "rm -f protocol/* && cp $CHECKOUT/tests/tiny/{setup,adaptive}.m4 protocol");
}

static struct outcome make_values(void) {
    return run_expecting(0, "make values");
}

/* --- the tests ------------------------------------------------------------------------------ */

static void assert_exists(const char *path) {
    if (run("test -s '%s'", path).status != 0)
        fail_msg("%s: not made", path);
}

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

/* From scratch, with another number of jobs and threads: the same bytes. Killed half-way and
 * started again: what was made stays, and the bytes are the same. */
static void a_killed_run_goes_on_to_the_same_bytes(void **state) {
    (void)state;
    put_back();
    run_expecting(0, "rm -r results && make -j3 values");
    struct outcome whole = sums();
    run_expecting(0, "rm -r results && make -j1 values THREADS=3");
    struct outcome again = sums();
    assert_string_equal(again.output, whole.output);

    run_expecting(
        0, "rm -r results build/*.*; printf '#!/bin/sh\\nsleep 0.05\\nexec \"$@\"\\n' > slowly;"
           "chmod +x slowly; setsid make values LAUNCH=./slowly & group=$!;"
           "until [ $(find results -name '*.safetensors' | wc -l) -ge 5 ] || ! kill -0 $group; do "
           "sleep 0.01; done 2>/dev/null; kill -KILL -- -$group");
    struct outcome some = snapshot(ARTIFACTS);
    struct outcome none = {0};
    assert_in_range(new_lines(&none, &some, ""), 5, 14);
    make_values();
    struct outcome all = snapshot(ARTIFACTS);
    assert_kept(&some, &all);
    again = sums();
    assert_string_equal(again.output, whole.output);
}

/* However an artifact is damaged, make names it, and makes it again with the same bytes. */
static void a_damaged_artifact_is_named_and_made_again(void **state) {
    (void)state;
    static const char unit[] = UNITS SAE("4", "0") "/seed2/epoch2.safetensors";
    static const char *const faults[][2] = {
        {"truncate -s -50 $unit", "changed: its content is not what its sha256_of_rest says"},
        {"printf x | dd of=$unit bs=1 seek=5000 conv=notrunc", "changed: "},
        {"sed -i 's/\"k\":\"4\"/\"k\":\"5\"/' $unit", "changed: "},
        {"sed -i 's/__metadata__/__Metadata__/' $unit", "no artifact of this study: "},
        {"printf '\\377' | dd of=$unit bs=1 seek=5 conv=notrunc", "truncated or not a safetensors"},
        {": > $unit", "not a safetensors file: 0 bytes"},
        {"rm $unit; mkdir -p $unit/folder", "cannot read: is a folder"},
        {"cp " UNITS SAE("4", "0") "/seed1/epoch2.safetensors $unit",
         "misplaced: it was written as " UNITS SAE("4", "0") "/seed1/epoch2.safetensors"},
        {"rm $unit; mv " UNITS SAE("2", "0") "/seed2/epoch2.safetensors $unit", "misplaced: "}};
    put_back();
    make_values();
    struct outcome whole = sums();
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        run_expecting(0, "unit=%s; %s", unit, faults[i][0]);
        struct outcome made = make_values(), again = sums();
        char *named = text("%s: %s", unit, faults[i][1]);
        if (!strstr(made.output, named))
            fail_msg("expected a line with\n%s\ngot\n%s", named, made.output);
        free(named);
        assert_string_equal(again.output, whole.output);
    }
}

/* Deletes a unit and has it made with this in the environment. */
static struct outcome make_one_again(int status, const char *setting) {
    return run_expecting(status, "rm -f %s; make values %s",
                         UNITS SAE("4", "0") "/seed1/epoch4.safetensors", setting);
}

static void a_long_unit_says_how_far_it_is(void **state) {
    (void)state;
    put_back();
    make_values();
    struct outcome outcome = make_one_again(0, "PROGRESS=0");
    assert_non_null(strstr(outcome.output, "seed=1: epoch 4 of 4, step "));
    assert_non_null(strstr(outcome.output, " s left\n"));
    outcome = make_one_again(0, "");
    assert_null(strstr(outcome.output, " s left\n"));
    outcome = make_one_again(1, "PROGRESS=often");
    assert_non_null(strstr(outcome.output, "PROGRESS is \"often\", expected seconds between two "
                                           "lines, such as 10\n"));
    outcome = make_one_again(1, "THREADS=0");
    assert_non_null(strstr(outcome.output, "THREADS is \"0\", expected a count from 1 to 1024\n"));
}

static void activations_of_ones_own_have_units_of_their_own(void **state) {
    (void)state;
    put_back();
    make_values();
    struct outcome before = snapshot(ARTIFACTS), values = sums();
    run_expecting(
        0,
        "cp results/activations/mod*/layers*-seed42-keepbest/epoch*/layer1-position5.safetensors "
        "rows");
    run_expecting(0, "make values ACTIVATIONS=rows");
    struct outcome after = snapshot(ARTIFACTS);
    assert_kept(&before, &after);
    assert_int_equal(new_lines(&before, &after, "/file-"), 14);
    run_expecting(0, "grep -q '^adaptive.best_k\t' results/adaptive/values.tsv");
    make_values();
    struct outcome back = snapshot(ARTIFACTS);
    assert_string_equal(back.output, after.output);
    run_expecting(0, "rm -r results/{activations,units}/file-*");
    struct outcome same = sums();
    assert_string_equal(same.output, values.output);
}

/* --- rows held out --------------------------------------------------------------------------- */

enum { ROWS = 120, TRAINED_ON = 90, WIDTH = 16, KEPT = 4 };

/* A file of rows, those from TRAINED_ON on times `factor`, into rows[ROWS * WIDTH] too. */
static void write_rows(const char *name, float factor, float *rows) {
    for (int i = 0; i < ROWS * WIDTH; i++)
        rows[i] = (float)sin(0.7 * i * i) * (i < TRAINED_ON * WIDTH ? 1 : factor);
    struct tensor tensor = {"activations", TENSOR_F32, ROWS, WIDTH, rows};
    char *path = text("%s/%s", project, name);
    json_t *metadata = json_object();
    artifact_write(path, &tensor, 1, metadata);
    json_decref(metadata);
    free(path);
}

/* The one unit that the pattern selects, below the project's folder. */
static struct artifact unit_at(const char *pattern) {
    char *whole = text("%s/%s", project, pattern);
    glob_t found;
    assert_int_equal(glob(whole, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, 1);
    struct artifact unit = safetensors_read(found.gl_pathv[0]);
    globfree(&found);
    free(whole);
    return unit;
}

/* x^ - x of one row, as the unit reconstructs it. */
static void plain_error(const struct artifact *unit, const float *row, double error[WIDTH]) {
    const float *encoder = artifact_matrix(unit, "encoder", WIDTH, WIDTH);
    const float *decoder = artifact_matrix(unit, "decoder", WIDTH, WIDTH);
    const float *bias = artifact_matrix(unit, "bias", WIDTH, 0);
    double latents[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
        latents[j] = (double)bias[j];
        for (int i = 0; i < WIDTH; i++)
            latents[j] += (double)encoder[j * WIDTH + i] * (double)row[i];
    }
    for (int i = 0; i < WIDTH; i++)
        error[i] = -(double)row[i];
    for (int j = 0; j < WIDTH; j++) {
        int above = 0;
        for (int other = 0; other < WIDTH; other++)
            above += latents[other] > latents[j];
        for (int i = 0; i < WIDTH && above < KEPT; i++)
            error[i] += latents[j] * (double)decoder[j * WIDTH + i];
    }
}

static double variation(const double *values, int count) {
    double sum = 0, squares = 0;
    for (int i = 0; i < count; i++)
        sum += values[i];
    for (int i = 0; i < count; i++)
        squares += pow(values[i] - sum / count, 2);
    return squares;
}

static double plain_explained_variance(const struct artifact *unit, const float *rows, int count) {
    double values[ROWS * WIDTH], errors[ROWS * WIDTH];
    for (int r = 0; r < count; r++)
        plain_error(unit, rows + r * WIDTH, errors + r * WIDTH);
    for (int i = 0; i < count * WIDTH; i++)
        values[i] = (double)rows[i];
    return 1 - variation(errors, count * WIDTH) / variation(values, count * WIDTH);
}

/* Two files that differ in the rows held out only give the same autoencoder, and each its own
 * explained variance of those rows; where nothing is held out, another autoencoder. */
static void no_training_sees_rows_held_out(void **state) {
    (void)state;
    float rows[2][ROWS * WIDTH];
    struct artifact apart[2], whole[2];
    put_back();
    run_expecting(0, "printf 'experiment(apart, [Apart])\nuses(adaptive)\nstage(apart, "
                     "like(adaptive.control) held_out(0.25) "
                     "bootstrap(held_out_explained_variance = 41))\n' > protocol/apart.m4");
    for (int i = 0; i < 2; i++) {
        write_rows("rows", i ? 2 : 1, rows[i]);
        run_expecting(0, "rm -rf results/units/file-*; make values ACTIVATIONS=rows &&"
                         "build/bin/apart check");
        apart[i] = unit_at("results/units/file-*/" SAE("4", "0") "-heldout0.25/seed1/epoch4.*");
        whole[i] = unit_at("results/units/file-*/" SAE("4", "0") "/seed1/epoch4.*");
        double held_out = artifact_number(&apart[i], "held_out_explained_variance");
        assert_true(
            fabs(held_out - plain_explained_variance(&apart[i], rows[i] + TRAINED_ON * WIDTH,
                                                     ROWS - TRAINED_ON)) < 1e-5);
        double trained_on = artifact_number(&apart[i], "explained_variance");
        assert_true(fabs(trained_on - plain_explained_variance(&apart[i], rows[i], TRAINED_ON)) <
                    1e-5);
        assert_true(fabs(held_out - trained_on) > 1e-3);
    }
    size_t size = WIDTH * WIDTH * sizeof(float);
    assert_memory_equal(artifact_matrix(&apart[0], "decoder", WIDTH, WIDTH),
                        artifact_matrix(&apart[1], "decoder", WIDTH, WIDTH), size);
    assert_memory_not_equal(artifact_matrix(&whole[0], "decoder", WIDTH, WIDTH),
                            artifact_matrix(&whole[1], "decoder", WIDTH, WIDTH), size);
    for (int i = 0; i < 2; i++) {
        artifact_free(&apart[i]);
        artifact_free(&whole[i]);
    }
    run_expecting(0, "grep -q '^apart.apart.held_out_explained_variance\t' "
                     "results/apart/values.tsv; rm -r rows results/{activations,units}/file-*");
}

static void too_few_rows_to_hold_out(void **state) {
    (void)state;
    put_back();
    run_expecting(0, "printf 'experiment(apart, [Apart])\nuses(adaptive)\nstage(apart,\n"
                     "like(adaptive.control)\nheld_out(0.999)\n"
                     "bootstrap(held_out_explained_variance = 41))\n' > protocol/apart.m4");
    struct outcome values = run_expecting(1, "make values");
    assert_non_null(strstr(values.output, "protocol/apart.m4:5: held_out(0.999) leaves 0 of 121 "
                                          "rows to train on, expected some of both\n"));
}

/* Other arithmetic makes everything again; a comment or a touched file nothing. */
static void other_code_trains_again(void **state) {
    (void)state;
    put_back();
    make_values();
    struct outcome before = snapshot(ARTIFACTS);
    run_expecting(0, "touch src/autoencoder/sae.c; echo '/* a comment */' >> src/draws/generators.c; make values");
    struct outcome after = snapshot(ARTIFACTS);
    assert_string_equal(after.output, before.output);
    run_expecting(0, "echo 'int other_arithmetic(void) { return 1; }' >> src/autoencoder/sae.c; make values");
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

/* --- why ------------------------------------------------------------------------------------- */

/* The tiny study with a report, for questions; one of its values counts as published. */
static void make_report(void) {
    put_back();
    run_expecting(0, "rm -r data && cp -a $CHECKOUT/data . &&"
                     "printf 'adaptive.best_k\t2\tnowhere\n' >> data/reported.tsv && make report");
}

static void assert_lines(const char *output, size_t count, const char *const *lines) {
    for (size_t i = 0; i < count; i++)
        if (!has_line(output, lines[i]))
            fail_msg("expected the line\n%s\nin\n%s", lines[i], output);
}
#define ASSERT_LINES(output, ...)                                                                  \
    assert_lines(output, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *),                   \
                 (const char *const[]){__VA_ARGS__})

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
                     "$(grep -vc '^#' data/reported.tsv) ))");
    struct outcome unknown = run_expecting(1, "make why VALUE=adaptive.retrain.dleta");
    ASSERT_LINES(unknown.output,
                 "no value adaptive.retrain.dleta; nearest: adaptive.retrain.delta, "
                 "adaptive.retrain.delta_lcb");
    run_expecting(0, "sed -i 's/epochs(4)/epochs(3)/' protocol/adaptive.m4");
    struct outcome stale = run_expecting(1, "make why VALUE=adaptive.retrain.delta");
    ASSERT_LINES(stale.output, "results/adaptive/values.tsv: made before build/bin/adaptive, "
                               "expected after it: run 'make values' first");
}

/* --- repeats --------------------------------------------------------------------------------- */

/* The tiny study repeated on two more transformers and on a checkpoint, with three of its values
 * published: one as it is, one far off, one near. */
static void make_repeats(void) {
    make_report();
    run_expecting(0, "cp $CHECKOUT/tests/tiny/other_replicates.m4 protocol &&"
                     "printf 'adaptive.control.explained_variance\t0.9999\tnowhere\n"
                     "adaptive.retrain.delta\t%%+.3f\tnowhere\n' "
                     "$(awk '$1 == \"adaptive.retrain.delta\" { print $2 + 0.001 }' "
                     "results/adaptive/values.tsv) >> data/reported.tsv && make report");
}

/* A replicate on the study's own activations has the study's bytes; others have units of their own,
 * of the candidates that are kept. */
static void a_replicate_is_the_experiment_as_it_stands(void **state) {
    (void)state;
    make_repeats();
    run_expecting(0,
                  "for table in values claims search.candidates sweep.pairs; do cmp "
                  "results/{,other_replicates/seeds/answer/}adaptive/$table.tsv || exit 1; done");
    assert_exists("results/units/" TRANSFORMER("2") "/layer1-position5/" SAE(
        "4", "0") "/seed1/epoch2.safetensors");
    run_expecting(0, "test $(find results/units -path '*keeplast/epoch1/*k2-lambda0-*' | grep -c "
                     "epoch2) = 2 && ! find results/units -path '*keeplast/epoch1/*k4-*' | grep "
                     "epoch2.safetensors");
    run_expecting(0, "sed -i 's/bootstrap(difference = 53)/bootstrap(difference = 54)/' "
                     "protocol/adaptive.m4 && make values && cmp "
                     "results/{,other_replicates/seeds/answer/}adaptive/values.tsv");
}

/* A transformer goes on from an earlier epoch of its own; from its start it comes out the same. */
static void a_later_epoch_goes_on_from_an_earlier_one(void **state) {
    (void)state;
    make_repeats();
    run_expecting(0,
                  "first=$(ls results/transformers/*/*-keeplast/epoch1.safetensors) &&"
                  "second=${first%%1.safetensors}2.safetensors && sha256sum $second > made &&"
                  "rm $second && make -n BUILDING=yes values | grep -q \"make $second $first\" &&"
                  "build/bin/other_replicates make $second && sha256sum -c made");
}

/* Mean, spread and interval as awk takes them; t with two degrees of freedom is 4.302653. */
static void a_repeat_tells_where_one_more_would_lie(void **state) {
    (void)state;
    make_repeats();
    run_expecting(
        0,
        "grep -h '^adaptive.retrain.delta\t' results/other_replicates/seeds/*/adaptive/values.tsv "
        "| awk '{ y[NR] = $2; sum += $2 } END { m = sum / NR; for (i = 1; i <= NR; i++) "
        "q += (y[i] - m)^2; s = sqrt(q / (NR - 1)); r = 4.302653 * s * sqrt(1 + 1 / NR); "
        "printf \"%%.5f %%.5f %%.5f %%.5f\\n\", m, s, m - r, m + r }' > expected;"
        "awk '$1 ~ /seeds.adaptive.retrain.delta.(mean|spread|prediction_)/ { printf "
        "\"%%s%%.5f\", between, $2; between = \" \" } END { print \"\" }' "
        "results/other_replicates/values.tsv | diff expected -");
    run_expecting(
        0,
        "holds=$(cut -f1,2 results/other_replicates/seeds/*/adaptive/claims.tsv | grep -c "
        "'alignment_helps\tholds'); grep \"^other_replicates.seeds.adaptive.alignment_helps.holds"
        "\t$holds\t\" results/other_replicates/values.tsv");
}

static void a_published_value_is_judged_by_its_interval(void **state) {
    (void)state;
    make_repeats();
    run_expecting(0, "high=$(awk '$1 ~ /seeds.adaptive.control.explained_variance.prediction_high/ "
                     "{ print $2 }' results/other_replicates/values.tsv);"
                     "awk -v high=$high '$1 == \"adaptive.control.explained_variance\" && $7 == "
                     "\"outside\" && $8 == sprintf(\"%%+.4f\", 0.9999 - high) { found = 1 } END { "
                     "exit !found }' results/verdict/reported.tsv");
    run_expecting(0,
                  "grep -P '^adaptive.retrain.delta\t.*\twithin\t\tnowhere$' "
                  "results/verdict/reported.tsv && "
                  "grep -P '^adaptive.best_k\t.*\tequal\t\tnowhere$' results/verdict/reported.tsv");
    run_expecting(0, "grep -P '^verdict.outside\t1\t' results/verdict/values.tsv && pdftotext "
                     "-layout build/report.pdf - | grep -q 'outside by'");
    run_expecting(0, "make report REPLICATES=0 && grep -P '^verdict.outside\tnan\t--' "
                     "results/verdict/values.tsv && ! pdftotext build/report.pdf - | grep 'other "
                     "transformers'");
}

static void a_replicates_value_tells_its_own_chain(void **state) {
    (void)state;
    make_repeats();
    struct outcome told =
        run_expecting(0, "make why VALUE=other_replicates.seeds.seed_1.adaptive.retrain.delta");
    ASSERT_LINES(told.output, "  repeat other_replicates.seeds",
                 "  replicate seed_1: results/other_replicates/seeds/seed_1/",
                 "  stage adaptive.retrain", "  activations other_replicates.seed_1",
                 "  transformer other_replicates.adder_1",
                 "    protocol/other_replicates.m4:4  seed(1)");
    assert_null(strstr(told.output, "activations setup.answer"));
    assert_non_null(strstr(told.output, "results/units/" TRANSFORMER("1") "/layer1-position5/"));
}

/* A copy of the sources, to change them. */
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
        cmocka_unit_test(a_killed_run_goes_on_to_the_same_bytes),
        cmocka_unit_test(a_damaged_artifact_is_named_and_made_again),
        cmocka_unit_test(a_long_unit_says_how_far_it_is),
        cmocka_unit_test(activations_of_ones_own_have_units_of_their_own),
        cmocka_unit_test(a_value_tells_what_made_it),
        cmocka_unit_test(hashes_are_those_of_the_files),
        cmocka_unit_test(places_are_where_the_report_prints),
        cmocka_unit_test(unknown_and_stale_values_are_refused),
        cmocka_unit_test(a_replicate_is_the_experiment_as_it_stands),
        cmocka_unit_test(a_later_epoch_goes_on_from_an_earlier_one),
        cmocka_unit_test(a_repeat_tells_where_one_more_would_lie),
        cmocka_unit_test(a_published_value_is_judged_by_its_interval),
        cmocka_unit_test(a_replicates_value_tells_its_own_chain),
        cmocka_unit_test(no_training_sees_rows_held_out),
        cmocka_unit_test(too_few_rows_to_hold_out),
        cmocka_unit_test(other_code_trains_again),
    };
    return cmocka_run_group_tests_name("pipeline", tests, open_copy, remove_project);
}
