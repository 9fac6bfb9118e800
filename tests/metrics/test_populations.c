/* Published values beside a population of replicates: which lie in its intervals, how far they are
 * from it, and that the rank of this distance is fair where values depend on each other. */
#include "child.h"

#include "draws/generators.h"
#include "metrics/populations.h"
#include <math.h>
#include <stdlib.h>

enum { REPLICATES = 4, VALUES = 5 };

static void add(struct population *population, const char *printed, const double *numbers) {
    struct value published = {.number = strtod(printed, NULL), .printed = (char *)printed};
    population_add(population, &published, numbers);
}

/* Three values that vary, a choice that is always the same, and a baseline that is equal as
 * printed. The expected numbers were taken by Python's statistics, each point left out in turn. */
static void distance_and_rank_are_those_of_python(void **state) {
    (void)state;
    static const double numbers[VALUES][REPLICATES] = {{0.30, 0.32, 0.31, 0.335},
                                                       {0.50, 0.48, 0.52, 0.505},
                                                       {2.0, 2.4, 1.8, 2.1},
                                                       {4, 4, 4, 4},
                                                       {0.246243, 0.246243, 0.246243, 0.246243}};
    static const char *const near[VALUES] = {"0.36", "0.51", "2.0", "4", "0.24624"};
    static const char *const far[VALUES] = {"0.37", "0.43", "9.0", "5", "0.24625"};
    struct population population = population_begin(REPLICATES, VALUES, 0.95);
    for (int i = 0; i < VALUES; i++)
        add(&population, near[i], numbers[i]);
    assert_float_equal(population_varying(&population), 3, 0);
    assert_float_equal(population_within(&population), 5, 0);
    assert_float_equal(population_outside(&population), 0, 0);
    assert_float_equal(population_distance(&population), 1.5454865856660027, 1e-12);
    assert_float_equal(population_p_value(&population), 0.4, 1e-12);
    assert_float_equal(population_spread(&population), 0.039507125864042626, 1e-12);
    population_free(&population);

    population = population_begin(REPLICATES, VALUES, 0.95);
    for (int i = 0; i < VALUES; i++)
        add(&population, far[i], numbers[i]);
    assert_float_equal(population_outside(&population), 4,
                       0); /* 0.37: the interval ends at .3694 */
    assert_float_equal(population_p_value(&population), 0.2, 1e-12);
    population_free(&population);
}

/* Where nothing varies there is no distance. */
static void equal_replicates_have_no_distance(void **state) {
    (void)state;
    struct population population = population_begin(REPLICATES, 1, 0.95);
    add(&population, "4", (const double[]){4, 4, 4, 4});
    assert_true(isnan(population_distance(&population)));
    assert_true(isnan(population_p_value(&population)));
    population_free(&population);
}

/* Where the published values are one more draw, each of the n + 1 ranks comes as often, although
 * all values are nearly the same number twenty times. */
static void the_rank_is_fair_where_values_depend(void **state) {
    (void)state;
    enum { DRAWS = 4000, MANY = 20 };
    struct torch_generator generator;
    torch_seed(&generator, 5);
    int counts[REPLICATES + 2] = {0};
    for (int draw = 0; draw < DRAWS; draw++) {
        struct population population = population_begin(REPLICATES, MANY, 0.95);
        double shared[REPLICATES + 1];
        for (int r = 0; r <= REPLICATES; r++)
            shared[r] = log(1 - torch_word(&generator) / 4294967296.0);
        for (int value = 0; value < MANY; value++) {
            double own[REPLICATES + 1];
            for (int r = 0; r <= REPLICATES; r++)
                own[r] = shared[r] + 0.1 * torch_word(&generator) / 4294967296.0;
            char *printed = text("%.12f", own[REPLICATES]);
            add(&population, printed, own);
            free(printed);
        }
        counts[lround(population_p_value(&population) * (REPLICATES + 1))]++;
        population_free(&population);
    }
    for (int rank = 1; rank <= REPLICATES + 1; rank++) /* five standard deviations of a share */
        assert_in_range(counts[rank], DRAWS / 5 - 127, DRAWS / 5 + 127);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distance_and_rank_are_those_of_python),
        cmocka_unit_test(equal_replicates_have_no_distance),
        cmocka_unit_test(the_rank_is_fair_where_values_depend),
    };
    return cmocka_run_group_tests_name("populations", tests, NULL, NULL);
}
