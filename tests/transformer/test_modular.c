/* The task: every pair once, its tokens, and the study's split. */
#include "golden.h" /* before cmocka.h, which child.h includes */

#include "child.h"
#include "draws/generators.h"
#include "transformer/modular.h"

#include <stdbool.h>

static void every_pair_stands_once(void **state) {
    (void)state;
    struct modular_task task = modular_task(7, 0.5, 1);
    bool seen[49] = {false};
    assert_int_equal(task.examples, 49);
    for (int i = 0; i < task.examples; i++) {
        assert_in_range(task.order[i], 0, 48);
        assert_false(seen[task.order[i]]);
        seen[task.order[i]] = true;
    }
    modular_free(&task);
}

static void tokens_spell_the_sum(void **state) {
    (void)state;
    struct modular_task task = modular_task(5, 0.5, 3);
    assert_int_equal(modular_vocabulary(&task), 9);
    for (int i = 0; i < task.examples; i++) {
        int a = task.order[i] / 5, b = task.order[i] % 5;
        const int32_t expected[SEQUENCE_LENGTH] = {5, a, 8, b, 7, (a + b) % 5, 6};
        int32_t tokens[SEQUENCE_LENGTH];
        modular_tokens(&task, i, tokens);
        assert_memory_equal(tokens, expected, sizeof tokens);
    }
    modular_free(&task);
}

static void split_is_the_study_s(void **state) {
    (void)state;
    const json_t *first = golden("torch_generator/42/randperm_12769_first_16");
    const json_t *last = golden("torch_generator/42/randperm_12769_last_4");
    struct modular_task task = modular_task(113, 0.9, 42);
    assert_int_equal(task.modulus, 113);
    assert_int_equal(task.examples, 12769);
    assert_int_equal(task.train_examples, 11492);
    assert_int_equal(modular_vocabulary(&task), 117);
    for (int i = 0; i < 16; i++)
        assert_int_equal(task.order[i], golden_integer(first, i));
    for (int i = 0; i < 4; i++)
        assert_int_equal(task.order[12765 + i], golden_integer(last, i));
    modular_free(&task);
}

static void all_or_none_may_be_for_training(void **state) {
    (void)state;
    struct modular_task none = modular_task(2, 0, 1), all = modular_task(2, 1, 1);
    assert_int_equal(none.train_examples, 0);
    assert_int_equal(all.train_examples, 4);
    modular_free(&none);
    modular_free(&all);
}

/* One of the other numbers stands there, drawn example by example; all else stays as it was. */
static void another_number_is_put_in(void **state) {
    (void)state;
    static const int positions[] = {1, 3, ANSWER_POSITION};
    for (int i = 0; i < 3; i++) {
        struct modular_task task = modular_task(5, 0.5, 3), replaced = modular_task(5, 0.5, 3);
        struct numpy_generator generator;
        int times[5] = {0};
        modular_replace(&replaced, positions[i], 71);
        numpy_seed(&generator, 71);
        for (int example = 0; example < task.examples; example++) {
            int32_t tokens[SEQUENCE_LENGTH], found[SEQUENCE_LENGTH], others[4], count = 0;
            modular_tokens(&task, example, tokens);
            modular_tokens(&replaced, example, found);
            assert_int_equal(modular_answer(&replaced, example), tokens[ANSWER_POSITION]);
            for (int32_t number = 0; number < 5; number++)
                if (number != tokens[positions[i]])
                    others[count++] = number;
            tokens[positions[i]] = others[numpy_below(&generator, 4)];
            assert_memory_equal(found, tokens, sizeof tokens);
            times[found[positions[i]]]++;
        }
        for (int number = 0; number < 5; number++)
            assert_true(times[number] > 0);
        modular_free(&task);
        modular_free(&replaced);
    }
}

/* A modulus of 2 leaves one other number, which needs no draw. */
static void the_only_other_number_is_put_in(void **state) {
    (void)state;
    struct modular_task task = modular_task(2, 0.5, 3);
    modular_replace(&task, ANSWER_POSITION, 1);
    for (int example = 0; example < task.examples; example++)
        assert_int_equal(task.replacement[example], 1 - modular_answer(&task, example));
    modular_free(&task);
}

static void replaced_at_equals(const char *unused) {
    (void)unused;
    struct modular_task task = modular_task(5, 0.5, 3);
    modular_replace(&task, 4, 71);
}

static void replaced_twice(const char *unused) {
    (void)unused;
    struct modular_task task = modular_task(5, 0.5, 3);
    modular_replace(&task, 1, 71);
    modular_replace(&task, 3, 71);
}

static void modulus_1(const char *unused) {
    (void)unused;
    modular_task(1, 0.9, 42);
}

static void modulus_46341(const char *unused) {
    (void)unused;
    modular_task(46341, 0.9, 42);
}

static void fraction_above_1(const char *unused) {
    (void)unused;
    modular_task(113, 1.5, 42);
}

static void fraction_that_is_no_number(const char *unused) {
    (void)unused;
    modular_task(113, 0.0 / 0.0, 42);
}

static void bad_tasks_are_refused(void **state) {
    (void)state;
    assert_fails(modulus_1, "modulus is 1, expected 2 to 46340\n");
    assert_fails(modulus_46341, "modulus is 46341, expected 2 to 46340\n");
    assert_fails(fraction_above_1, "training fraction is 1.5, expected 0 to 1\n");
    assert_fails(fraction_that_is_no_number, "nan, expected 0 to 1\n");
    assert_fails(replaced_at_equals, "the position to replace is 4, expected that of a number");
    assert_fails(replaced_twice, "the position to replace is 3, expected one position only");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_stands_once),
        cmocka_unit_test(tokens_spell_the_sum),
        cmocka_unit_test(split_is_the_study_s),
        cmocka_unit_test(all_or_none_may_be_for_training),
        cmocka_unit_test(another_number_is_put_in),
        cmocka_unit_test(the_only_other_number_is_put_in),
        cmocka_unit_test(bad_tasks_are_refused),
    };
    return cmocka_run_group_tests_name("modular", tests, NULL, NULL);
}
