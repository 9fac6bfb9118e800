/* Examples in two halves. */
#define _GNU_SOURCE /* qsort_r */
#include "transformer/halves.h"
#include "arithmetic/team.h"
#include "program/error.h"
#include "transformer/linears.h"
#include <stdlib.h>

void halve(struct half half[HALVES], const int32_t *examples, int count) {
    half[0].examples = examples;
    half[0].count = (count + 1) / HALVES;
    half[1].examples = examples + half[0].count;
    half[1].count = count - half[0].count;
}

/* How many examples a pass takes at a time here: what they need stays in the cache. */
enum { READ_AT_ONCE = 128 };

void work_in_halves(const struct transformer *transformer, int layers, int last_position,
                    const int32_t *examples, int count, struct half each,
                    void (*work)(void *halves, int which, int thread)) {
    struct linears linears = linears_new(transformer);
    struct team *threads = team(HALVES);
    struct half half[HALVES];
    linears_lay_out(&linears, threads);
    for (int i = 0; i < HALVES; i++) {
        half[i] = each;
        half[i].pass = pass_new(&linears, layers, last_position, READ_AT_ONCE);
    }
    halve(half, examples, count);
    team_share(threads, HALVES, work, half);
    team_free(threads);
    for (int i = 0; i < HALVES; i++)
        pass_free(&half[i].pass);
    linears_free(&linears);
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
