/* Examples in two halves, each worked through by a thread of its own.
 *
 * There are two halves on any machine, so that the sum of their gradients is the same everywhere.
 */
#ifndef TRANSFORMER_HALVES_H
#define TRANSFORMER_HALVES_H

#include "activations/activations.h"
#include "transformer/modular.h"
#include "transformer/pass.h"

enum { HALVES = 2 };

struct half {
    const struct modular_task *task;
    const int32_t *examples; /* [count] */
    int count, correct;
    double loss;
    struct pass pass;
    real *gradient;                  /* [size], in training */
    struct activations *activations; /* of all examples, in extraction */
    int32_t *predictions;            /* [examples of the task], where these are asked for */
};

/* Give each half its part of examples[count], the first half one more if count is odd. */
void halve(struct half half[HALVES], const int32_t *examples, int count);

/* Work through examples[count] once, with the values that the transformer has: `work` for each
 * half, which gets a pass of its own through `layers` layers to last_position, and what `each`
 * holds. */
void work_in_halves(const struct transformer *transformer, int layers, int last_position,
                    const int32_t *examples, int count, struct half each,
                    void (*work)(void *halves, int which, int thread));

/* Sort examples by their tokens, so that each half has few prefixes. */
void sort_examples(const struct modular_task *task, int32_t *examples, int count);

/* The `count` examples from number `first` on, sorted by their tokens. The caller frees. */
int32_t *sorted_examples(const struct modular_task *task, int first, int count);

/* Fails if the transformer's vocabulary is not that of the task. */
void check_task(const struct transformer *transformer, const struct modular_task *task);

#endif
