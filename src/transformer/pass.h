/* A pass: a batch of examples on its way through the model, forward and backward.
 *
 * The rows of a matrix are the distinct prefixes of the batch (see prefixes.h), sorted by position.
 * So the last position, which alone is read after the last block, is the tail of the matrix:
 *
 *   position     0      1        2               last
 *   row       | BOS | BOS a | BOS a + |   ..  | one for each example |
 *             '----------- keys and values, in every block ----------'
 *             '--- queries, MLP, resid_post before the last block ---'
 *                                             '-- in the last block -'
 *
 * The first block reads the embeddings, which depend on words only: there a row is a word.
 * The positions are 0 to the one that is read, because causal attention never looks beyond it.
 */
#ifndef TRANSFORMER_PASS_H
#define TRANSFORMER_PASS_H

#include "transformer/layers.h"
#include "transformer/linears.h"
#include "transformer/modular.h"
#include "transformer/prefixes.h"
#include "transformer/transformer.h"

struct pass {
    const struct transformer *transformer;
    const struct linears *linears;
    int layers, positions;              /* how many are computed */
    int capacity;                       /* examples that fit */
    int count;                          /* examples loaded */
    int32_t (*tokens)[SEQUENCE_LENGTH]; /* [count] */
    int32_t *answers;                   /* [count] */
    struct prefixes prefixes;

    struct block *blocks; /* [layers] what each one computes: see blocks.h */
    struct layernorm ln_final;
    real *logits; /* [count, vocabulary]; after the loss, their gradient */

    /* Gradients, which the blocks share. */
    real *resid, *resid_pre, *normalised, *mixed, *query; /* [rows, d_model] */
    real *key_value, *hidden;                             /* [rows, 2 d_model], [rows, d_mlp] */
    real *asked;                                          /* of ln1.out by way of the queries */
    real *joined, *joined_bias;                           /* of weights: see struct linears */

    real *product_room; /* for the linear layers: see linear.h */

    real *room; /* holds all of the above, from the blocks' matrices on */
    size_t room_used;
};

/* A pass with room for `capacity` examples, through `layers` layers, at positions 0 ..
 * last_position. It borrows the linear layers. The caller frees it with pass_free. */
struct pass pass_new(const struct linears *linears, int layers, int last_position, int capacity);
void pass_free(struct pass *pass);

/* Compute `count` examples, at most `capacity`, from the tokens to resid_post of the last layer. */
void pass_forward(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                  int count);

/* resid_post of the last layer at the last position: [count, d_model], in the order of the
 * examples. */
const real *pass_read(const struct pass *pass);

/* The mean loss of the examples. It leaves the gradient of the logits in the pass, and the number
 * of right answers in *correct. */
double pass_loss(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                 int count, int *correct);

/* Compute `count` examples, at most `capacity`, up to the logits of the last position. */
void pass_predict(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                  int count);

/* After pass_predict: the token of the largest logit, of equal ones the first, for the example at
 * that place among those computed. */
int pass_prediction(const struct pass *pass, int place);

/* After pass_loss: the gradient of every parameter into gradient[size], which is overwritten. */
void pass_backward(struct pass *pass, real *gradient);

#endif
