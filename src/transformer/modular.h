/* The task: a + b modulo p as sequences of tokens, split into training and validation.
 *
 *   position   0    1   2   3   4   5   6
 *   token     BOS   a   +   b   =   c  EOS        c = (a + b) mod p
 */
#ifndef TRANSFORMER_MODULAR_H
#define TRANSFORMER_MODULAR_H

#include <stdint.h>

enum { SEQUENCE_LENGTH = 7, ANSWER_POSITION = 5 };

/* The tokens after the residues 0 .. p-1, as offsets from p. */
enum { TOKEN_BOS = 0, TOKEN_EOS = 1, TOKEN_EQUALS = 2, TOKEN_PLUS = 3, SPECIAL_TOKENS = 4 };

struct modular_task {
    int modulus;        /* p >= 2 */
    int examples;       /* p * p */
    int train_examples; /* the first examples of the permutation */
    int32_t *order;     /* [examples] the permutation: example i is the pair order[i] = a * p + b */
    /* NULL, or [examples] what each example has at the position `replaced` in place of its own
     * number */
    int32_t *replacement;
    int replaced;
};

/* All pairs of a and b, sorted by a and then b, permuted by torch.randperm with `split_seed`. The
 * first floor(train_fraction * p * p) are for training. Fails if p is below 2 or above 46340 (the
 * pairs are counted in 31 bits), or if the fraction is not between 0 and 1. The caller frees the
 * task with modular_free. */
struct modular_task modular_task(int modulus, double train_fraction, uint64_t split_seed);

void modular_free(struct modular_task *task);

/* From now on each example has another number at `position` than its own: one of the other p - 1,
 * drawn uniformly by NumPy's default_rng(seed).integers(p - 1), example by example in the permuted
 * order. The answers stay as they are. Fails if no number stands at that position, or if one was
 * replaced before. */
void modular_replace(struct modular_task *task, int position, uint64_t seed);

/* The tokens of an example, 0 .. examples - 1 in the permuted order. */
void modular_tokens(const struct modular_task *task, int example, int32_t tokens[SEQUENCE_LENGTH]);

/* Its answer, (a + b) mod p. */
int modular_answer(const struct modular_task *task, int example);

/* The size of the vocabulary: modulus + SPECIAL_TOKENS. */
int modular_vocabulary(const struct modular_task *task);

#endif
