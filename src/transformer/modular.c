/* The examples of modular addition and their split. */
#include "transformer/modular.h"

#include "draws/generators.h"
#include "program/error.h"

#include <stdlib.h>

/* The largest modulus whose pairs can be counted in 31 bits. */
enum { LARGEST_MODULUS = 46340 };

struct modular_task modular_task(int modulus, double train_fraction, uint64_t split_seed) {
    if (modulus < 2 || modulus > LARGEST_MODULUS)
        fail("modulus is %d, expected 2 to %d", modulus, LARGEST_MODULUS);
    if (!(train_fraction >= 0 && train_fraction <= 1))
        fail("training fraction is %g, expected 0 to 1", train_fraction);
    int examples = modulus * modulus;
    struct modular_task task = {
        .modulus = modulus,
        .examples = examples,
        .train_examples = (int)(train_fraction * examples),
        .order = allocate(examples, sizeof *task.order),
    };
    struct torch_generator generator;
    torch_seed(&generator, split_seed);
    torch_permutation(&generator, task.order, examples);
    return task;
}

void modular_free(struct modular_task *task) {
    free(task->order);
    free(task->replacement);
    task->order = task->replacement = NULL;
}

void modular_replace(struct modular_task *task, int position, uint64_t seed) {
    if (position != 1 && position != 3 && position != ANSWER_POSITION)
        fail("the position to replace is %d, expected that of a number: 1, 3 or %d", position,
             ANSWER_POSITION);
    if (task->replacement)
        fail("the position to replace is %d, expected one position only", position);
    struct numpy_generator generator;
    numpy_seed(&generator, seed);
    int32_t *replacement = allocate(task->examples, sizeof *replacement);
    for (int example = 0; example < task->examples; example++) {
        int32_t tokens[SEQUENCE_LENGTH];
        modular_tokens(task, example, tokens);
        int32_t drawn = (int32_t)numpy_below(&generator, (uint32_t)task->modulus - 1);
        replacement[example] = drawn + (drawn >= tokens[position]); /* its own number is left out */
    }
    task->replacement = replacement;
    task->replaced = position;
}

int modular_answer(const struct modular_task *task, int example) {
    int p = task->modulus;
    return (task->order[example] / p + task->order[example] % p) % p;
}

void modular_tokens(const struct modular_task *task, int example, int32_t tokens[SEQUENCE_LENGTH]) {
    int p = task->modulus, a = task->order[example] / p, b = task->order[example] % p;
    tokens[0] = p + TOKEN_BOS;
    tokens[1] = a;
    tokens[2] = p + TOKEN_PLUS;
    tokens[3] = b;
    tokens[4] = p + TOKEN_EQUALS;
    tokens[ANSWER_POSITION] = modular_answer(task, example);
    tokens[6] = p + TOKEN_EOS;
    if (task->replacement)
        tokens[task->replaced] = task->replacement[example];
}

int modular_vocabulary(const struct modular_task *task) {
    return task->modulus + SPECIAL_TOKENS;
}
