/* The distinct prefixes of a batch of examples.
 *
 * What a causal model computes at a position depends only on the tokens up to that position. So it
 * is computed once for all examples that begin with the same tokens:
 *
 *   example       its prefixes    its words
 *   BOS 5 + 7      0  1  3  5     0  1  3  4
 *   BOS 5 + 9      0  1  3  6     0  1  3  5
 *   BOS 8 + 7      0  2  4  7     0  2  3  4
 *
 * A word is a token at a position: all that the model knows there before its first attention.
 *
 * Prefixes are numbered position by position, and so are words. At the last position each example
 * has a prefix of its own, in the order of the examples.
 */
#ifndef TRANSFORMER_PREFIXES_H
#define TRANSFORMER_PREFIXES_H

#include "transformer/modular.h"
#include <stdint.h>

struct prefixes {
    int positions; /* how many positions of each example count: 0 .. positions - 1 */
    int examples, count, words;
    int last_words;               /* the first word of the last position */
    int32_t *token, *position;    /* [words] */
    int32_t *length;              /* [count] how many tokens a prefix has */
    int32_t *prefix_at, *word_at; /* [count, positions] the prefix and the word at each of its
                                     positions */

    int32_t *word_of,
        *end; /* work space: the word of each token; the prefix of each example so far */
    int vocabulary;
};

/* Room for the prefixes of up to `examples` examples, with tokens 0 .. vocabulary - 1. The caller
 * frees it with prefixes_free. */
struct prefixes prefixes_new(int examples, int positions, int vocabulary);

void prefixes_free(struct prefixes *prefixes);

/* Find the prefixes of these examples. Two examples that begin with the same tokens share a prefix
 * if they are neighbours, so examples that are sorted by their tokens share most. */
void prefixes_find(struct prefixes *prefixes, const int32_t (*tokens)[SEQUENCE_LENGTH],
                   int examples);

#endif
