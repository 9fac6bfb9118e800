/* The prefixes of a batch: the drawing of prefixes.h, and what must hold for any batch. */
#include "child.h"
#include "draws/generators.h"
#include "transformer/prefixes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLES = 40, VOCABULARY = 3 };

static const int32_t *at_positions(const struct prefixes *found, const int32_t *table, int prefix) {
    return table + (size_t)prefix * found->positions;
}

/* Of BOS 5 + 7, BOS 5 + 9 and BOS 8 + 7. */
static void drawing_is_right(void **state) {
    (void)state;
    static const int32_t tokens[3][SEQUENCE_LENGTH] = {{0, 5, 1, 7}, {0, 5, 1, 9}, {0, 8, 1, 7}};
    static const int32_t prefixes[3][4] = {{0, 1, 3, 5}, {0, 1, 3, 6}, {0, 2, 4, 7}};
    static const int32_t words[3][4] = {{0, 1, 3, 4}, {0, 1, 3, 5}, {0, 2, 3, 4}};
    struct prefixes found = prefixes_new(3, 4, 10);
    prefixes_find(&found, tokens, 3);
    assert_int_equal(found.count, 8);
    assert_int_equal(found.words, 6);
    assert_int_equal(found.last_words, 4);
    for (int i = 0; i < 3; i++) {
        assert_memory_equal(at_positions(&found, found.prefix_at, 5 + i), prefixes[i],
                            sizeof prefixes[i]);
        assert_memory_equal(at_positions(&found, found.word_at, 5 + i), words[i], sizeof words[i]);
    }
    prefixes_free(&found);
}

static int by_tokens(const void *a, const void *b) {
    const int32_t *first = a, *second = b;
    for (int position = 0; position < SEQUENCE_LENGTH; position++)
        if (first[position] != second[position])
            return first[position] - second[position];
    return 0;
}

/* So few tokens that many examples begin alike, and some are equal. */
static void draw_examples(struct torch_generator *generator, int32_t (*tokens)[SEQUENCE_LENGTH]) {
    for (int i = 0; i < EXAMPLES; i++)
        for (int position = 0; position < SEQUENCE_LENGTH; position++)
            tokens[i][position] = (int32_t)((uint64_t)torch_int64(generator) % VOCABULARY);
}

/* Each example's own prefix, the last, leads back to its tokens; and so do the shorter ones. */
static void assert_paths(const struct prefixes *found, const int32_t (*tokens)[SEQUENCE_LENGTH]) {
    for (int i = 0; i < EXAMPLES; i++) {
        int own = found->count - EXAMPLES + i;
        assert_int_equal(found->length[own], found->positions);
        for (int position = 0; position < found->positions; position++) {
            int prefix = at_positions(found, found->prefix_at, own)[position];
            int word = at_positions(found, found->word_at, own)[position];
            assert_int_equal(found->length[prefix], position + 1);
            assert_int_equal(found->token[word], tokens[i][position]);
            assert_int_equal(found->position[word], position);
            assert_memory_equal(at_positions(found, found->prefix_at, prefix),
                                at_positions(found, found->prefix_at, own),
                                (position + 1) * sizeof(int32_t));
            assert_memory_equal(at_positions(found, found->word_at, prefix),
                                at_positions(found, found->word_at, own),
                                (position + 1) * sizeof(int32_t));
        }
    }
}

/* How many differ in the first `length` tokens of sorted examples. */
static int distinct(const int32_t (*tokens)[SEQUENCE_LENGTH], int length) {
    int count = 1;
    for (int i = 1; i < EXAMPLES; i++)
        count += memcmp(tokens[i - 1], tokens[i], length * sizeof(int32_t)) != 0;
    return count;
}

static void any_batch(bool sorted) {
    struct torch_generator generator;
    int32_t tokens[EXAMPLES][SEQUENCE_LENGTH];
    torch_seed(&generator, 3);
    for (int positions = 1; positions <= SEQUENCE_LENGTH; positions++) {
        struct prefixes found = prefixes_new(EXAMPLES, positions, VOCABULARY);
        int wanted = EXAMPLES;
        draw_examples(&generator, tokens);
        if (sorted)
            qsort(tokens, EXAMPLES, sizeof *tokens, by_tokens);
        prefixes_find(&found, tokens, EXAMPLES);
        assert_paths(&found, tokens);
        for (int length = 1; length < positions; length++)
            wanted += distinct(tokens, length);
        assert_int_equal(found.count, wanted);
        assert_int_equal(found.words, positions * VOCABULARY);
        assert_int_equal(found.last_words, (positions - 1) * VOCABULARY);
        prefixes_free(&found);
    }
}

static void sorted_examples_share_all(void **state) {
    (void)state;
    any_batch(true);
}

/* Unsorted ones share where they stand side by side: just the same count of changes. */
static void neighbours_share(void **state) {
    (void)state;
    any_batch(false);
}

/* Nothing of an earlier batch is left. */
static void found_anew_each_time(void **state) {
    (void)state;
    static const int32_t first[2][SEQUENCE_LENGTH] = {{0, 1, 2}, {1, 1, 2}};
    static const int32_t second[1][SEQUENCE_LENGTH] = {{2, 0, 1}};
    struct prefixes found = prefixes_new(2, 3, VOCABULARY);
    prefixes_find(&found, first, 2);
    assert_int_equal(found.count, 6);
    assert_int_equal(found.words, 4);
    prefixes_find(&found, second, 1);
    assert_int_equal(found.count, 3);
    assert_int_equal(found.words, 3);
    assert_int_equal(found.token[0], 2);
    prefixes_free(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawing_is_right),
        cmocka_unit_test(sorted_examples_share_all),
        cmocka_unit_test(neighbours_share),
        cmocka_unit_test(found_anew_each_time),
    };
    return cmocka_run_group_tests_name("prefixes", tests, NULL, NULL);
}
