/* What a trained transformer predicts, and whether it copies what it is given. */
#include "program/error.h"
#include "transformer/halves.h"
#include "transformer/transformer.h"
#include <stdlib.h>

/* What the model predicts for the examples of half `which`. Work for team_share. */
static void predict_half(void *halves, int which, int thread) {
    (void)thread;
    struct half *half = (struct half *)halves + which;
    for (int done = 0; done < half->count; done += half->pass.capacity) {
        pass_predict(&half->pass, half->task, half->examples + done,
                     smaller(half->pass.capacity, half->count - done));
        for (int i = 0; i < half->pass.count; i++)
            half->predictions[half->examples[done + i]] = pass_prediction(&half->pass, i);
    }
}

void transformer_predictions(const struct transformer *transformer, const struct modular_task *task,
                             int first, int32_t *predictions) {
    const struct transformer_settings *settings = &transformer->settings;
    check_task(transformer, task);
    int32_t *examples = sorted_examples(task, first, task->examples - first);
    work_in_halves(transformer, settings->layers, settings->answer_position, examples,
                   task->examples - first, (struct half){.task = task, .predictions = predictions},
                   predict_half);
    free(examples);
}

struct probe transformer_probe(const struct transformer *transformer,
                               const struct modular_task *task) {
    struct probe probe = {.examples = task->examples - task->train_examples};
    int32_t *predictions = allocate(task->examples, sizeof *predictions);
    transformer_predictions(transformer, task, task->train_examples, predictions);
    for (int example = task->train_examples; example < task->examples; example++) {
        probe.copied += predictions[example] == task->replacement[example];
        probe.kept += predictions[example] == modular_answer(task, example);
    }
    free(predictions);
    return probe;
}
