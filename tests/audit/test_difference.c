/* The fault that names the first difference between two files. */
#include "audit/difference.h"
#include "audit/fault.h"
#include "child.h"

#include <stdlib.h>

static const char *found_text, *expected_text;

static void tell(const char *path) {
    char *found = text("%s", found_text), *expected = text("%s", expected_text);
    tell_difference(path, found, expected);
    _exit(fault_count());
}

/* The two texts give this one fault. */
static void assert_fault(const char *path, const char *found, const char *expected,
                         const char *line) {
    found_text = found;
    expected_text = expected;
    struct ending ending = ending_of(tell, path);
    assert_int_equal(ending.status, 1);
    assert_string_equal(ending.message, line);
}

static void test_tables(void **state) {
    (void)state;
    assert_fault("t.tsv", "id\tx\na\t1\n", "id\tx\na\t2\n", "t.tsv:2: a is '1', expected '2'\n");
    assert_fault("t.tsv", "a\t1\n", "b\t1\n", "t.tsv:1: is 'a', expected 'b'\n");
    assert_fault("t.tsv", "a\t1\tz\n", "a\t1\n", "t.tsv:1: a goes on, expected its end\n");
    assert_fault("t.tsv", "a\t1\n", "a\t1\tz\n", "t.tsv:1: a ends, expected z\n");
}

static void test_other_texts(void **state) {
    (void)state;
    assert_fault("t.tex", "one\ntwo\n", "one\n2\n", "t.tex:2: is 'two', expected '2'\n");
    assert_fault("t.tex", "one\n", "one\ntwo\n", "t.tex:2: ends, expected two\n");
    assert_fault("t.tex", "one\ntwo\n", "one\n", "t.tex:2: goes on, expected its end\n");
}

static void test_other_files(void **state) {
    (void)state;
    assert_fault("u.safetensors", "a", "b",
                 "u.safetensors: its bytes are not those that training gives again, expected the "
                 "same\n");
    assert_fault("r.pdf", "a", "b",
                 "r.pdf: not what today's tables and texts give, expected that: run 'make "
                 "report'\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_other_texts),
        cmocka_unit_test(test_other_files),
    };
    return cmocka_run_group_tests_name("difference", tests, NULL, NULL);
}
