/* The table of claims: what is written is read again, and what is malformed is refused. */
#include "child.h"
#include "files/artifact.h"
#include "values/claims.h"

#include <stdlib.h>

static char folder[] = "/tmp/claims.XXXXXX";

#define HEADING "id\tverdict\tpublished\twhere_published\tsentence\trests_on\twhere\n"

/* Write the file of the experiment `a`. */
static void write_file(const char *content) {
    char *path = claims_path(folder, "a");
    struct output output = output_begin(path);
    fputs(content, output.stream);
    output_finish(&output);
    free(path);
}

static void test_lines(void **state) {
    (void)state;
    write_file(HEADING "a.b\tholds\tIt is.\tTable 1\tIt is, by $1$.\ta.s=1,c.n=--\tp:3\n"
                       "a.c\tnot_resolved\t\t\tIt may.\t\tp:5\n");
    struct claims claims = claims_read(folder, "a");
    assert_int_equal(claims.count, 2);
    assert_string_equal(claims.items[0].id, "a.b");
    assert_string_equal(claims.items[0].verdict, "holds");
    assert_string_equal(claims.items[0].published, "It is.");
    assert_string_equal(claims.items[0].where_published, "Table 1");
    assert_string_equal(claims.items[0].sentence, "It is, by $1$.");
    assert_string_equal(claims.items[0].rests_on, "a.s=1,c.n=--");
    assert_string_equal(claims.items[0].where, "p:3");
    assert_ptr_equal(claims_find(&claims, "a.c"), &claims.items[1]);
    assert_null(claims_find(&claims, "a"));
    assert_string_equal(claims.items[1].published, "");
    claims_free(&claims);
}

static void test_writing(void **state) {
    (void)state;
    static const char content[] = HEADING "a.b\tholds\tIt is.\tT\tIt is.\ta.s=1,c.n=--\tp:3\n"
                                          "a.c\tnot_resolved\t\t\tIt may.\t\tp:5\n";
    char found[sizeof content] = "";
    write_file(content);
    struct claims claims = claims_read(folder, "a");
    write_file("");
    claims_write(&claims, folder, "a");
    char *path = claims_path(folder, "a");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fread(found, 1, sizeof found, file), sizeof content - 1);
    assert_string_equal(found, content);
    fclose(file);
    free(path);
    claims_free(&claims);
}

static void test_basis(void **state) {
    (void)state;
    const struct claim claim = {.rests_on = "a.s=+1,b,c.n=--"}, none = {.rests_on = ""};
    static const char *const expected[][2] = {{"a.s", "+1"}, {"b", ""}, {"c.n", "--"}};
    struct basis basis;
    for (size_t place = 0; place < 3; place++) {
        assert_true(claim_basis(&claim, place, &basis));
        assert_string_equal(basis.id, expected[place][0]);
        assert_string_equal(basis.printed, expected[place][1]);
        basis_free(&basis);
    }
    assert_false(claim_basis(&claim, 3, &basis));
    assert_false(claim_basis(&claim, 4, &basis));
    assert_false(claim_basis(&none, 0, &basis));
    assert_true(claim_rests_on(&claim, "c.n"));
    assert_false(claim_rests_on(&claim, "c") || claim_rests_on(&none, ""));
}

static void read_claims(const char *path) {
    (void)path;
    claims_read(folder, "a");
}

/* The file is refused with one line, which begins with its path and, unless it is 0, the line. */
static void assert_file_refused(int line, const char *why) {
    char *path = claims_path(folder, "a");
    char *message = line ? text("%s:%d: %s\n", path, line, why) : text("%s: %s\n", path, why);
    struct ending ending = ending_of(read_claims, path);
    assert_int_equal(ending.status, 1);
    assert_string_equal(ending.message, message);
    free(message);
    free(path);
}

static void test_refusals(void **state) {
    (void)state;
    write_file("");
    assert_file_refused(0, "empty, expected a heading and lines of 7 columns");
    write_file("id\tverdict\n");
    assert_file_refused(1, "malformed, expected 7 columns between tabs");
    write_file(HEADING "a.b\tholds\t\t\tIt is.\t\n");
    assert_file_refused(2, "malformed, expected 7 columns between tabs");
    write_file(HEADING "a.b\tholds\t\t\tIt is.\t\tp:3\t\n");
    assert_file_refused(2, "malformed, expected 7 columns between tabs");
    write_file(HEADING "a.b\tholds\t\t\tIt is.\t\tp:3\nab.c\tholds\t\t\tIt is.\t\tp:3\n");
    assert_file_refused(3, "'ab.c', expected a claim of a");
    write_file(HEADING "a\tholds\t\t\tIt is.\t\tp:3\n");
    assert_file_refused(2, "'a', expected a claim of a");
    char *path = claims_path(folder, "a");
    assert_int_equal(unlink(path), 0);
    assert_file_refused(0, "cannot be read: No such file or directory");
    free(path);
}

static int make_folder(void **state) {
    (void)state;
    return !mkdtemp(folder);
}

static int remove_folder(void **state) {
    (void)state;
    char *below = text("%s/a", folder);
    int status = rmdir(below) || rmdir(folder);
    free(below);
    return status;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_writing),
        cmocka_unit_test(test_basis),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests_name("claims", tests, make_folder, remove_folder);
}
