/* Rows centred and scaled, against numbers computed by hand and by the formulas' words. */
#include "activations/normalise.h"
#include "child.h"
#include "program/error.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS = 5, WIDTH = 3, TRAINED_ON = 4 };
static const float given[ROWS][WIDTH] = {
    {3, 4, 0}, {1, 2, 2}, {-1, 0, 6}, {5, -2, 0}, {100, 100, 100}};

static struct activations some(void) {
    struct activations rows = activations_new(ROWS, WIDTH);
    for (int n = 0; n < ROWS; n++)
        memcpy(activations_row(&rows, n), given[n], sizeof given[n]);
    return rows;
}

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-6 * (1 + fabs(expected))))
        fail_msg("expected %.9g, got %.9g", expected, found);
}

/* The means of the first four rows are 2, 1 and 2. */
static void test_column_means(void **state) {
    (void)state;
    static const float means[WIDTH] = {2, 1, 2};
    struct activations rows = some();
    double *subtracted = subtract_column_means(&rows, TRAINED_ON);
    for (int i = 0; i < WIDTH; i++)
        assert_true(subtracted[i] == (double)means[i]);
    free(subtracted);
    for (int n = 0; n < ROWS; n++) {
        for (int i = 0; i < WIDTH; i++)
            assert_true(activations_row(&rows, n)[i] == given[n][i] - means[i]);
        for (int i = WIDTH; i < rows.stride; i++)
            assert_true(activations_row(&rows, n)[i] == 0);
    }
    activations_free(&rows);
}

/* The lengths of the first four rows are 5, 3, sqrt(37) and sqrt(29). */
static void test_expected_norm(void **state) {
    (void)state;
    double factor = sqrt(3) / ((5 + 3 + sqrt(37) + sqrt(29)) / 4), norms = 0;
    struct activations rows = some();
    assert_near(scale_to_expected_norm(&rows, TRAINED_ON), factor);
    for (int n = 0; n < ROWS; n++) {
        double squares = 0;
        for (int i = 0; i < WIDTH; i++) {
            double value = (double)activations_row(&rows, n)[i];
            assert_near(value, factor * (double)given[n][i]);
            squares += value * value;
        }
        norms += n < TRAINED_ON ? sqrt(squares) : 0;
    }
    assert_near(norms / TRAINED_ON, sqrt(WIDTH));
    activations_free(&rows);
    struct activations zero = activations_new(2, WIDTH);
    assert_true(isinf(scale_to_expected_norm(&zero, 2)));
    activations_free(&zero);
}

/* (1, 2, 2) has the mean 5/3 and the standard deviation sqrt(1/3). A row of equal entries becomes
 * zero. */
static void test_layer_norm(void **state) {
    (void)state;
    struct activations rows = some();
    layer_normalise(&rows);
    double divisor = sqrt(1. / 3) + 1e-5;
    assert_near((double)activations_row(&rows, 1)[0], -2. / 3 / divisor);
    assert_near((double)activations_row(&rows, 1)[1], 1. / 3 / divisor);
    assert_near((double)activations_row(&rows, 1)[2], 1. / 3 / divisor);
    for (int i = 0; i < rows.stride; i++)
        assert_true(activations_row(&rows, 4)[i] == 0);
    activations_free(&rows);
}

/* Rows that stand in a file are copied, and the file stays as it is. */
static void test_rows_in_a_file(void **state) {
    (void)state;
    static const float file[2][16] = {{1, 2}, {3, 6}};
    struct activations rows = {.rows = 2,
                               .d_model = 16,
                               .stride = 16,
                               .values = (real *)(uintptr_t)file,
                               .stand_in_file = true};
    free(subtract_column_means(&rows, 2));
    assert_false(rows.stand_in_file);
    assert_true(activations_row(&rows, 0)[0] == -1 && activations_row(&rows, 1)[1] == 2);
    assert_true(file[0][0] == 1 && file[1][1] == 6);
    activations_free(&rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_column_means),
        cmocka_unit_test(test_expected_norm),
        cmocka_unit_test(test_layer_norm),
        cmocka_unit_test(test_rows_in_a_file),
    };
    return cmocka_run_group_tests_name("normalise", tests, NULL, NULL);
}
