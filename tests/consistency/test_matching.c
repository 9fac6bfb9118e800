/* The assignment against every permutation and scipy, and what is measured on it against scipy's
 * and NumPy's values for other tools' autoencoders (tests/golden/matching.py). */
#include "golden.h" /* before cmocka.h, which child.h includes */

#include "activations/activations.h"
#include "child.h"
#include "consistency/assignment.h"
#include "consistency/consistency.h"
#include "consistency/matching.h"
#include "draws/generators.h"
#include "files/artifact.h"
#include <math.h>

enum { MOST = 7 };

/* --- the assignment --------------------------------------------------------------------------- */

/* The largest sum from `row` on, the columns of whose bits are `taken` left out, by trying all. */
static double best_of_all(const real *gains, int rows, int columns, int row, unsigned taken) {
    if (row == rows)
        return 0;
    double best = -INFINITY;
    for (int j = 0; j < columns; j++)
        if (!(taken >> j & 1))
            best = fmax(best, (double)gains[row * padded(columns) + j] +
                                  best_of_all(gains, rows, columns, row + 1, taken | 1u << j));
    return best;
}

/* The sum of an assignment; each column must be another one. */
static double assigned_sum(const real *gains, int rows, int columns) {
    int column_of[64], taken[128] = {0};
    double sum = 0;
    assert_true(rows <= 64 && columns <= 128);
    assign_columns(gains, rows, columns, column_of, NULL);
    for (int i = 0; i < rows; i++) {
        assert_in_range(column_of[i], 0, columns - 1);
        assert_int_equal(taken[column_of[i]]++, 0);
        sum += (double)gains[i * padded(columns) + column_of[i]];
    }
    return sum;
}

/* Gains of a matrix without padding. The caller frees. */
static real *padded_gains(const double *gains, int rows, int columns) {
    real *values = allocate((size_t)(rows * padded(columns)), sizeof *values);
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < padded(columns); j++)
            values[i * padded(columns) + j] =
                j < columns ? (real)gains[i * columns + j] : -(real)INFINITY;
    return values;
}

/* The sum of the second best of all assignments: the largest without one of the best one's columns.
 */
static double second_of_all(const real *gains, int rows, int columns, const int *best) {
    real others[MOST * LANES];
    double second = -INFINITY;
    for (int left_out = 0; left_out < rows; left_out++) {
        memcpy(others, gains, (size_t)(rows * padded(columns)) * sizeof *gains);
        others[left_out * padded(columns) + best[left_out]] = -(real)INFINITY;
        second = fmax(second, best_of_all(others, rows, columns, 0, 0));
    }
    return second;
}

static void assert_gap(const real *gains, int rows, int columns, double best) {
    int column_of[MOST];
    double price[LANES];
    assign_columns(gains, rows, columns, column_of, price);
    double gap = assignment_gap(gains, rows, columns, column_of, price);
    double wanted = best - second_of_all(gains, rows, columns, column_of);
    assert_true(isinf(wanted) ? isinf(gap) : fabs(gap - wanted) < 1e-6);
}

static void no_permutation_is_better(void **state) {
    (void)state;
    struct torch_generator generator;
    float drawn[1024];
    torch_seed(&generator, 3);
    for (int turn = 0; turn < 300; turn++) {
        double values[MOST * MOST];
        int rows = 1 + turn % MOST, columns = rows + turn / MOST % (MOST + 1 - rows);
        torch_normal(&generator, drawn, 64, 1);
        for (int i = 0; i < rows * columns; i++) /* in every third turn with many ties */
            values[i] = turn % 3 ? (double)drawn[i] : round((double)drawn[i]);
        real *gains = padded_gains(values, rows, columns);
        double best = best_of_all(gains, rows, columns, 0, 0);
        assert_true(fabs(assigned_sum(gains, rows, columns) - best) < 1e-12);
        assert_gap(gains, rows, columns, best);
        free(gains);
    }
}

static json_t *matching_golden(const char *name) {
    static json_t *file;
    if (file == NULL)
        file = json_load_file("tests/golden/matching.json", 0, NULL);
    json_t *value = json_object_get(file, name);
    assert_non_null(value);
    return value;
}

static int whole(json_t *object, const char *name) {
    return (int)json_integer_value(json_object_get(object, name));
}

static void ties_give_scipys_sum(void **state) {
    (void)state;
    json_t *matrices = matching_golden("matrices");
    assert_int_equal(json_array_size(matrices), 6);
    for (size_t m = 0; m < json_array_size(matrices); m++) {
        json_t *matrix = json_array_get(matrices, m), *entries = json_object_get(matrix, "gains");
        int rows = whole(matrix, "rows"), columns = whole(matrix, "columns");
        double values[64 * 128];
        for (int i = 0; i < rows * columns; i++)
            values[i] = golden_number(entries, (size_t)i);
        real *gains = padded_gains(values, rows, columns);
        assert_true(assigned_sum(gains, rows, columns) == whole(matrix, "sum"));
        free(gains);
    }
}

/* --- the measures ----------------------------------------------------------------------------- */

static real *rows_of(const struct artifact *file, const char *sae, const char *part, int latents) {
    char name[64];
    snprintf(name, sizeof name, "%s.%s", sae, part);
    int d_model = (int)json_integer_value(matching_golden("d_model"));
    return padded_rows(artifact_matrix(file, name, latents, d_model), latents, d_model);
}

static void assert_near(json_t *pair, const char *name, double found) {
    double wanted = json_number_value(json_object_get(pair, name));
    if (!(fabs(found - wanted) < 1e-6))
        fail_msg("%s of %s and %s is %.12g, expected %.12g", name,
                 json_string_value(json_object_get(pair, "a")),
                 json_string_value(json_object_get(pair, "b")), found, wanted);
}

static void measures_equal_scipys(void **state) {
    (void)state;
    struct artifact file = safetensors_read("tests/golden/matching.safetensors");
    json_t *pairs = matching_golden("pairs");
    int d_model = (int)json_integer_value(matching_golden("d_model"));
    assert_int_equal(json_array_size(pairs), 9);
    for (size_t p = 0; p < json_array_size(pairs); p++) {
        json_t *pair = json_array_get(pairs, p);
        const char *a_name = json_string_value(json_object_get(pair, "a"));
        const char *b_name = json_string_value(json_object_get(pair, "b"));
        int a_latents = whole(pair, "a_latents"), b_latents = whole(pair, "b_latents");
        real *a = rows_of(&file, a_name, "decoder", a_latents);
        real *b = rows_of(&file, b_name, "decoder", b_latents);
        real *a_encoder = rows_of(&file, a_name, "encoder", a_latents);
        real *b_encoder = rows_of(&file, b_name, "encoder", b_latents);
        assert_near(pair, "matched_cosine", matched_cosine(a, a_latents, b, b_latents, d_model));
        assert_near(pair, "matched_absolute_cosine",
                    matched_absolute_cosine(a, a_latents, b, b_latents, d_model));
        assert_near(pair, "mean_maximal_cosine",
                    mean_maximal_cosine(a, a_latents, b, b_latents, d_model));
        assert_near(pair, "median_maximal_cosine",
                    median_maximal_cosine(a, a_latents, b, b_latents, d_model));
        assert_near(pair, "shared_fraction",
                    shared_fraction((struct directions){a_encoder, a, a_latents},
                                    (struct directions){b_encoder, b, b_latents}, d_model,
                                    json_number_value(matching_golden("threshold"))));
        free(a), free(b), free(a_encoder), free(b_encoder);
    }
    artifact_free(&file);
}

/* Two latents, one of which is turned in sign in b and stands first there. */
static void signs_count_where_they_should(void **state) {
    (void)state;
    const real a[2 * LANES] = {1, 0, [LANES] = 0, 1}, b[2 * LANES] = {0, -3, [LANES] = 2, 0};
    assert_true(matched_cosine(a, 2, b, 2, 2) == 0);
    assert_true(matched_absolute_cosine(a, 2, b, 2, 2) == 1);
    assert_true(mean_maximal_cosine(a, 2, b, 2, 2) == 0.5);
    assert_true(median_maximal_cosine(a, 2, b, 2, 2) == 1);
}

/* A latent is shared only above the threshold, and only where both matchings say so. */
static void shared_needs_both_matchings(void **state) {
    (void)state;
    const real a[2 * LANES] = {1, 0, [LANES] = 0, 1},
                     b[2 * LANES] = {.8f, .6f, [LANES] = -.6f, .8f};
    const real turned[2 * LANES] = {-.6f, .8f, [LANES] = .8f, .6f};
    struct directions of_a = {a, a, 2}, of_b = {b, b, 2};
    assert_true(shared_fraction(of_a, of_b, 2, 0.79) == 1);
    assert_true(shared_fraction(of_a, of_b, 2, 0.81) == 0);
    of_b.encoder = turned;
    assert_true(shared_fraction(of_a, of_b, 2, 0.79) == 0);
    const real aside[2 * LANES] = {.8f, .6f, [LANES] = -1, .1f};
    of_b.encoder = aside;
    assert_true(shared_fraction(of_a, of_b, 2, 0.79) == 0.5);
}

/* The decoders match the first two of three latents, the encoders the last two. */
static void more_latents_keep_their_places(void **state) {
    (void)state;
    const real first[3 * LANES] = {1, 0, [LANES] = 0, 1, [2 * LANES] = -1, -1};
    const real last[3 * LANES] = {-1, -1, [LANES] = 1, 0, [2 * LANES] = 0, 1};
    const real b[2 * LANES] = {1, 0, [LANES] = 0, 1};
    struct directions same = {first, first, 3}, other = {last, first, 3}, of_b = {b, b, 2};
    assert_true(fabs(shared_fraction(same, of_b, 2, 0.7) - 2.0 / 3) < 1e-15);
    assert_true(shared_fraction(of_b, same, 2, 0.7) == 1);
    assert_true(shared_fraction(other, of_b, 2, 0.7) == 0);
}

/* As the script of Paulo and Belrose has it: what has no direction has cosine 0 with everything. */
static void rows_without_direction_count_as_zero(void **state) {
    (void)state;
    const real a[3 * LANES] = {1, 0, [LANES] = 0, 0, [2 * LANES] = (real)NAN, 1};
    const real b[3 * LANES] = {0, 2, [LANES] = 5, 0, [2 * LANES] = 1, 1};
    assert_true(fabs(matched_cosine(a, 3, b, 3, 2) - 1.0 / 3) < 1e-7);
    assert_true(fabs(median_maximal_cosine(a, 3, b, 3, 2) - sqrt(0.5) / 2) < 1e-7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_permutation_is_better),
        cmocka_unit_test(ties_give_scipys_sum),
        cmocka_unit_test(measures_equal_scipys),
        cmocka_unit_test(signs_count_where_they_should),
        cmocka_unit_test(shared_needs_both_matchings),
        cmocka_unit_test(more_latents_keep_their_places),
        cmocka_unit_test(rows_without_direction_count_as_zero),
    };
    return cmocka_run_group_tests_name("matching", tests, NULL, NULL);
}
