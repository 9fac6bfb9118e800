/* Tables of text: what is a line, what is refused, and that the end stays the end. */
#include "child.h"
#include "files/table.h"

#include <math.h>
#include <stdlib.h>

static char path[] = "/tmp/table.XXXXXX";

static void write_table(const char *content, size_t length) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void test_lines(void **state) {
    (void)state;
    static const char content[] = "# a comment\n\na\tb\n\t1e-3\n#\nc\tnan";
    write_table(content, strlen(content));
    struct table table = table_open(path, 2);
    assert_true(table_next(&table));
    assert_int_equal(table.number, 3);
    assert_string_equal(table.column[0], "a");
    assert_string_equal(table.column[1], "b");
    assert_true(table_next(&table));
    assert_string_equal(table.column[0], "");
    assert_true(table_number(&table, 1) == 1e-3);
    assert_true(table_next(&table));
    assert_true(isnan(table_number(&table, 1)));
    assert_false(table_next(&table));
    assert_false(table_next(&table));
}

static void test_whole_lines(void **state) {
    (void)state;
    write_table("a\tb\nc\n", 6);
    struct table table = table_open(path, 0);
    table_skip_heading(&table);
    assert_true(table_next(&table));
    assert_string_equal(table.line, "c");
    table_close(&table);
    assert_false(table_next(&table));
}

static void read_numbers(const char *name) {
    struct table table = table_open(name, 2);
    table_skip_heading(&table);
    while (table_next(&table))
        table_number(&table, 1);
}

/* Refused with "path:line: ...", or "path: ..." where the line is 0. */
static void assert_table_refused(const char *content, size_t length, int line, const char *why) {
    char *begin = line ? text("%s:%d: %s", path, line, why) : text("%s: %s", path, why);
    write_table(content, length);
    struct ending ending = ending_of(read_numbers, path);
    assert_int_equal(ending.status, 1);
    assert_ptr_equal(strstr(ending.message, begin), ending.message);
    free(begin);
}

static void test_refusals(void **state) {
    (void)state;
    assert_table_refused("", 0, 0, "empty, expected a heading and lines of 2 columns");
    assert_table_refused("a\tb\nc\n", 6, 2, "malformed, expected 2 columns between tabs");
    assert_table_refused("a\tb\nc\t1\t\n", 9, 2, "malformed, expected 2 columns between tabs");
    assert_table_refused("a\tb\nc\t1\0\n", 9, 2, "malformed, expected text: it holds a zero byte");
    assert_table_refused("a\tb\nc\t1\0", 8, 2, "malformed, expected text: it holds a zero byte");
    assert_table_refused("a\tb\nc\t1x\n", 9, 2, "'1x', expected a number");
    assert_table_refused("a\tb\nc\t\n", 7, 2, "'', expected a number");
    assert_refused(read_numbers, "/tmp", "cannot be read: Is a directory");
    assert_refused(read_numbers, "/tmp/missing/table", "cannot be read: No such file or directory");
}

static int make_path(void **state) {
    (void)state;
    return mkstemp(path) < 0;
}

static int remove_path(void **state) {
    (void)state;
    return unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_whole_lines),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests_name("table", tests, make_path, remove_path);
}
