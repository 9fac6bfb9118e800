/* Sets of words. */
#include "audit/words.h"
#include "child.h"

static void test_membership(void **state) {
    (void)state;
    struct words words = {0};
    words_sort(&words);
    assert_false(words_have(&words, "a"));
    words_add(&words, "b");
    words_add(&words, "a");
    words_add(&words, "ab");
    words_sort(&words);
    assert_true(words_have(&words, "a") && words_have(&words, "ab") && words_have(&words, "b"));
    assert_false(words_have(&words, "") || words_have(&words, "abc"));
    words_free(&words);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_membership),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
