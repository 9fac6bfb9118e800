/* The activations of a trained transformer. */
#include "program/error.h"
#include "transformer/halves.h"
#include "transformer/layers.h"
#include "transformer/transformer.h"
#include <stdlib.h>

/* Copy what the pass of half `which` reads, for all its examples. Work for team_share. */
static void extract_half(void *halves, int which, int thread) {
    (void)thread;
    struct half *half = (struct half *)halves + which;
    int d_model = half->activations->d_model;
    for (int done = 0; done < half->count; done += half->pass.capacity) {
        pass_forward(&half->pass, half->task, half->examples + done,
                     smaller(half->pass.capacity, half->count - done));
        for (int i = 0; i < half->pass.count; i++)
            copy(half->activations->values +
                     (size_t)half->examples[done + i] * half->activations->stride,
                 pass_read(&half->pass) + (size_t)i * d_model, d_model);
    }
}

struct activations transformer_activations(const struct transformer *transformer,
                                           const struct modular_task *task, int layer,
                                           int position) {
    check_task(transformer, task);
    if (layer < 0 || layer >= transformer->settings.layers)
        fail("layer is %d, expected 0 to %d", layer, transformer->settings.layers - 1);
    if (position < 0 || position >= SEQUENCE_LENGTH)
        fail("position is %d, expected 0 to %d", position, SEQUENCE_LENGTH - 1);
    struct activations activations = activations_new(task->examples, transformer->settings.d_model);
    int32_t *examples = sorted_examples(task, 0, task->examples);
    work_in_halves(transformer, layer + 1, position, examples, task->examples,
                   (struct half){.task = task, .activations = &activations}, extract_half);
    free(examples);
    return activations;
}
