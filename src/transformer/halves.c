/* Examples in two halves. */
#define _GNU_SOURCE /* qsort_r */
#include "transformer/halves.h"
#include "program/error.h"
#include <stdlib.h>

void halve(struct half half[HALVES], const int32_t *examples, int count) {
    half[0].examples = examples;
    half[0].count = (count + 1) / HALVES;
    half[1].examples = examples + half[0].count;
    half[1].count = count - half[0].count;
}

static int by_pair(const void *a, const void *b, void *task) {
    const int32_t *pairs = ((const struct modular_task *)task)->order;
    return pairs[*(const int32_t *)a] - pairs[*(const int32_t *)b];
}

void sort_examples(const struct modular_task *task, int32_t *examples, int count) {
    qsort_r(examples, count, sizeof *examples, by_pair, (void *)task);
}

int32_t *sorted_examples(const struct modular_task *task, int first, int count) {
    int32_t *examples = allocate(count, sizeof *examples);
    for (int i = 0; i < count; i++)
        examples[i] = first + i;
    sort_examples(task, examples, count);
    return examples;
}

void check_task(const struct transformer *transformer, const struct modular_task *task) {
    if (transformer->settings.vocabulary != modular_vocabulary(task))
        fail("the transformer's vocabulary is %d, expected %d, the task's",
             transformer->settings.vocabulary, modular_vocabulary(task));
}
