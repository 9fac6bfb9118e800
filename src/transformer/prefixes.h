/* The distinct prefixes of a batch of examples.
 *
 * What a causal model computes at a position depends on the tokens up to there. Examples that begin
 * alike share it, and it is computed once:
 *
 *   example       its prefixes    its words
 *   BOS 5 + 7      0  1  3  5     0  1  3  4
 *   BOS 5 + 9      0  1  3  6     0  1  3  5
 *   BOS 8 + 7      0  2  4  7     0  2  3  4
 *
 * A word is a token at a position: all that the model knows there before it first looks back.
 *
 * Prefixes are numbered position by position, and words too. At the last position each example has
 * a prefix of its own, in the order of the examples.
 */
#ifndef PREFIXES_H
#define PREFIXES_H

#include "transformer/modular.h"
#include <stdint.h>

struct prefixes {
    int positions; /* of each example that count: 0 .. positions - 1 */
    int examples, count, words;
    int last_words;               /* the first word of the last position */
    int32_t *token, *position;    /* [words] */
    int32_t *length;              /* [count] how many tokens a prefix has */
    int32_t *prefix_at, *word_at; /* [count, positions] those at each of a prefix's positions */

    int32_t *word_of, *end; /* work space: each token's word; where each example has got to */
    int vocabulary;
};

/* Room for the prefixes of up to `examples` examples, tokens 0 .. vocabulary - 1. The caller frees
 * with prefixes_free. */
struct prefixes prefixes_new(int examples, int positions, int vocabulary);

void prefixes_free(struct prefixes *prefixes);

/* Find those of these examples. Two that begin alike share where they stand side by side, so
 * examples in the order of their tokens share most. */
void prefixes_find(struct prefixes *prefixes, const int32_t (*tokens)[SEQUENCE_LENGTH],
                   int examples);

#endif
