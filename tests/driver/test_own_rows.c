/* Activations of the user's own, and rows of them that are held out. */
#include "files/artifact.h"
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
        cmocka_unit_test(too_few_rows_to_hold_out),
    };
    return cmocka_run_group_tests_name("own rows", tests, open_project, remove_project);
}
