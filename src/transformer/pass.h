/* A batch on its way through the model, forward and backward.
 *
 * The rows of a matrix are the distinct prefixes of the batch (see prefixes.h), position by
 * position, so that the last position, the only one that is read after the last block, is its tail:
 *
 *   position     0      1        2               last
 *   row       | BOS | BOS a | BOS a + |   ..  | one for each example |
 *             '----------- keys and values, in every block ----------'
 *             '--- queries, MLP, resid_post before the last block ---'
 *                                             '-- in the last block -'
 *
 * What the first block reads, the embeddings, depends on words only: there a row is a word.
 * Positions are 0 to the one that is read: causal attention never looks past it.
 */
#ifndef PASS_H
#define PASS_H

#include "transformer/layers.h"
#include "transformer/linears.h"
#include "transformer/modular.h"
#include "transformer/prefixes.h"
#include "transformer/transformer.h"

struct pass {
    const struct transformer *transformer;
    const struct linears *linears;
    int layers, positions;              /* those that are computed */
    int capacity;                       /* examples that fit */
    int count;                          /* examples loaded */
    int32_t (*tokens)[SEQUENCE_LENGTH]; /* [count] */
    int32_t *answers;                   /* [count] */
    struct prefixes prefixes;

    struct block *blocks; /* [layers] what each computes */
    struct layernorm ln_final;
    real *logits; /* [count, vocabulary]; after the loss, their gradient */

    /* Gradients, shared by the blocks. */
    real *resid, *resid_pre, *normalised, *mixed, *query; /* [rows, d_model] */
    real *key_value, *hidden;                             /* [rows, 2 d_model], [rows, d_mlp] */
    real *asked;                                          /* of ln1.out, through the queries */
    real *joined, *joined_bias;                           /* of weights: see struct linears */

    real *product_room; /* PRODUCT_ROWS of the widest matrix */

    real *room; /* holds all of the above from the blocks' matrices on */
    size_t room_used;
};

/* Room for `capacity` examples, through `layers` layers, at positions 0 .. last_position. It
 * borrows the linear layers. The caller frees with pass_free. */
struct pass pass_new(const struct linears *linears, int layers, int last_position, int capacity);
void pass_free(struct pass *pass);

/* Up to `capacity` examples, from tokens to the last layer's resid_post. */
void pass_forward(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                  int count);

/* resid_post of the last layer at the last position: [count, d_model], in the examples' order. */
const real *pass_read(const struct pass *pass);

/* Mean loss of the examples; leaves the logits' gradient in the pass. *correct gets the number of
 * right answers. */
double pass_loss(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                 int count, int *correct);

/* From there to the gradient of every parameter (overwritten). */
void pass_backward(struct pass *pass, real *gradient);

#endif
