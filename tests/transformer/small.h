/* A small transformer for tests. */
#ifndef TRANSFORMER_SMALL_H
#define TRANSFORMER_SMALL_H

#include "draws/generators.h"
#include "transformer/transformer.h"

static inline struct transformer_settings small_settings(double learning_rate, int epochs) {
    return (struct transformer_settings){.layers = 3,
                                         .d_model = 12,
                                         .heads = 3,
                                         .d_mlp = 20,
                                         .vocabulary = 7 + SPECIAL_TOKENS,
                                         .answer_position = ANSWER_POSITION,
                                         .layernorm_epsilon = 1e-5,
                                         .initial_scale = 0.8,
                                         .learning_rate = learning_rate,
                                         .beta1 = 0.9,
                                         .beta2 = 0.999,
                                         .epsilon = 1e-8,
                                         .weight_decay = 0.01,
                                         .batch = 8,
                                         .epochs = epochs};
}

/* A small model of seed 5, trained for at most `epochs` epochs on the task modulo 7. The caller
 * frees both. */
static inline struct transformer *trained_small(double learning_rate, int epochs,
                                                struct transformer_history *history) {
    struct transformer_settings settings = small_settings(learning_rate, epochs);
    struct modular_task task = modular_task(7, 0.7, 42);
    struct torch_generator generator;
    struct transformer *transformer = transformer_initialise(&settings, 5, &generator);
    *history = transformer_train(transformer, &task, &generator, NULL);
    modular_free(&task);
    return transformer;
}

#endif
