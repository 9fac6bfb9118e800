/* One block of the model: what it computes, on which rows, and its two layers, attention and MLP.
 */
#ifndef TRANSFORMER_BLOCKS_H
#define TRANSFORMER_BLOCKS_H

#include "transformer/pass.h"

/* What one block computes. The rows of the first four are those that the block reads (see struct
 * rows); the rows of the others are prefixes. */
struct block {
    real *resid_pre; /* [rows, d_model] */
    struct layernorm ln1;
    real *query, *key_value;      /* [rows, d_model], [rows, 2 d_model], heads side by side */
    real *pattern;                /* [rows, heads, positions] */
    real *mixed;                  /* [rows, d_model], heads side by side */
    real *resid_mid, *resid_post; /* [rows, d_model] */
    struct layernorm ln2;
    real *hidden; /* [rows, d_mlp], after the ReLU */
};

/* The rows that a block reads and those that it computes. */
struct rows {
    int inputs, first_query;   /* it reads rows 0 .. inputs - 1; queries begin at first_query */
    int outputs, first_output; /* it computes prefixes first_output .. outputs - 1 */
    const int32_t *input_at;   /* [outputs, positions] the input at each position of a prefix */
};
struct rows rows_of(const struct pass *pass, int layer);

/* resid_mid = resid_pre + attention(ln1(resid_pre)). `weights` are the block's parameters. */
void attention_forward(struct pass *pass, int layer, real *const *weights);

/* Replace the gradient of resid_mid, in pass->resid, by that of resid_pre; overwrite the gradients
 * of the layer's parameters. */
void attention_backward(struct pass *pass, int layer, real *const *weights, real *const *gradients);

/* resid_post = resid_mid + relu(ln2(resid_mid) W_in + b_in) W_out + b_out */
void mlp_forward(struct pass *pass, int layer, real *const *weights);

/* Replace the gradient of resid_post, in pass->resid, by that of resid_mid; overwrite the gradients
 * of the layer's parameters. */
void mlp_backward(struct pass *pass, int layer, real *const *weights, real *const *gradients);

#endif
