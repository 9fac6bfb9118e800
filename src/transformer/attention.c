/* The attention of one block, forward and backward. */
#include "transformer/blocks.h"
#include "transformer/parameters.h"

/* The input at the last position of a prefix: the residual stream of the prefix goes on from it. */
static int32_t input_of(const struct pass *pass, struct rows rows, int prefix) {
    return rows.input_at[prefix * pass->positions + pass->prefixes.length[prefix] - 1];
}

/* The queries of the rows from first_query on, and the keys and values of all rows. */
static void projections_forward(const struct pass *pass, int layer, struct rows rows) {
    const struct block *block = &pass->blocks[layer];
    const struct linear *linears = pass->linears->blocks[layer];
    size_t tail = (size_t)rows.first_query * pass->transformer->settings.d_model;
    linear_forward(linears[KEY_VALUE], rows.inputs, block->ln1.out, pass->product_room,
                   block->key_value);
    linear_forward(linears[QUERY], rows.inputs - rows.first_query, block->ln1.out + tail,
                   pass->product_room, block->query + tail);
}

/* From the gradients of queries, keys and values to that of ln1.out. */
static void projections_input_gradient(struct pass *pass, int layer, struct rows rows) {
    const struct linear *linears = pass->linears->blocks[layer];
    size_t width = pass->transformer->settings.d_model, tail = rows.first_query * width;
    int queries = rows.inputs - rows.first_query;
    linear_input_gradient(linears[KEY_VALUE], rows.inputs, pass->key_value, NULL,
                          pass->product_room, pass->normalised);
    linear_input_gradient(linears[QUERY], queries, pass->query + tail, NULL, pass->product_room,
                          pass->asked);
    add(pass->normalised + tail, pass->asked, queries * width);
}

static void projections_weight_gradient(struct pass *pass, int layer, struct rows rows,
                                        real *const *gradients) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    const struct linear *linears = pass->linears->blocks[layer];
    const real *in = pass->blocks[layer].ln1.out;
    size_t width = settings->d_model, tail = rows.first_query * width;
    linear_weight_gradient(linears[QUERY], rows.inputs - rows.first_query, in + tail,
                           pass->query + tail, pass->product_room, pass->joined, gradients[B_Q]);
    part_heads(settings, pass->joined, width, gradients[W_Q]);
    linear_weight_gradient(linears[KEY_VALUE], rows.inputs, in, pass->key_value, pass->product_room,
                           pass->joined, pass->joined_bias);
    part_heads(settings, pass->joined, 2 * width, gradients[W_K]);
    part_heads(settings, pass->joined + width, 2 * width, gradients[W_V]);
    copy(gradients[B_K], pass->joined_bias, width);
    copy(gradients[B_V], pass->joined_bias + width, width);
}

/* The places of one query of one head and of what belongs to it. */
struct query_place {
    struct sight sight;
    size_t query;      /* in query */
    size_t key, value; /* in key_value: those of row 0 */
    size_t pattern, mixed;
};

static struct query_place query_place(const struct pass *pass, struct rows rows, int prefix,
                                      int head) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    size_t width = settings->d_model, d_head = head_width(settings), column = head * d_head;
    return (struct query_place){
        .sight = {.sources = pass->prefixes.length[prefix],
                  .rows = rows.input_at + (size_t)prefix * pass->positions,
                  .width = d_head,
                  .stride = 2 * width},
        .query = input_of(pass, rows, prefix) * width + column,
        .key = column,
        .value = width + column,
        .pattern = ((size_t)prefix * settings->heads + head) * pass->positions,
        .mixed = prefix * width + column,
    };
}

static void mixing_forward(const struct pass *pass, struct rows rows, struct block *block) {
    for (int prefix = rows.first_output; prefix < rows.outputs; prefix++)
        for (int head = 0; head < pass->transformer->settings.heads; head++) {
            struct query_place at = query_place(pass, rows, prefix, head);
            query_forward(at.sight, block->query + at.query, block->key_value + at.key,
                          block->key_value + at.value, block->pattern + at.pattern,
                          block->mixed + at.mixed);
        }
}

static void mixing_backward(struct pass *pass, struct rows rows, const struct block *block) {
    for (int prefix = rows.first_output; prefix < rows.outputs; prefix++)
        for (int head = 0; head < pass->transformer->settings.heads; head++) {
            struct query_place at = query_place(pass, rows, prefix, head);
            query_backward(at.sight, block->query + at.query, block->key_value + at.key,
                           block->key_value + at.value, block->pattern + at.pattern,
                           pass->mixed + at.mixed, pass->query + at.query, pass->key_value + at.key,
                           pass->key_value + at.value);
        }
}

void attention_forward(struct pass *pass, int layer, real *const *weights) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    struct block *block = &pass->blocks[layer];
    struct rows rows = rows_of(pass, layer);
    int width = settings->d_model, outputs = rows.outputs - rows.first_output;
    size_t tail = (size_t)rows.first_output * width;

    layernorm_forward(rows.inputs, width, settings->layernorm_epsilon, block->resid_pre,
                      weights[LN1_W], weights[LN1_B], block->ln1);
    projections_forward(pass, layer, rows);
    mixing_forward(pass, rows, block);
    linear_forward(pass->linears->blocks[layer][ATTENTION_OUT], outputs, block->mixed + tail,
                   pass->product_room, block->resid_mid + tail);
    for (int prefix = rows.first_output; prefix < rows.outputs; prefix++)
        add(block->resid_mid + (size_t)prefix * width,
            block->resid_pre + (size_t)input_of(pass, rows, prefix) * width, width);
}

void attention_backward(struct pass *pass, int layer, real *const *weights,
                        real *const *gradients) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    const struct block *block = &pass->blocks[layer];
    struct rows rows = rows_of(pass, layer);
    int width = settings->d_model, outputs = rows.outputs - rows.first_output;
    size_t tail = (size_t)rows.first_output * width, inputs = (size_t)rows.inputs * width;
    struct linear output = pass->linears->blocks[layer][ATTENTION_OUT];

    linear_weight_gradient(output, outputs, block->mixed + tail, pass->resid + tail,
                           pass->product_room, gradients[W_O], gradients[B_O]);
    linear_input_gradient(output, outputs, pass->resid + tail, NULL, pass->product_room,
                          pass->mixed + tail);
    clear(pass->query, inputs);
    clear(pass->key_value, 2 * inputs);
    mixing_backward(pass, rows, block);
    projections_weight_gradient(pass, layer, rows, gradients);
    projections_input_gradient(pass, layer, rows);

    clear(pass->resid_pre, inputs);
    for (int prefix = rows.first_output; prefix < rows.outputs; prefix++)
        add(pass->resid_pre + (size_t)input_of(pass, rows, prefix) * width,
            pass->resid + (size_t)prefix * width, width);
    layernorm_backward(rows.inputs, width, block->resid_pre, weights[LN1_W], block->ln1,
                       pass->normalised, pass->resid_pre, gradients[LN1_W], gradients[LN1_B]);
    real *resid = pass->resid;
    pass->resid = pass->resid_pre;
    pass->resid_pre = resid;
}
