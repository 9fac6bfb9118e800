/* A transformer's linear layers, laid out for products: once a step, for all threads. */
#ifndef LINEARS_H
#define LINEARS_H

#include "transformer/layers.h"
#include "arithmetic/team.h"
#include "transformer/transformer.h"

enum { QUERY, KEY_VALUE, ATTENTION_OUT, MLP_IN, MLP_OUT, BLOCK_LINEARS };

struct linears {
    const struct transformer *transformer;
    struct linear (*blocks)[BLOCK_LINEARS]; /* [layers] */
    struct linear unembedding;
    real *room;
    real *joined, *joined_bias; /* [layers, d_model, 2 d_model], [layers, 2 d_model]: W_K, W_V */
};

/* Those of this transformer, which stays where it is. The caller frees with linears_free. */
struct linears linears_new(const struct transformer *transformer);
void linears_free(struct linears *linears);

/* Take over the values that the transformer has now. */
void linears_lay_out(struct linears *linears, struct team *team);

/* From a product of W_Q, W_K or W_V's width back to [heads, d_model, d_head]: the d_model columns
 * of `joined` whose heads stand side by side; its rows stand `stride` apart. */
void part_heads(const struct transformer_settings *settings, const real *joined, size_t stride,
                real *apart);

#endif
