/* The layers of a transformer: LayerNorm, the attention of one query, and the loss.
 *
 * Matrices are row-major. Gradients are overwritten, unless a comment says that they are added to.
 * No function allocates.
 */
#ifndef TRANSFORMER_LAYERS_H
#define TRANSFORMER_LAYERS_H

#include "arithmetic/real.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline void clear(real *values, size_t count) {
    memset(values, 0, count * sizeof *values);
}

static inline void copy(real *to, const real *from, size_t count) {
    memcpy(to, from, count * sizeof *to);
}

/* to += from */
void add(real *to, const real *from, size_t count);

/* to = share to + from_share from */
void blend(real *to, real share, const real *from, real from_share, size_t count);

/* to *= factor */
void scale(real *to, real factor, size_t count);

/* The place of the largest value, of equal ones the first. */
int largest(const real *values, int count);

/* The output of a LayerNorm, and what the backward pass needs of its input. */
struct layernorm {
    real *mean, *inverse_deviation; /* [rows] */
    real *out;                      /* [rows, width] */
};

/* `norm` from row `first` on. */
struct layernorm layernorm_tail(struct layernorm norm, int first, int width);

/* out = weight (x - mean(x)) / sqrt(var(x) + epsilon) + bias for each row, with the biased
 * variance, as torch.nn.LayerNorm. */
void layernorm_forward(int rows, int width, double epsilon, const real *in, const real *weight,
                       const real *bias, struct layernorm norm);
/* Adds to in_gradient, which holds the gradient of the path around the layer. */
void layernorm_backward(int rows, int width, const real *in, const real *weight,
                        struct layernorm norm, const real *out_gradient, real *in_gradient,
                        real *weight_gradient, real *bias_gradient);

/* The sources that one query of one head attends to. */
struct sight {
    int sources;         /* at most SEQUENCE_LENGTH */
    const int32_t *rows; /* [sources] their rows in keys and values */
    int width;           /* d_head */
    size_t stride;       /* places from one row of keys or values to the next */
};

/* pattern = softmax_s(query . key_s / sqrt(width)),  mixed = sum_s pattern_s value_s */
void query_forward(struct sight sight, const real *query, const real *keys, const real *values,
                   real *pattern, real *mixed);
/* Adds to the gradients, because many queries see the same key or value. */
void query_backward(struct sight sight, const real *query, const real *keys, const real *values,
                    const real *pattern, const real *mixed_gradient, real *query_gradient,
                    real *keys_gradient, real *values_gradient);

/* The mean over rows of -log softmax(logits)[target]. Its gradient with respect to the logits
 * [rows, width] replaces them. *correct is set to the number of rows whose largest logit, of equal
 * ones the first, is that of the target. */
double cross_entropy(int rows, int width, const int32_t *targets, real *logits, int *correct);

#endif
