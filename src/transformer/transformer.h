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
 * Trained by AdamW on the cross-entropy over all logits at the answer position, whose target is the
 * answer token c. The study reads at c itself, where the model may copy it from its input; read at
 * '=', one position before, it must add.
 */
#ifndef TRANSFORMER_H
#define TRANSFORMER_H

#include "activations/activations.h"
#include "transformer/modular.h"
#include "arithmetic/real.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct transformer_settings {
    int layers, d_model, heads, d_mlp; /* d_head = d_model / heads */
    int vocabulary;
    int answer_position; /* where the answer is read: ANSWER_POSITION, or before it */
    double layernorm_epsilon;
    double initial_scale; /* standard deviation of W_* is initial_scale / sqrt(d_model); 0.8 */
    /* AdamW */
    double learning_rate, beta1, beta2, epsilon, weight_decay;
    int batch, epochs;
    bool keeps_last; /* the weights after the last epoch, not those of the best */
};

/* One parameter: a view into the flat array that holds them all. */
struct parameter {
    char name[40]; /* "blocks.0.attn.W_Q" */
    int rank, shape[3];
    size_t offset, count;
};

struct transformer {
    struct transformer_settings settings;
    size_t parameter_count, size; /* number of parameters; of numbers in all of them */
    struct parameter *parameters; /* in the order and with the names of the study's state_dict */
    real *values;                 /* [size] */
};

/* As drawn after torch.manual_seed(seed): every W_ normal in parameter order, LayerNorm weights
 * one, biases zero. `generator` goes on from there and draws the epochs. Fails where an extent or
 * the batch is below 1, d_model is no multiple of heads, or there is no such answer position. The
 * caller frees with transformer_free. */
struct torch_generator;
struct transformer *transformer_initialise(const struct transformer_settings *settings,
                                           uint64_t seed, struct torch_generator *generator);

void transformer_free(struct transformer *transformer);

/* The parameter of that name, or NULL. */
const struct parameter *transformer_parameter(const struct transformer *transformer,
                                              const char *name);

/* Mean cross-entropy of the given examples, and its gradient into gradient[size] (overwritten);
 * *correct gets the number of right answers (argmax, the first of equals). Exposed for the gradient
 * test; it makes its own work space, which training makes once. */
double transformer_loss_and_gradient(struct transformer *transformer,
                                     const struct modular_task *task, const int32_t *examples,
                                     int count, real *gradient, int *correct);

/* A training under way. Makes its work space once: no step allocates. Draws from `generator` what
 * PyTorch's two DataLoaders draw. Fails where the vocabulary is not the task's or one side of the
 * split is empty. The caller frees with transformer_trainer_free; all arguments outlive it. */
struct transformer_trainer;
struct transformer_trainer *transformer_trainer(struct transformer *transformer,
                                                const struct modular_task *task,
                                                struct torch_generator *generator);

void transformer_trainer_free(struct transformer_trainer *trainer);

/* Train for an epoch; each step's loss into step_losses[steps], a step for each batch. */
void transformer_train_epoch(struct transformer_trainer *trainer, double *step_losses);

/* Share of right answers on the validation examples. */
double transformer_validate(struct transformer_trainer *trainer);

/* What training gave. */
struct transformer_history {
    int best_epoch;             /* 1-based; the weights kept are those after this epoch */
    double validation_accuracy; /* at best_epoch */
    int epochs_trained;         /* where the best are kept it stops at accuracy 1 */
    int steps;
    double *step_losses; /* [steps] */
    real *moments[2];    /* [size] Adam's, after the last epoch trained */
};

/* Train on the task's training examples; leave the weights of the first epoch of best validation
 * accuracy, or where the last are kept the last ones, in `transformer`. Where the last are kept a
 * training may go on from an `earlier` end of itself, whose weights then stand in `transformer`;
 * else that is NULL. Fails where a trainer does, or no epoch is asked for. The caller frees with
 * transformer_history_free. */
struct transformer_history transformer_train(struct transformer *transformer,
                                             const struct modular_task *task,
                                             struct torch_generator *generator,
                                             const struct transformer_history *earlier);

void transformer_history_free(struct transformer_history *history);

/* resid_post of `layer` (0-based) at `position` for every example in the task's order:
 * [examples, d_model]. Fails where there is no such layer or position, or the vocabulary is not the
 * task's. The caller frees with activations_free. */
struct activations transformer_activations(const struct transformer *transformer,
                                           const struct modular_task *task, int layer,
                                           int position);

#endif
