/* The parameters of a transformer: their names, their order and their places.
 *
 * values:  | W_E | W_pos | block 0 | block 1 | ... | ln_final.w | ln_final.b | W_U | b_U |
 *
 * The gradient and the moments of AdamW have the same layout. Names and order are those of
 * TransformerLens's state_dict. The initial values are drawn in the same order.
 */
#ifndef TRANSFORMER_PARAMETERS_H
#define TRANSFORMER_PARAMETERS_H

#include "transformer/transformer.h"

enum { W_E, W_POS, EMBEDDING_PARAMETERS };

enum {
    LN1_W,
    LN1_B,
    LN2_W,
    LN2_B,
    W_Q,
    W_O,
    B_Q,
    B_O,
    W_K,
    W_V,
    B_K,
    B_V,
    W_IN,
    B_IN,
    W_OUT,
    B_OUT,
    BLOCK_PARAMETERS
};

enum { LN_FINAL_W, LN_FINAL_B, W_U, B_U, OUTPUT_PARAMETERS };

/* d_head */
int head_width(const struct transformer_settings *settings);

/* Fill in the table of all parameters for the transformer's settings, and their total size. */
void describe_parameters(struct transformer *transformer);

/* Where the parameters of a block begin in the table, and those after the last block. */
size_t block_parameters(int layer);
size_t output_parameters(const struct transformer *transformer);

/* The places of `count` parameters, from number `first` on, in `base`: the values or the gradient.
 */
void locate(const struct transformer *transformer, real *base, size_t first, size_t count,
            real **places);

#endif
