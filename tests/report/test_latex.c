/* Escaped text and calls of macros. */
#include "child.h"
#include "report/latex.h"

#include <stdlib.h>

static void assert_macro(const char *argument, const char *expected) {
    char *found = NULL;
    size_t length;
    FILE *stream = open_memstream(&found, &length);
    MACRO(stream, "Macro", "first", argument);
    fclose(stream);
    assert_string_equal(found, expected);
    free(found);
}

static void test_escaping(void **state) {
    (void)state;
    assert_macro("plain 1.5", "\\Macro{first}{plain 1.5}\n");
    assert_macro("", "\\Macro{first}{}\n");
    assert_macro("a_b & 5% #$", "\\Macro{first}{a\\_b \\& 5\\% \\#\\$}\n");
    assert_macro("{x}", "\\Macro{first}{\\{x\\}}\n");
    assert_macro("\\^~", "\\Macro{first}{\\char92{}\\char94{}\\char126{}}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escaping),
    };
    return cmocka_run_group_tests_name("latex", tests, NULL, NULL);
}
