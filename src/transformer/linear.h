/* A linear layer of a transformer, with the ReLU before or after it.
 *
 * Matrices are row-major. Gradients are overwritten. No function allocates.
 */
#ifndef TRANSFORMER_LINEAR_H
#define TRANSFORMER_LINEAR_H

#include "arithmetic/real.h"
#include <stddef.h>

/* A linear layer whose weight is laid out for the products of kernels.h. */
struct linear {
    int inputs, outputs;
    real *bias, *nothing;     /* [padded(outputs)]; as many zeros as inputs or outputs, padded */
    real *forward, *backward; /* panels of the columns of the weight; of its rows */
};

/* A linear layer in a room of linear_places numbers, all of them zero. */
struct linear linear_in(real *room, int inputs, int outputs);
size_t linear_places(int inputs, int outputs);

/* Lay weight[inputs, outputs] and bias[outputs] out in the layer. */
void linear_lay_out(struct linear linear, const real *weight, const real *bias);

/* How many rows of a product are computed at a time, and how many numbers `room` below has space
 * for when layers have up to `rows` rows, and inputs and outputs up to `widest`. */
enum { PRODUCT_ROWS = 96 };
size_t linear_room(int rows, int widest);

/* out[rows, outputs] = in[rows, inputs] weight + bias; the second function takes the ReLU of that.
 */
void linear_forward(struct linear linear, int rows, const real *in, real *room, real *out);
void linear_relu_forward(struct linear linear, int rows, const real *in, real *room, real *out);

/* The gradient of the layer's input. If the input came from a ReLU, relu_out is that input, and the
 * gradient is that of what the ReLU was given; otherwise relu_out is NULL. */
void linear_input_gradient(struct linear linear, int rows, const real *out_gradient,
                           const real *relu_out, real *room, real *in_gradient);
/* The gradients of weight and bias. */
void linear_weight_gradient(struct linear linear, int rows, const real *in,
                            const real *out_gradient, real *room, real *weight_gradient,
                            real *bias_gradient);

#endif
