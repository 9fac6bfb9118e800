/* Numbers as text read back as the same numbers. */
#include "files/number.h"

#include "child.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

static void assert_written_as(double value, const char *expected) {
    char *digits = exact_number(value);
    assert_string_equal(digits, expected);
    free(digits);
}

static void test_exact_numbers(void **state) {
    (void)state;
    assert_written_as(0, "0");
    assert_written_as(-0.0, "-0");
    assert_written_as(25, "25");
    assert_written_as(0.1, "0.1");
    assert_written_as(9.95, "9.95");
    assert_written_as(1e22, "1e+22");
    assert_written_as(2.0 / 3, "0.6666666666666666");
    assert_written_as(0.1 + 0.2, "0.30000000000000004");
    assert_written_as(DBL_MAX, "1.7976931348623157e+308");
    assert_written_as(INFINITY, "inf");
    assert_written_as(NAN, "nan");
    uint64_t bits = 1;
    for (int i = 0; i < 10000; i++) {
        double value;
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        memcpy(&value, &bits, sizeof value);
        char *digits = exact_number(value);
        assert_true(isnan(value) || strtod(digits, NULL) == value);
        free(digits);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_numbers),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
