/* What prose prints of values: three decimals or a whole percentage, and nothing of whole numbers.
 */
#include "child.h"
#include "program/error.h"
#include "report/macros.h"
#include "values/values.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/values.XXXXXX";

static int open_folder(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder);
}

/* The line of values.tex with \SetRounded for a value of that number, "" if there is none. */
static const char *written(double number, const char *format) {
    static char line[256];
    struct values values = {0};
    values_add(&values, "a.b", number, format, "formula", "p:1");
    values_macros(folder, &values);
    values_free(&values);
    char *path = text("%s/values.tex", folder);
    FILE *stream = fopen(path, "r");
    assert_non_null(stream);
    while (fgets(line, sizeof line, stream) && strncmp(line, "\\SetRounded", 11) != 0)
        line[0] = '\0';
    fclose(stream);
    assert_int_equal(remove(path), 0);
    free(path);
    return line;
}

static void decimals_are_rounded(void **state) {
    (void)state;
    assert_string_equal(written(0.10374, PLAIN), "\\SetRounded{a.b}{0.104}{10\\%}\n");
    assert_string_equal(written(1.26984, SHARE), "\\SetRounded{a.b}{1.270}{127\\%}\n");
}

static void zero_has_no_sign(void **state) {
    (void)state;
    assert_string_equal(written(-0.00546, SIGNED), "\\SetRounded{a.b}{$-$0.005}{$-$1\\%}\n");
    assert_string_equal(written(-0.00049, SIGNED), "\\SetRounded{a.b}{0.000}{0\\%}\n");
}

static void whole_numbers_are_left_alone(void **state) {
    (void)state;
    assert_string_equal(written(4, WHOLE), "");
    assert_string_equal(written(NAN, PLAIN), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_rounded),
        cmocka_unit_test(zero_has_no_sign),
        cmocka_unit_test(whole_numbers_are_left_alone),
    };
    return cmocka_run_group_tests_name("values in prose", tests, open_folder, remove_folder);
}
