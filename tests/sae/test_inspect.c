/* make inspect: the numbers of rows against a direct computation, and what is said to do about
 * planted faults, of rows and of autoencoders. */
#include "files/artifact.h"
#include "project.h"
#include "sae/rows_summary.h"
#include "statistics/effective_rank.h"

#include <math.h>

enum { ROWS = 60, WIDTH = 6 };

static void write_tensors(const char *name, const struct tensor *tensors, size_t count) {
    char *path = text("%s/%s", project, name);
    json_t *metadata = json_object();
    artifact_write(path, tensors, count, metadata);
    json_decref(metadata);
    free(path);
}

static void write_rows(const char *name, int rows, const float *values) {
    write_tensors(name, &(struct tensor){"x", TENSOR_F32, rows, WIDTH, values}, 1);
}

static void fill(float *values, int rows) {
    for (int i = 0; i < rows * WIDTH; i++)
        values[i] = (float)sin(0.7 * i * i) * (float)(1 + i % WIDTH);
}

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-9 * (1 + fabs(expected))))
        fail_msg("expected %.12g, got %.12g", expected, found);
}

static struct rows_summary summary_of(const char *name) {
    char *path = text("%s/%s", project, name);
    struct stored_rows rows = stored_rows_open(path, NULL);
    struct rows_summary found = summarise_rows(&rows);
    stored_rows_close(&rows);
    free(path);
    return found;
}

/* Mean, variance, covariance and norms of rows, in the plainest way. */
static void test_numbers(void **state) {
    (void)state;
    float rows[ROWS * WIDTH];
    double mean[WIDTH] = {0}, covariance[WIDTH * WIDTH] = {0}, norm = 0, squares = 0, trace = 0;
    fill(rows, ROWS);
    write_rows("rows", ROWS, rows);
    for (int i = 0; i < ROWS * WIDTH; i++)
        mean[i % WIDTH] += (double)rows[i] / ROWS;
    for (int r = 0; r < ROWS; r++) {
        const float *row = rows + r * WIDTH;
        double length = 0;
        for (int i = 0; i < WIDTH; i++) {
            length += (double)row[i] * (double)row[i];
            for (int j = 0; j < WIDTH; j++)
                covariance[i * WIDTH + j] +=
                    ((double)row[i] - mean[i]) * ((double)row[j] - mean[j]) / (ROWS - 1);
        }
        norm += sqrt(length) / ROWS;
    }
    for (int i = 0; i < WIDTH; i++) {
        squares += mean[i] * mean[i];
        trace += covariance[i * WIDTH + i];
    }
    struct rows_summary found = summary_of("rows");
    assert_near(found.mean_norm, sqrt(squares));
    assert_near(found.variance, trace);
    assert_near(found.norm, norm);
    assert_near(found.variances.largest, covariance[(WIDTH + 1) * found.variances.largest_at]);
    assert_near(found.effective_rank, effective_rank(covariance, WIDTH));
    assert_int_equal(found.rank_rows, ROWS);
    assert_int_equal(found.duplicates.count + found.constant_columns.count + found.zero_rows.count +
                         found.not_finite.count,
                     0);
}

/* Rows with an entry that is not finite count for nothing else. */
static void test_rows_not_finite(void **state) {
    (void)state;
    float rows[(ROWS + 2) * WIDTH];
    fill(rows, ROWS + 2);
    write_rows("rows", ROWS, rows);
    struct rows_summary whole = summary_of("rows");
    memcpy(rows + ROWS * WIDTH, rows, 2 * WIDTH * sizeof *rows);
    rows[ROWS * WIDTH + 3] = NAN;
    rows[(ROWS + 1) * WIDTH + 4] = INFINITY;
    write_rows("rows", ROWS + 2, rows);
    struct rows_summary found = summary_of("rows");
    assert_int_equal(found.not_finite.count, 2);
    assert_int_equal(found.not_finite.first[0], ROWS);
    assert_int_equal(found.not_finite_column, 3);
    assert_int_equal(found.duplicates.count, 0);
    assert_near(found.variance, whole.variance);
    assert_near(found.effective_rank, whole.effective_rank);
}

static const char *const plain_lines[] = {"  rows              60", "  d_model           6",
                                          "  type              F32"};

static void test_faults_are_told(void **state) {
    (void)state;
    float rows[ROWS * WIDTH];
    fill(rows, ROWS);
    write_rows("rows", ROWS, rows);
    struct outcome said = run_expecting(0, "make inspect FILE=rows");
    for (size_t i = 0; i < 3; i++)
        assert_true(has_line(said.output, plain_lines[i]));
    assert_true(has_line(said.output, "Nothing needs to be done."));
    for (int r = 0; r < ROWS; r++)
        rows[r * WIDTH + 2] = 50;
    memcpy(rows + 40 * WIDTH, rows + 7 * WIDTH, WIDTH * sizeof *rows);
    memcpy(rows + 50 * WIDTH, rows + 7 * WIDTH, WIDTH * sizeof *rows);
    rows[9 * WIDTH + 1] = 5000;
    rows[20 * WIDTH] = NAN;
    write_rows("rows", ROWS, rows);
    said = run_expecting(0, "make inspect FILE=rows");
    static const char *const lines[] = {
        "  not finite        1: 20",
        "  constant columns  1: 2",
        "  duplicate rows    2: 40, 50",
        "  - rows not finite in float32 (1), the first at row 20, column 0 "
        "(from 0): a training refuses them; leave these rows out, or save the model's activations "
        "in float32",
        "  - constant columns (1): they carry no information; drop them or leave them",
        "  - duplicate rows (2), row 40 repeats row 7: each counts as often as it "
        "stands "
        "there; leave them out, unless they are meant to count so, and hold none out that is "
        "trained on"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!has_line(said.output, lines[i]))
            fail_msg("expected the line\n%s\ngot\n%s", lines[i], said.output);
    assert_non_null(strstr(said.output, "  - row 9 is "));
    assert_non_null(strstr(said.output, "consider normalise(layer_norm)\n"));
    assert_non_null(strstr(said.output, "consider normalise(expected_norm)\n"));
    said = run_expecting(0, "PROGRESS=0 build/bin/sae inspect rows 2>&1 >/dev/null");
    assert_string_equal(said.output, "");
}

/* Many blocks: the time that is left is told. */
static void test_time_left_is_told(void **state) {
    (void)state;
    enum { MANY = 400000 };
    float *rows = allocate(MANY * WIDTH, sizeof *rows);
    fill(rows, MANY);
    write_rows("many", MANY, rows);
    free(rows);
    struct outcome said =
        run_expecting(0, "PROGRESS=0 build/bin/sae inspect many 2>&1 >/dev/null | "
                         "sed 's/about .* s left/about N s left/'");
    assert_true(has_line(said.output, "many: pass 1 of 2, row 174763 of 400000, about N s left of "
                                      "it"));
    assert_true(has_line(said.output, "many: pass 2 of 2, row 349526 of 400000, about N s left of "
                                      "it"));
}

/* A unit of our own: six latents on four inputs, two of them the same, one of zeros. */
static void test_an_autoencoder(void **state) {
    (void)state;
    float encoder[6 * 4], decoder[6 * 4], bias[6] = {0};
    for (int i = 0; i < 24; i++) {
        encoder[i] = (float)(i + 1);
        decoder[i] = (float)cos(i * i);
    }
    memcpy(decoder + 5 * 4, decoder + 1 * 4, 4 * sizeof *decoder);
    memset(decoder + 3 * 4, 0, 4 * sizeof *decoder);
    struct tensor tensors[] = {{"encoder", TENSOR_F32, 6, 4, encoder},
                               {"decoder", TENSOR_F32, 6, 4, decoder},
                               {"bias", TENSOR_F32, 6, 0, bias}};
    char *path = text("%s/unit.safetensors", project);
    json_t *metadata = json_pack("{s:s,s:s}", "architecture", "topk", "k", "2");
    artifact_write(path, tensors, 3, metadata);
    struct outcome said = run_expecting(0, "make inspect FILE=unit.safetensors");
    static const char *const lines[] = {"unit.safetensors: an autoencoder",
                                        "  tool              this project",
                                        "  architecture      topk",
                                        "  d_in              4",
                                        "  d_sae             6",
                                        "  k                 2",
                                        "  type              F32",
                                        "  zero decoder rows 1: 3",
                                        "  zero encoder rows none",
                                        "  duplicate latents 1: 5"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!has_line(said.output, lines[i]))
            fail_msg("expected the line\n%s\ngot\n%s", lines[i], said.output);
    assert_non_null(
        strstr(said.output, "  - duplicate latents (1), with the decoder row of an earlier one"));
    decoder[2] = NAN;
    artifact_write(path, tensors, 3, metadata);
    said = run_expecting(1, "make inspect FILE=unit.safetensors");
    assert_non_null(strstr(said.output, "unit.safetensors: "));
    json_decref(metadata);
    free(path);
}

static void test_mistakes(void **state) {
    (void)state;
    assert_says(1, "FILE is not given, expected make inspect FILE=path", "make inspect");
    assert_says(1, "gone: cannot read: No such file or directory", "make inspect FILE=gone");
    assert_says(1, "many: holds no tensor y, expected the name of one of its matrices: x",
                "make inspect FILE=many TENSOR=y");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),         cmocka_unit_test(test_rows_not_finite),
        cmocka_unit_test(test_faults_are_told), cmocka_unit_test(test_time_left_is_told),
        cmocka_unit_test(test_an_autoencoder),  cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests_name("inspect", tests, open_project, remove_project);
}
