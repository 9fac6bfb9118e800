/* The nearest id, by the number of letters that differ. */
#include "child.h"
#include "values/nearest.h"

static struct values table_of(const char *const *ids) {
    struct values values = {0};
    for (; *ids; ids++)
        values_add(&values, *ids, 1, PLAIN, "", "");
    return values;
}
#define TABLE_OF(...) table_of((const char *const[]){__VA_ARGS__, NULL})

static void test_edits(void **state) {
    (void)state;
    struct values values = TABLE_OF("kitten", "mitten", "sit");
    assert_string_equal(nearest_id(&values, "kitten", ""), "kitten");
    assert_string_equal(nearest_id(&values, "kitte", ""), "kitten");
    assert_string_equal(nearest_id(&values, "xmitten", ""), "mitten");
    assert_string_equal(nearest_id(&values, "sat", ""), "sit");
    assert_string_equal(nearest_id(&values, "", ""), "sit");
    values_free(&values);
}

/* A swap of two letters is two edits: "dleta" has distance 2 to "delta", and 3 to "dlx". */
static void test_swaps(void **state) {
    (void)state;
    struct values values = TABLE_OF("dlx", "delta");
    assert_string_equal(nearest_id(&values, "dleta", ""), "delta");
    values_free(&values);
}

static void test_ties_and_exclusion(void **state) {
    (void)state;
    struct values values = TABLE_OF("a.b", "a.c", "a.bcd"), none = {0};
    assert_string_equal(nearest_id(&values, "a.x", ""), "a.b");
    assert_string_equal(nearest_id(&values, "a.x", "a.b"), "a.c");
    assert_string_equal(nearest_id(&values, "a.bc", "a.b"), "a.c");
    assert_string_equal(nearest_id(&none, "a.x", ""), "");
    values_free(&values);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edits),
        cmocka_unit_test(test_swaps),
        cmocka_unit_test(test_ties_and_exclusion),
    };
    return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}
