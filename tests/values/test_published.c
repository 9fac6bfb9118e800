/* A published value beside the rebuilt one: each verdict, and how the numbers are printed. */
#include "child.h"
#include "values/published.h"

#include <math.h>
#include <stdlib.h>

/* The published value a.s.x, as it was printed. */
static struct values published_as(const char *printed) {
    struct values published = {0};
    values_add(&published, "published.a.s.x", strtod(printed, NULL), PLAIN, "", "Table 1");
    free(published.items[0].printed);
    published.items[0].printed = text("%s", printed);
    return published;
}

/* A run that has a.s.x, and a repeat a.r that expects it between low and high, unless these are
 * nan. */
static struct values run_of(double number, double low, double high) {
    struct values values = {0};
    values_add(&values, "a.s.x", number, PLAIN, "", "p:1");
    if (!isnan(low))
        values_add(&values, "a.r.a.s.x.prediction_low", low, PLAIN, "", "p:2");
    if (!isnan(high))
        values_add(&values, "a.r.a.s.x.prediction_high", high, PLAIN, "", "p:2");
    return values;
}

static void assert_comparison(const char *printed, struct values run, enum verdict verdict,
                              const char *rebuilt, const char *difference, const char *beyond) {
    struct values published = published_as(printed);
    struct published_comparison comparison = comparison_of(&run, &published.items[0]);
    assert_string_equal(comparison.id, "a.s.x");
    assert_string_equal(verdict_words[comparison.verdict], verdict_words[verdict]);
    assert_string_equal(comparison.rebuilt, rebuilt);
    assert_string_equal(comparison.difference, difference);
    assert_string_equal(comparison.beyond, beyond);
    comparison_free(&comparison);
    values_free(&published);
    values_free(&run);
}

static void test_equal_as_printed(void **state) {
    (void)state;
    assert_comparison("0.51", run_of(0.5149, NAN, NAN), EQUAL, "0.51", "+0.00", "");
    assert_comparison("+0.51", run_of(0.5149, NAN, NAN), EQUAL, "+0.51", "+0.00", "");
    assert_comparison("4", run_of(4, NAN, NAN), EQUAL, "4", "+0", "");
    assert_comparison("0.51", run_of(0.5149, 0.6, 0.7), EQUAL, "0.51", "+0.00", "");
}

static void test_different(void **state) {
    (void)state;
    assert_comparison("0.51", run_of(0.516, NAN, NAN), NOT_EQUAL, "0.52", "+0.01", "");
    assert_comparison("-0.510", run_of(0.5, NAN, NAN), NOT_EQUAL, "+0.500", "+1.010", "");
    assert_comparison("0.51", run_of(0.516, 0.5, NAN), NOT_EQUAL, "0.52", "+0.01", "");
}

static void test_interval(void **state) {
    (void)state;
    assert_comparison("0.51", run_of(0.6, 0.51, 0.7), WITHIN, "0.60", "+0.09", "");
    assert_comparison("0.51", run_of(0.6, 0.55, 0.7), OUTSIDE, "0.60", "+0.09", "-0.04");
    assert_comparison("0.90", run_of(0.6, 0.55, 0.7), OUTSIDE, "0.60", "-0.30", "+0.20");
}

static void test_not_rebuilt(void **state) {
    (void)state;
    assert_comparison("0.51", run_of(NAN, NAN, NAN), NOT_REBUILT, "--", "--", "");
    assert_comparison("0.51", (struct values){0}, NOT_REBUILT, "--", "--", "");
    assert_comparison("0.51", run_of(NAN, 0.5, 0.6), NOT_REBUILT, "--", "--", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_as_printed),
        cmocka_unit_test(test_different),
        cmocka_unit_test(test_interval),
        cmocka_unit_test(test_not_rebuilt),
    };
    return cmocka_run_group_tests_name("published", tests, NULL, NULL);
}
