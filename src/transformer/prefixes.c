/* The distinct prefixes of a batch. They are found position by position. */
#include "transformer/prefixes.h"

#include "program/error.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct prefixes prefixes_new(int examples, int positions, int vocabulary) {
    size_t most = (size_t)examples * positions;
    return (struct prefixes){
        .positions = positions,
        .token = allocate(most, sizeof(int32_t)),
        .position = allocate(most, sizeof(int32_t)),
        .length = allocate(most, sizeof(int32_t)),
        .prefix_at = allocate(most * positions, sizeof(int32_t)),
        .word_at = allocate(most * positions, sizeof(int32_t)),
        .word_of = allocate(vocabulary, sizeof(int32_t)),
        .end = allocate(examples, sizeof(int32_t)),
        .vocabulary = vocabulary,
    };
}

void prefixes_free(struct prefixes *prefixes) {
    free(prefixes->token);
    free(prefixes->position);
    free(prefixes->length);
    free(prefixes->prefix_at);
    free(prefixes->word_at);
    free(prefixes->word_of);
    free(prefixes->end);
}

/* The word of `token` at `position`; a new one if there is none yet. */
static int32_t find_word(struct prefixes *prefixes, int position, int32_t token) {
    if (prefixes->word_of[token] < 0) {
        prefixes->token[prefixes->words] = token;
        prefixes->position[prefixes->words] = position;
        prefixes->word_of[token] = prefixes->words++;
    }
    return prefixes->word_of[token];
}

/* A new prefix: prefix `start` and one word more. At position 0 `start` is not used. */
static int32_t lengthen(struct prefixes *prefixes, int position, int32_t start, int32_t word) {
    int32_t prefix = prefixes->count++;
    size_t row = (size_t)prefix * prefixes->positions;
    size_t from = (size_t)start * prefixes->positions;
    memcpy(prefixes->prefix_at + row, prefixes->prefix_at + from, position * sizeof(int32_t));
    memcpy(prefixes->word_at + row, prefixes->word_at + from, position * sizeof(int32_t));
    prefixes->prefix_at[row + position] = prefix;
    prefixes->word_at[row + position] = word;
    prefixes->length[prefix] = position + 1;
    return prefix;
}

/* Extend the prefix of every example by one position. */
static void advance(struct prefixes *prefixes, const int32_t (*tokens)[SEQUENCE_LENGTH],
                    int position) {
    bool last = position == prefixes->positions - 1;
    int32_t *end = prefixes->end, before = -1;
    for (int i = 0; i < prefixes->examples; i++) {
        int32_t start = end[i], token = tokens[i][position];
        if (!last && i > 0 && start == before && token == tokens[i - 1][position])
            end[i] = end[i - 1];
        else
            end[i] = lengthen(prefixes, position, start, find_word(prefixes, position, token));
        before = start;
    }
}

void prefixes_find(struct prefixes *prefixes, const int32_t (*tokens)[SEQUENCE_LENGTH],
                   int examples) {
    prefixes->examples = examples;
    prefixes->count = prefixes->words = 0;
    memset(prefixes->end, 0, examples * sizeof(int32_t));
    for (int position = 0; position < prefixes->positions; position++) {
        prefixes->last_words = prefixes->words;
        for (int token = 0; token < prefixes->vocabulary; token++)
            prefixes->word_of[token] = -1;
        advance(prefixes, tokens, position);
    }
}
