/* Curves, the gap between two of them, and the jackknife of any statistic, against values worked by
 * hand. */
#include "statistics/statistics.h"

#include "child.h"

#include <math.h>

static void assert_near(double got, double expected) {
    if (!(fabs(got - expected) <= 1e-12))
        fail_msg("got %.17g, expected %.17g", got, expected);
}

/* Points come in any order; two of equal x count as one; what is not a number is left out. */
static void a_curve_is_linear_between_points(void **state) {
    (void)state;
    const double x[] = {3, 0, 1, 1, NAN, 2}, y[] = {2, 0, 1, 3, 5, NAN};
    struct curve curve = curve_through(x, y, 6);
    assert_int_equal(curve.count, 3);
    assert_near(curve_at(&curve, 0), 0);
    assert_near(curve_at(&curve, 0.25), 0.5);
    assert_near(curve_at(&curve, 1), 2);
    assert_near(curve_at(&curve, 2.5), 2);
    assert_near(curve_at(&curve, 3), 2);
    assert_true(isnan(curve_at(&curve, -0.1)) && isnan(curve_at(&curve, 3.1)));
    curve_free(&curve);
}

/* The curve through (0, 0) (1, 2) (3, 2), less the one through (-1, 0) (2, 3) (4, 3), is -1, 0, -1
 * and -1 at 0, 1, 2 and 3, which is all that both reach: its integral is -2. */
static void a_gap_is_the_mean_over_what_both_reach(void **state) {
    (void)state;
    struct curve first = curve_through((const double[]){0, 1, 3}, (const double[]){0, 2, 2}, 3);
    struct curve second = curve_through((const double[]){-1, 2, 4}, (const double[]){0, 3, 3}, 3);
    struct gap gap = gap_between(&first, &second), reverse = gap_between(&second, &first);
    assert_near(gap.mean, -2.0 / 3);
    assert_near(gap.low, -1);
    assert_near(gap.high, 0);
    assert_near(gap.from, 0);
    assert_near(gap.to, 3);
    assert_near(reverse.mean, 2.0 / 3);
    assert_near(reverse.high, 1);
    curve_free(&first);
    curve_free(&second);
}

/* Curves that meet in one point or in none have no gap, nor has a curve without points. */
static void without_a_common_range_there_is_no_gap(void **state) {
    (void)state;
    struct curve first = curve_through((const double[]){0, 1}, (const double[]){0, 2}, 2);
    struct curve beside = curve_through((const double[]){1, 2}, (const double[]){0, 2}, 2);
    struct curve none = curve_through((const double[]){NAN}, (const double[]){0}, 1);
    struct gap gaps[] = {gap_between(&first, &beside), gap_between(&none, &first)};
    for (int i = 0; i < 2; i++)
        assert_true(isnan(gaps[i].mean) && isnan(gaps[i].low) && isnan(gaps[i].high) &&
                    isnan(gaps[i].from) && isnan(gaps[i].to));
    curve_free(&first);
    curve_free(&beside);
    curve_free(&none);
}

/* Of a mean the jackknife is Student's interval: values 1, 2 and 6 have variance 7, and 4.30265...
 * is the quantile of two degrees of freedom. */
static void the_jackknife_of_a_mean_is_students(void **state) {
    (void)state;
    struct interval interval = jackknife_from(3, (const double[]){4, 3.5, 1.5}, 3, 0.95);
    double reach = 4.302652729749464 * sqrt(7.0 / 3);
    assert_true(fabs(interval.low - (3 - reach)) <= 1e-9);
    assert_true(fabs(interval.high - (3 + reach)) <= 1e-9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_curve_is_linear_between_points),
        cmocka_unit_test(a_gap_is_the_mean_over_what_both_reach),
        cmocka_unit_test(without_a_common_range_there_is_no_gap),
        cmocka_unit_test(the_jackknife_of_a_mean_is_students),
    };
    return cmocka_run_group_tests_name("curves", tests, NULL, NULL);
}
