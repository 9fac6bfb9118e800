/* Activations of the user's own, and rows of them that are held out. */
#include "files/artifact.h"
#include "pretrained/pretrained.h"
#include "tiny_study.h"

#include <glob.h>
#include <math.h>

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

/* --- rows from elsewhere -----------------------------------------------------------------------
 */

/* A file with the rows, as the tensor x, and with another matrix. */
static void write_two(const char *name, int count, const float *rows) {
    char *path = text("%s/%s", project, name);
    struct tensor tensors[] = {{"other", TENSOR_F32, 2, 2, rows},
                               {"x", TENSOR_F32, count, WIDTH, rows}};
    json_t *metadata = json_object();
    artifact_write(path, tensors, 2, metadata);
    json_decref(metadata);
    free(path);
}

/* The same rows as a folder of shards, by name, and with little memory, give the same units; what
 * make and a driver that is called by hand take for their hash is the same. */
static void rows_come_from_shards_by_name_and_mapped(void **state) {
    (void)state;
    enum { SHARD = 7000, MANY = 3 * SHARD };
    float *rows = allocate(MANY * WIDTH, sizeof *rows);
    for (int i = 0; i < MANY * WIDTH; i++)
        rows[i] = (float)sin(0.7 * i * i);
    put_back();
    run_expecting(0, "mkdir shards");
    write_two("rows", MANY, rows);
    write_two("shards/part-9.safetensors", SHARD, rows);
    write_two("shards/part-10.safetensors", SHARD, rows + SHARD * WIDTH);
    write_two("shards/part-11.safetensors", SHARD, rows + 2 * SHARD * WIDTH);
    free(rows);
    static const char hashes[] =
        "(cd results/units/file-*; find . -type f | sort | while read f; do"
        " tail -c +110 $f | sed 's/file-[0-9a-f]*//g' | sha256sum; done)";
    run_expecting(0, "make values ACTIVATIONS=rows TENSOR=x");
    struct outcome plain = run_expecting(0, hashes);
    run_expecting(0, "rm -r results/{activations,units}/file-*;"
                     "make values ACTIVATIONS=shards TENSOR=x MEMORY=1");
    struct outcome sharded = run_expecting(0, hashes);
    assert_string_equal(sharded.output, plain.output);
    run_expecting(0, "path=$(echo results/activations/file-*.safetensors) && rm $path &&"
                     "env -u INPUT_HASHES build/bin/setup make $path && test -e $path");
    assert_says(1,
                "shards/part-9.safetensors: holds 2 matrices of floats, none of them named "
                "activations; expected TENSOR=name with one of: other, x",
                "make values ACTIVATIONS=shards 2>&1 | sed '/^plan: /d'; exit 1");
    run_expecting(0, "rm -rf shards results/{activations,units}/file-*");
}

/* --- rows centred and scaled -------------------------------------------------------------------
 */

/* What normalise(mean) makes of the rows, by those trained on. */
static void centre(float *rows) {
    for (int i = 0; i < WIDTH; i++) {
        double mean = 0;
        for (int r = 0; r < TRAINED_ON; r++)
            mean += (double)rows[r * WIDTH + i] / TRAINED_ON;
        for (int r = 0; r < ROWS; r++)
            rows[r * WIDTH + i] = (float)((double)rows[r * WIDTH + i] - mean);
    }
}

static void scale(float *rows) {
    double norms = 0;
    for (int r = 0; r < TRAINED_ON; r++) {
        double squares = 0;
        for (int i = 0; i < WIDTH; i++)
            squares += pow((double)rows[r * WIDTH + i], 2);
        norms += sqrt(squares) / TRAINED_ON;
    }
    for (int i = 0; i < ROWS * WIDTH; i++)
        rows[i] = (float)((double)rows[i] * sqrt(WIDTH) / norms);
}

static void standardise(float *rows) {
    for (float *row = rows; row < rows + ROWS * WIDTH; row += WIDTH) {
        double mean = 0, squares = 0;
        for (int i = 0; i < WIDTH; i++)
            mean += (double)row[i] / WIDTH;
        for (int i = 0; i < WIDTH; i++)
            squares += pow((double)row[i] - mean, 2);
        for (int i = 0; i < WIDTH; i++)
            row[i] = (float)(((double)row[i] - mean) / (sqrt(squares / (WIDTH - 1)) + 1e-5));
    }
}

/* By what the errors of a row are larger than those of the normalised row. */
static double unit_of_row(const struct artifact *unit, const float *row) {
    const char *how = artifact_text(unit, "normalise");
    double mean = 0, squares = 0;
    if (strcmp(how, "mean") == 0)
        return 1;
    if (strcmp(how, "expected_norm") == 0)
        return 1 / artifact_number(unit, "normalise_factor");
    for (int i = 0; i < WIDTH; i++)
        mean += (double)row[i] / WIDTH;
    for (int i = 0; i < WIDTH; i++)
        squares += pow((double)row[i] - mean, 2);
    return sqrt(squares / (WIDTH - 1)) + 1e-5;
}

/* The unit is used on rows as they are: it normalises them itself, and its reconstructions are in
 * their units. */
static void assert_used_on_rows(const struct artifact *unit, const float *rows) {
    static float recon[ROWS * WIDTH];
    struct pretrained sae = pretrained_read(unit->path);
    pretrained_apply(&sae, rows, ROWS, NULL, recon);
    double squares = 0;
    for (int i = 0; i < TRAINED_ON * WIDTH; i++)
        squares += pow(
            ((double)recon[i] - (double)rows[i]) / unit_of_row(unit, rows + i / WIDTH * WIDTH), 2);
    double expected = artifact_number(unit, "mean_squared_error");
    assert_true(fabs(squares / (TRAINED_ON * WIDTH) - expected) < 1e-4 * expected);
    pretrained_free(&sae);
}

/* A unit on normalised rows has the explained variance of those rows; `none` is the unit that says
 * nothing of it; the audit's check agrees. */
static void rows_are_normalised(void **state) {
    (void)state;
    static const struct {
        const char *name;
        void (*normalise)(float *rows);
    } ways[] = {{"mean", centre}, {"expected_norm", scale}, {"layer_norm", standardise}};
    float given[ROWS * WIDTH], rows[ROWS * WIDTH];
    put_back();
    write_rows("rows", 2, given);
    run_expecting(0, "printf 'experiment(apart, [Apart])\nuses(adaptive)\nstage(plain, "
                     "like(adaptive.control) held_out(0.25)\n"
                     "bootstrap(held_out_explained_variance = 41))\n"
                     "stage(apart, like(plain)\n"
                     "vary(normalise, none, mean, expected_norm, layer_norm))\n"
                     "figure(ev, draws(delta_by_setting) of(apart) caption([By scale.]))\n' "
                     "> protocol/apart.m4; make values ACTIVATIONS=rows && build/bin/apart check");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        memcpy(rows, given, sizeof rows);
        ways[i].normalise(rows);
        char *path =
            text("results/units/file-*/" SAE("4", "0") "-norm%s-heldout0.25/seed1/epoch4.*",
                 ways[i].name);
        struct artifact unit = unit_at(path);
        free(path);
        assert_string_equal(artifact_text(&unit, "normalise"), ways[i].name);
        assert_true(fabs(artifact_number(&unit, "explained_variance") -
                         plain_explained_variance(&unit, rows, TRAINED_ON)) < 1e-5);
        assert_true(fabs(artifact_number(&unit, "held_out_explained_variance") -
                         plain_explained_variance(&unit, rows + TRAINED_ON * WIDTH,
                                                  ROWS - TRAINED_ON)) < 1e-5);
        assert_used_on_rows(&unit, given);
        artifact_free(&unit);
    }
    run_expecting(0, "! ls -d results/units/file-*/*normnone*; "
                     "! grep -la '\"normalise\":\"none\"' -r results/units");
    run_expecting(0, "diff <(grep -o 'plain.explained_variance\t[^\t]*' results/apart/values.tsv | "
                     "cut -f2) <(grep -o 'normnone.explained_variance\t[^\t]*' "
                     "results/apart/values.tsv | cut -f2)");
    run_expecting(0, "rm -rf rows results/{activations,units}/file-*");
}

static void too_few_rows_to_hold_out(void **state) {
    (void)state;
    put_back();
    run_expecting(0, "printf 'experiment(apart, [Apart])\nuses(adaptive)\nstage(apart,\n"
                     "like(adaptive.control)\nheld_out(0.999)\n"
                     "bootstrap(held_out_explained_variance = 41))\n' > protocol/apart.m4");
    struct outcome values = run_expecting(1, "make values");
    assert_non_null(
        strstr(values.output,
               "protocol/apart.m4:5: held_out(0.999) leaves 0 of 121 "
               "rows to train on, expected at least one row to train on and one to hold out\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activations_of_ones_own_have_units_of_their_own),
        cmocka_unit_test(no_training_sees_rows_held_out),
        cmocka_unit_test(rows_come_from_shards_by_name_and_mapped),
        cmocka_unit_test(rows_are_normalised),
        cmocka_unit_test(too_few_rows_to_hold_out),
    };
    return cmocka_run_group_tests_name("own rows", tests, open_project, remove_project);
}
