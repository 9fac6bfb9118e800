/* Rows and directions drawn from rows, against what NumPy gives (tests/golden/drawn.py) and against
 * what stays of the rows by definition. */
#include "activations/drawn.h"
#include "child.h"
#include "program/error.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIRECTIONS = 7 };

static json_t *cases;

static int read_golden(void **state) {
    (void)state;
    cases = json_load_file("tests/golden/drawn.json", 0, NULL);
    return cases == NULL;
}

static int forget_golden(void **state) {
    (void)state;
    json_decref(cases);
    return 0;
}

static double number(json_t *golden, const char *name, size_t place) {
    return json_number_value(json_array_get(json_object_get(golden, name), place));
}

static int whole(json_t *golden, const char *name) {
    return (int)json_integer_value(json_object_get(golden, name));
}

static struct activations rows_of(json_t *golden) {
    struct activations rows = activations_new(whole(golden, "rows"), whole(golden, "d_model"));
    size_t place = 0;
    for (int n = 0; n < rows.rows; n++)
        for (int i = 0; i < rows.d_model; i++)
            activations_row(&rows, n)[i] = (float)number(golden, "values", place++);
    return rows;
}

/* values[rows, row_stride(d_model)] are the golden ones within `error`, and the padding is zero. */
static void assert_matrix(json_t *golden, const char *name, const real *values, int rows,
                          double error) {
    int d_model = whole(golden, "d_model"), stride = row_stride(d_model);
    assert_int_equal(json_array_size(json_object_get(golden, name)), rows * d_model);
    for (int n = 0; n < rows; n++)
        for (int i = 0; i < stride; i++) {
            double expected = i < d_model ? number(golden, name, (size_t)(n * d_model + i)) : 0;
            if (!(fabs((double)values[n * stride + i] - expected) <= error))
                fail_msg("%s: row %d, column %d is %.9g, expected %.9g", name, n, i,
                         (double)values[n * stride + i], expected);
        }
}

/* Each case in turn as `golden`, with its rows. */
#define FOR_CASES(golden, like)                                                                    \
    size_t case_;                                                                                  \
    json_t *golden;                                                                                \
    json_array_foreach(cases, case_, golden) for (struct activations like = rows_of(golden);       \
                                                  like.values; activations_free(&like))

static uint64_t seed_of(json_t *golden) {
    return (uint64_t)whole(golden, "seed");
}

/* --- against NumPy --------------------------------------------------------------------------- */

static void mean_and_covariance_are_numpys(void **state) {
    (void)state;
    FOR_CASES(golden, like) {
        struct covariance found = covariance_of(&like);
        int d_model = like.d_model;
        assert_int_equal(found.d_model, d_model);
        assert_int_equal(found.rank, whole(golden, "rank"));
        for (int i = 0; i < d_model; i++) {
            assert_true(fabs(found.mean[i] - number(golden, "mean", (size_t)i)) < 1e-14);
            for (int j = 0; j < d_model; j++) {
                double sum = 0;
                for (int r = 0; r < found.rank; r++)
                    sum += found.factor[r * d_model + i] * found.factor[r * d_model + j];
                assert_true(fabs(sum - number(golden, "covariance", (size_t)(i * d_model + j))) <
                            1e-12);
            }
        }
        covariance_free(&found);
    }
}

/* Entries are of size 10 at most, where float32's last place is 1e-6. */
static void rows_are_numpys(void **state) {
    (void)state;
    FOR_CASES(golden, like) {
        struct activations gaussian = gaussian_rows(&like, seed_of(golden));
        struct activations permuted = permuted_rows(&like, seed_of(golden));
        struct activations rotated = rotated_rows(&like, seed_of(golden));
        assert_matrix(golden, "gaussian", gaussian.values, like.rows, 3e-6);
        assert_matrix(golden, "permuted", permuted.values, like.rows, 0);
        assert_matrix(golden, "rotated", rotated.values, like.rows, 3e-6);
        activations_free(&gaussian);
        activations_free(&permuted);
        activations_free(&rotated);
    }
}

static void directions_are_numpys(void **state) {
    (void)state;
    FOR_CASES(golden, like) {
        struct covariance covariance = covariance_of(&like);
        real *with = directions_with(&covariance, DIRECTIONS, seed_of(golden));
        real *among = directions_among(&like, &covariance, DIRECTIONS, seed_of(golden));
        assert_matrix(golden, "directions_with", with, DIRECTIONS, 3e-7);
        assert_matrix(golden, "directions_among", among, DIRECTIONS, 3e-7);
        free(with);
        free(among);
        covariance_free(&covariance);
    }
}

/* --- what stays ------------------------------------------------------------------------------ */

/* Rows that vary little about a mean far from zero, and a column that never varies. */
static struct activations far_from_zero(int rows, int d_model) {
    struct activations like = activations_new(rows, d_model);
    for (int n = 0; n < rows; n++)
        for (int i = 0; i < d_model; i++)
            activations_row(&like, n)[i] =
                (float)(100 + (i == 2 ? 0 : sin(1 + n * (i + 1)) + (i % 3) * cos(n)));
    return like;
}

static int by_size(const void *a, const void *b) {
    const float *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The column, sorted; the caller frees. */
static float *sorted_column(const struct activations *rows, int column) {
    float *sorted = allocate((size_t)rows->rows, sizeof *sorted);
    for (int n = 0; n < rows->rows; n++)
        sorted[n] = (float)activations_row(rows, n)[column];
    qsort(sorted, (size_t)rows->rows, sizeof *sorted, by_size);
    return sorted;
}

static void a_permuted_column_keeps_its_values(void **state) {
    (void)state;
    struct activations like = far_from_zero(300, 6), drawn = permuted_rows(&like, 3);
    int moved = 0;
    for (int i = 0; i < 6; i++) {
        float *before = sorted_column(&like, i), *after = sorted_column(&drawn, i);
        assert_memory_equal(before, after, 300 * sizeof *before);
        free(before);
        free(after);
        for (int n = 0; n < 300; n++)
            moved += activations_row(&like, n)[i] != activations_row(&drawn, n)[i];
    }
    assert_in_range(moved, 5 * 280, 5 * 300); /* all but the one that never varies */
    activations_free(&like);
    activations_free(&drawn);
}

/* Lengths and angles of all pairs of rows stay; the rows do not. */
static void a_rotation_keeps_lengths_and_angles(void **state) {
    (void)state;
    struct activations like = far_from_zero(40, 33), drawn = rotated_rows(&like, 3);
    double moved = 0;
    for (int a = 0; a < 40; a++)
        for (int b = a; b < 40; b++) {
            double before = 0, after = 0;
            for (int i = 0; i < 33; i++) {
                before +=
                    (double)activations_row(&like, a)[i] * (double)activations_row(&like, b)[i];
                after +=
                    (double)activations_row(&drawn, a)[i] * (double)activations_row(&drawn, b)[i];
                moved += fabs((double)activations_row(&like, a)[i] -
                              (double)activations_row(&drawn, a)[i]);
            }
            assert_true(fabs(after - before) < 1e-6 * before);
        }
    assert_true(moved > 1000);
    activations_free(&like);
    activations_free(&drawn);
}

/* Fewer rows than columns: the rank is one less than there are rows. What the rows do not span, the
 * drawn rows do not have either: they are the mean and a sum of centred rows. */
static void few_rows_span_what_is_drawn(void **state) {
    (void)state;
    struct activations like = far_from_zero(5, 16);
    struct covariance covariance = covariance_of(&like);
    assert_int_equal(covariance.rank, 4);
    struct activations drawn = gaussian_rows(&like, 3);
    struct activations joined = activations_new(10, 16);
    memcpy(joined.values, like.values, 5 * (size_t)like.stride * sizeof(real));
    memcpy(activations_row(&joined, 5), drawn.values, 5 * (size_t)like.stride * sizeof(real));
    for (int n = 0; n < 10; n++) {
        assert_true(activations_row(&joined, n)[2] == 100);
        for (int i = 0; i < 16; i++)
            assert_true(isfinite(activations_row(&joined, n)[i]));
    }
    struct covariance of_joined = covariance_of(&joined);
    double rest = 0;
    for (int r = 4; r < of_joined.rank; r++)
        for (int i = 0; i < 16; i++)
            rest += pow(of_joined.factor[r * 16 + i], 2);
    assert_true(rest < 1e-8); /* rounding to float32 near 100: (4e-6)^2 each */
    covariance_free(&of_joined);
    covariance_free(&covariance);
    activations_free(&joined);
    activations_free(&drawn);
    activations_free(&like);
}

/* Many Gaussian rows have nearly the mean and covariance that they were drawn with. Standard
 * errors: of a mean sigma / sqrt(n), of a covariance at most sigma sigma sqrt(2 / n); five of
 * these. */
static void many_rows_have_the_covariance(void **state) {
    (void)state;
    enum { ROWS = 20000, WIDTH = 4 };
    struct activations like = far_from_zero(ROWS, WIDTH), drawn = gaussian_rows(&like, 3);
    struct covariance expected = covariance_of(&like), found = covariance_of(&drawn);
    double of_expected[WIDTH][WIDTH] = {0}, of_found[WIDTH][WIDTH] = {0};
    for (int i = 0; i < WIDTH; i++)
        for (int j = 0; j < WIDTH; j++)
            for (int r = 0; r < WIDTH; r++) {
                of_expected[i][j] +=
                    expected.factor[r * WIDTH + i] * expected.factor[r * WIDTH + j];
                of_found[i][j] += found.factor[r * WIDTH + i] * found.factor[r * WIDTH + j];
            }
    for (int i = 0; i < WIDTH; i++) {
        assert_true(fabs(found.mean[i] - expected.mean[i]) <=
                    5 * sqrt(of_expected[i][i] / ROWS) + 1e-9);
        for (int j = 0; j < WIDTH; j++)
            assert_true(fabs(of_found[i][j] - of_expected[i][j]) <=
                        5 * sqrt(of_expected[i][i] * of_expected[j][j] * 2 / ROWS) + 1e-9);
    }
    covariance_free(&expected);
    covariance_free(&found);
    activations_free(&like);
    activations_free(&drawn);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_and_covariance_are_numpys),
        cmocka_unit_test(rows_are_numpys),
        cmocka_unit_test(directions_are_numpys),
        cmocka_unit_test(a_permuted_column_keeps_its_values),
        cmocka_unit_test(a_rotation_keeps_lengths_and_angles),
        cmocka_unit_test(few_rows_span_what_is_drawn),
        cmocka_unit_test(many_rows_have_the_covariance),
    };
    return cmocka_run_group_tests_name("rows drawn from rows", tests, read_golden, forget_golden);
}
