/* The transformer of the study and its training, as TransformerLens and PyTorch do it.
 *
 * Learned absolute positions, pre-LayerNorm, causal attention, ReLU, biases everywhere:
 *
 *   tokens
 *     |  W_E[token] + W_pos[position]
 *     v
 *   resid_pre --+-> ln1 -> attention -> + -> resid_mid --+-> ln2 -> MLP -> + -> resid_post
 *               '-----------------------'                '-----------------'      |
 *         (each block's resid_post is the next one's resid_pre)                   v
 *                                                           logits <- W_U <- ln_final
 *
 * AdamW trains it on the cross-entropy over all logits at the answer position; the target is the
 * answer token c. The study reads the answer at c itself, where the model can copy c from its
 * input. If it is read at '=', one position before, the model must add.
 */
#ifndef TRANSFORMER_TRANSFORMER_H
#define TRANSFORMER_TRANSFORMER_H

#include "activations/activations.h"
#include "arithmetic/real.h"
#include "transformer/modular.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct transformer_settings {
    int layers, d_model, heads, d_mlp; /* d_head = d_model / heads */
    int vocabulary;
    int answer_position; /* where the answer is read: ANSWER_POSITION or a position before it */
    double layernorm_epsilon;
    double initial_scale; /* standard deviation of W_* is initial_scale / sqrt(d_model); 0.8 */
    /* AdamW */
    double learning_rate, beta1, beta2, epsilon, weight_decay;
    int batch, epochs;
    bool keeps_last; /* keep the weights after the last epoch, not those of the best epoch */
};

/* One parameter: a part of the flat array that holds all of them. */
struct parameter {
    char name[40]; /* "blocks.0.attn.W_Q" */
    int rank, shape[3];
    size_t offset, count;
};

struct transformer {
    struct transformer_settings settings;
    size_t parameter_count, size; /* the number of parameters; of numbers in all of them together */
    struct parameter *parameters; /* in the order and with the names of the study's state_dict */
    real *values;                 /* [size] */
};

/* A new transformer with the weights that are drawn after torch.manual_seed(seed): every W_ is
 * normal, in the order of the parameters; LayerNorm weights are one; biases are zero. `generator`
 * is left where the draws of the epochs begin. Fails if a size is below 1, if d_model is no
 * multiple of heads, or if there is no such answer position. The caller frees it with
 * transformer_free. */
struct torch_generator;
struct transformer *transformer_initialise(const struct transformer_settings *settings,
                                           uint64_t seed, struct torch_generator *generator);

void transformer_free(struct transformer *transformer);

/* The parameter of that name, or NULL if there is none. */
const struct parameter *transformer_parameter(const struct transformer *transformer,
                                              const char *name);

/* The mean cross-entropy of the given examples. Its gradient goes into gradient[size], which is
 * overwritten, and the number of right answers (argmax, of equal logits the first) into *correct.
 * For the gradient tests: it makes its own work space each time. */
double transformer_loss_and_gradient(struct transformer *transformer,
                                     const struct modular_task *task, const int32_t *examples,
                                     int count, real *gradient, int *correct);

/* The work space of a training, which is made once, so that no step allocates. The training draws
 * from `generator` what PyTorch's two DataLoaders draw. Fails if the vocabulary is not that of the
 * task, or if one side of the split is empty. The caller frees it with transformer_trainer_free,
 * and all arguments must live until then. */
struct transformer_trainer;
struct transformer_trainer *transformer_trainer(struct transformer *transformer,
                                                const struct modular_task *task,
                                                struct torch_generator *generator);

void transformer_trainer_free(struct transformer_trainer *trainer);

/* Train one epoch, one step for each batch. The loss of each step goes into step_losses[steps]. */
void transformer_train_epoch(struct transformer_trainer *trainer, double *step_losses);

/* The share of right answers on the validation examples. */
double transformer_validate(struct transformer_trainer *trainer);

/* What a training gave. */
struct transformer_history {
    int best_epoch;             /* 1-based; the weights kept are those after this epoch */
    double validation_accuracy; /* at best_epoch */
    int epochs_trained;         /* if the best weights are kept, training stops at accuracy 1 */
    int steps;
    double *step_losses; /* [steps] */
    real *moments[2];    /* [size] those of Adam after the last epoch trained */
};

/* Train on the task's training examples. `transformer` is left with the weights of the first epoch
 * of the best validation accuracy or, if the last are kept, with those after the last epoch. If the
 * last are kept, a training can continue an `earlier` one with fewer epochs, whose weights are in
 * `transformer` then; otherwise `earlier` is NULL. Fails if transformer_trainer fails, or if epochs
 * is below 1. The caller frees the history with transformer_history_free. */
struct transformer_history transformer_train(struct transformer *transformer,
                                             const struct modular_task *task,
                                             struct torch_generator *generator,
                                             const struct transformer_history *earlier);

void transformer_history_free(struct transformer_history *history);

/* resid_post of `layer` (from 0) at `position`, for every example in the order of the task:
 * [examples, d_model]. Fails if there is no such layer or position, or if the vocabulary is not
 * that of the task. The caller frees it with activations_free. */
struct activations transformer_activations(const struct transformer *transformer,
                                           const struct modular_task *task, int layer,
                                           int position);

/* The token that the transformer predicts at its answer position (argmax, of equal logits the
 * first), for each example from number `first` on, into predictions[examples]. Fails if the
 * vocabulary is not that of the task. */
void transformer_predictions(const struct transformer *transformer, const struct modular_task *task,
                             int first, int32_t *predictions);

/* What a transformer predicts where a number of its input is replaced by another. */
struct probe {
    int examples; /* validation examples */
    int copied;   /* of these: the prediction is the number put in */
    int kept;     /* of these: the prediction is the answer that it was before */
};

/* Count these on the validation examples of a task in which modular_replace replaced a number. */
struct probe transformer_probe(const struct transformer *transformer,
                               const struct modular_task *task);

#endif
