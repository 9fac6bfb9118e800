/* The effective rank against spectra that are known, and NumPy's value for some rows. */
#include "golden.h" /* before cmocka.h, which child.h includes */

#include "child.h"
#include "files/artifact.h"
#include "metrics/metric.h"
#include "statistics/effective_rank.h"
#include <math.h>

enum { SIZE = 40 };

/* exp of the entropy of eigenvalues that are given. */
static double plain(const double *eigenvalues, int count) {
    double sum = 0, entropy = 0;
    for (int i = 0; i < count; i++)
        sum += eigenvalues[i];
    for (int i = 0; i < count; i++)
        if (eigenvalues[i] > 0)
            entropy -= eigenvalues[i] / sum * log(eigenvalues[i] / sum);
    return exp(entropy);
}

static void even_spread_has_full_rank(void **state) {
    (void)state;
    double matrix[SIZE * SIZE] = {0};
    for (int i = 0; i < SIZE; i++)
        matrix[i * SIZE + i] = 0.3;
    assert_true(fabs(effective_rank(matrix, SIZE) - SIZE) < 1e-10);
    double one[1] = {5}, nothing[4] = {0};
    assert_true(effective_rank(one, 1) == 1);
    assert_true(isnan(effective_rank(nothing, 2)));
}

static void one_direction_has_rank_one(void **state) {
    (void)state;
    double matrix[SIZE * SIZE];
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++)
            matrix[i * SIZE + j] = sin(i) * sin(j) * 1e6;
    assert_true(fabs(effective_rank(matrix, SIZE) - 1) < 1e-10);
}

/* H diag(e) H with the reflection H = I - 2 v v' / v'v, and the second difference, whose
 * eigenvalues are 2 - 2 cos(i pi / (n + 1)). */
static void known_spectra_come_out(void **state) {
    (void)state;
    double matrix[SIZE * SIZE], v[SIZE], e[SIZE], squares = 0;
    for (int i = 0; i < SIZE; i++) {
        v[i] = cos(3 * i);
        e[i] = i % 3 ? exp(-i / 5.0) : 0;
        squares += v[i] * v[i];
    }
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            matrix[i * SIZE + j] = 0;
            for (int k = 0; k < SIZE; k++)
                matrix[i * SIZE + j] += ((i == k) - 2 * v[i] * v[k] / squares) * e[k] *
                                        ((j == k) - 2 * v[j] * v[k] / squares);
        }
    assert_true(fabs(effective_rank(matrix, SIZE) - plain(e, SIZE)) < 1e-9);
    for (int i = 0; i < SIZE; i++) {
        e[i] = 2 - 2 * cos((i + 1) * M_PI / (SIZE + 1));
        for (int j = 0; j < SIZE; j++)
            matrix[i * SIZE + j] = i == j ? 2 : abs(i - j) == 1 ? -1 : 0;
    }
    assert_true(fabs(effective_rank(matrix, SIZE) - plain(e, SIZE)) < 1e-10);
}

/* The metric takes the rows' own mean off, and looks at their one matrix. */
static void rows_have_numpys_rank(void **state) {
    (void)state;
    json_t *file = json_load_file("tests/golden/matching.json", 0, NULL);
    double wanted = json_number_value(json_object_get(file, "effective_rank"));
    struct artifact golden = safetensors_read("tests/golden/matching.safetensors");
    for (size_t i = 0; i < golden.count; i++)
        if (strcmp(golden.tensors[i].name, "rows") == 0) {
            golden.tensors[i].name = "activations";
            struct artifact alone = {
                .path = golden.path, .count = 1, .tensors = &golden.tensors[i]};
            assert_true(wanted > 1 && fabs(activations_effective_rank(&alone) - wanted) < 1e-9);
            wanted = 0;
        }
    assert_true(wanted == 0);
    artifact_free(&golden);
    json_decref(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(even_spread_has_full_rank),
        cmocka_unit_test(one_direction_has_rank_one),
        cmocka_unit_test(known_spectra_come_out),
        cmocka_unit_test(rows_have_numpys_rank),
    };
    return cmocka_run_group_tests_name("effective_rank", tests, NULL, NULL);
}
