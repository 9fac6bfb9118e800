/* The linear layers of a transformer. They are laid out for products once a step, for all threads.
 */
#ifndef TRANSFORMER_LINEARS_H
#define TRANSFORMER_LINEARS_H

#include "arithmetic/team.h"
#include "transformer/linear.h"
#include "transformer/transformer.h"

enum { QUERY, KEY_VALUE, ATTENTION_OUT, MLP_IN, MLP_OUT, BLOCK_LINEARS };

struct linears {
    const struct transformer *transformer;
    struct linear (*blocks)[BLOCK_LINEARS]; /* [layers] */
    struct linear unembedding;
    real *room;
    real *joined, *joined_bias; /* [layers, d_model, 2 d_model], [layers, 2 d_model]: W_K, W_V */
};

/* The linear layers of this transformer, which must stay in place. The caller frees them with
 * linears_free. */
struct linears linears_new(const struct transformer *transformer);
void linears_free(struct linears *linears);

/* Lay out the values that the transformer has now. */
void linears_lay_out(struct linears *linears, struct team *team);

/* Copy the d_model columns of `joined`, which has the heads of W_Q, W_K or W_V side by side, back
 * to apart[heads, d_model, d_head]. The rows of `joined` are `stride` places apart. */
void part_heads(const struct transformer_settings *settings, const real *joined, size_t stride,
                real *apart);

#endif
