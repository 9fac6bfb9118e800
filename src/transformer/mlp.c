/* The MLP of one block, forward and backward. */
#include "transformer/blocks.h"
#include "transformer/parameters.h"

void mlp_forward(struct pass *pass, int layer, real *const *weights) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    struct block *block = &pass->blocks[layer];
    struct rows of = rows_of(pass, layer);
    int width = settings->d_model, d_mlp = settings->d_mlp, rows = of.outputs - of.first_output;
    size_t tail = (size_t)of.first_output * width;
    struct layernorm ln2 = layernorm_tail(block->ln2, of.first_output, width);
    real *hidden = block->hidden + (size_t)of.first_output * d_mlp;

    layernorm_forward(rows, width, settings->layernorm_epsilon, block->resid_mid + tail,
                      weights[LN2_W], weights[LN2_B], ln2);
    linear_relu_forward(pass->linears->blocks[layer][MLP_IN], rows, ln2.out, pass->product_room,
                        hidden);
    linear_forward(pass->linears->blocks[layer][MLP_OUT], rows, hidden, pass->product_room,
                   block->resid_post + tail);
    add(block->resid_post + tail, block->resid_mid + tail, (size_t)rows * width);
}

void mlp_backward(struct pass *pass, int layer, real *const *weights, real *const *gradients) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    const struct block *block = &pass->blocks[layer];
    struct rows of = rows_of(pass, layer);
    int width = settings->d_model, d_mlp = settings->d_mlp, rows = of.outputs - of.first_output;
    size_t tail = (size_t)of.first_output * width;
    struct layernorm ln2 = layernorm_tail(block->ln2, of.first_output, width);
    const real *hidden = block->hidden + (size_t)of.first_output * d_mlp;
    struct linear in = pass->linears->blocks[layer][MLP_IN];
    struct linear out = pass->linears->blocks[layer][MLP_OUT];

    linear_weight_gradient(out, rows, hidden, pass->resid + tail, pass->product_room,
                           gradients[W_OUT], gradients[B_OUT]);
    linear_input_gradient(out, rows, pass->resid + tail, hidden, pass->product_room, pass->hidden);
    linear_weight_gradient(in, rows, ln2.out, pass->hidden, pass->product_room, gradients[W_IN],
                           gradients[B_IN]);
    linear_input_gradient(in, rows, pass->hidden, NULL, pass->product_room, pass->normalised);
    layernorm_backward(rows, width, block->resid_mid + tail, weights[LN2_W], ln2, pass->normalised,
                       pass->resid + tail, gradients[LN2_W], gradients[LN2_B]);
}
