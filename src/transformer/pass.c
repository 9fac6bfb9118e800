/* The model's layers in their order, forward and backward side by side. */
#include "transformer/pass.h"

#include "program/error.h"
#include "transformer/parameters.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* What one block computes. A row of the first four is what the block reads, else a prefix. */
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

/* The next `count` numbers of the room; NULL while the room is only being measured. */
static real *take(struct pass *pass, size_t count) {
    size_t start = pass->room_used;
    pass->room_used += padded((int)count);
    return pass->room ? pass->room + start : NULL;
}

static struct layernorm take_layernorm(struct pass *pass, size_t rows) {
    struct layernorm norm = {.mean = take(pass, rows), .inverse_deviation = take(pass, rows)};
    norm.out = take(pass, rows * pass->transformer->settings.d_model);
    return norm;
}

static void lay_out_block(struct pass *pass, int layer) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    struct block *block = &pass->blocks[layer];
    size_t rows = (size_t)pass->positions * pass->capacity, width = settings->d_model;
    block->resid_pre = layer > 0 ? block[-1].resid_post : take(pass, rows * width);
    block->ln1 = take_layernorm(pass, rows);
    block->query = take(pass, rows * width);
    block->key_value = take(pass, rows * 2 * width);
    block->pattern = take(pass, rows * settings->heads * pass->positions);
    block->mixed = take(pass, rows * width);
    block->resid_mid = take(pass, rows * width);
    block->ln2 = take_layernorm(pass, rows);
    block->hidden = take(pass, rows * settings->d_mlp);
    block->resid_post = take(pass, rows * width);
}

static int larger(int a, int b) {
    return a > b ? a : b;
}

static void lay_out(struct pass *pass) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    size_t rows = (size_t)pass->positions * pass->capacity, width = settings->d_model;
    int widest = larger(2 * settings->d_model, larger(settings->d_mlp, settings->vocabulary));
    pass->room_used = 0;
    for (int layer = 0; layer < pass->layers; layer++)
        lay_out_block(pass, layer);
    pass->ln_final = take_layernorm(pass, pass->capacity);
    pass->logits = take(pass, (size_t)pass->capacity * settings->vocabulary);
    pass->resid = take(pass, rows * width);
    pass->resid_pre = take(pass, rows * width);
    pass->normalised = take(pass, rows * width);
    pass->mixed = take(pass, rows * width);
    pass->query = take(pass, rows * width);
    pass->asked = take(pass, rows * width);
    pass->key_value = take(pass, rows * 2 * width);
    pass->hidden = take(pass, rows * settings->d_mlp);
    pass->joined = take(pass, width * 2 * width);
    pass->joined_bias = take(pass, 2 * width);
    pass->product_room = take(pass, (size_t)PRODUCT_ROWS * padded(widest));
}

struct pass pass_new(const struct linears *linears, int layers, int last_position, int capacity) {
    const struct transformer *transformer = linears->transformer;
    struct pass pass = {
        .transformer = transformer,
        .linears = linears,
        .layers = layers,
        .positions = last_position + 1,
        .capacity = capacity,
        .tokens = allocate(capacity, sizeof *pass.tokens),
        .answers = allocate(capacity, sizeof *pass.answers),
        .prefixes = prefixes_new(capacity, last_position + 1, transformer->settings.vocabulary),
        .blocks = allocate(layers, sizeof *pass.blocks),
    };
    lay_out(&pass);
    pass.room = room(pass.room_used, sizeof *pass.room);
    lay_out(&pass);
    return pass;
}

void pass_free(struct pass *pass) {
    free(pass->tokens);
    free(pass->answers);
    prefixes_free(&pass->prefixes);
    free(pass->blocks);
    free(pass->room);
}

static void load(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                 int count) {
    pass->count = count;
    for (int i = 0; i < count; i++) {
        modular_tokens(task, examples[i], pass->tokens[i]);
        pass->answers[i] = pass->tokens[i][ANSWER_POSITION];
    }
    prefixes_find(&pass->prefixes, pass->tokens, count);
}

/* ---- Embedding */

/* resid_pre of the first block = W_E[token] + W_pos[position], word by word */
static void embedding_forward(struct pass *pass) {
    const struct transformer *transformer = pass->transformer;
    const struct prefixes *found = &pass->prefixes;
    size_t width = transformer->settings.d_model;
    real *weights[EMBEDDING_PARAMETERS];
    locate(transformer, transformer->values, 0, EMBEDDING_PARAMETERS, weights);
    for (int word = 0; word < found->words; word++) {
        real *resid = pass->blocks[0].resid_pre + word * width;
        copy(resid, weights[W_E] + found->token[word] * width, width);
        add(resid, weights[W_POS] + found->position[word] * width, width);
    }
}

static void embedding_backward(struct pass *pass, real *gradient) {
    const struct prefixes *found = &pass->prefixes;
    size_t width = pass->transformer->settings.d_model;
    real *gradients[EMBEDDING_PARAMETERS];
    locate(pass->transformer, gradient, 0, EMBEDDING_PARAMETERS, gradients);
    clear(gradients[W_E], width * pass->transformer->settings.vocabulary);
    clear(gradients[W_POS], width * SEQUENCE_LENGTH);
    for (int word = 0; word < found->words; word++) {
        const real *resid = pass->resid + word * width;
        add(gradients[W_E] + found->token[word] * width, resid, width);
        add(gradients[W_POS] + found->position[word] * width, resid, width);
    }
}

/* ---- Attention */

/* The rows of a block. */
struct rows {
    int inputs, first_query;   /* rows that it reads; queries are of those from first_query on */
    int outputs, first_output; /* prefixes; it computes those from first_output on */
    const int32_t *input_at;   /* [outputs, positions] the input at each position of a prefix */
};

static struct rows rows_of(const struct pass *pass, int layer) {
    const struct prefixes *found = &pass->prefixes;
    struct rows rows = {.outputs = found->count};
    bool last = layer == pass->layers - 1;
    rows.inputs = layer == 0 ? found->words : found->count;
    rows.input_at = layer == 0 ? found->word_at : found->prefix_at;
    if (last) {
        rows.first_output = found->count - pass->count;
        rows.first_query = layer == 0 ? found->last_words : rows.first_output;
    }
    return rows;
}

/* The input at the last position of a prefix, where its residual stream goes on. */
static int32_t input_of(const struct pass *pass, struct rows rows, int prefix) {
    return rows.input_at[prefix * pass->positions + pass->prefixes.length[prefix] - 1];
}

/* Queries of the rows from first_query on, keys and values of all. */
static void projections_forward(const struct pass *pass, int layer, struct rows rows) {
    const struct block *block = &pass->blocks[layer];
    const struct linear *linears = pass->linears->blocks[layer];
    size_t tail = (size_t)rows.first_query * pass->transformer->settings.d_model;
    linear_forward(linears[KEY_VALUE], rows.inputs, block->ln1.out, pass->product_room,
                   block->key_value);
    linear_forward(linears[QUERY], rows.inputs - rows.first_query, block->ln1.out + tail,
                   pass->product_room, block->query + tail);
}

/* Their gradients' way back to ln1.out. */
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
                           pass->query + tail, pass->joined, gradients[B_Q]);
    part_heads(settings, pass->joined, width, gradients[W_Q]);
    linear_weight_gradient(linears[KEY_VALUE], rows.inputs, in, pass->key_value, pass->joined,
                           pass->joined_bias);
    part_heads(settings, pass->joined, 2 * width, gradients[W_K]);
    part_heads(settings, pass->joined + width, 2 * width, gradients[W_V]);
    copy(gradients[B_K], pass->joined_bias, width);
    copy(gradients[B_V], pass->joined_bias + width, width);
}

/* Where one query of one head, and what belongs to it, stands. */
struct query_place {
    struct sight sight;
    size_t query;      /* in query */
    size_t key, value; /* in key_value, those of row 0 */
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

/* resid_mid = resid_pre + attention(ln1(resid_pre)) */
static void attention_forward(struct pass *pass, int layer, real *const *weights) {
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

/* The gradient of resid_mid, in pass->resid, gives way to that of resid_pre. */
static void attention_backward(struct pass *pass, int layer, real *const *weights,
                               real *const *gradients) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    const struct block *block = &pass->blocks[layer];
    struct rows rows = rows_of(pass, layer);
    int width = settings->d_model, outputs = rows.outputs - rows.first_output;
    size_t tail = (size_t)rows.first_output * width, inputs = (size_t)rows.inputs * width;
    struct linear output = pass->linears->blocks[layer][ATTENTION_OUT];

    linear_weight_gradient(output, outputs, block->mixed + tail, pass->resid + tail, gradients[W_O],
                           gradients[B_O]);
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

/* ---- MLP */

/* resid_post = resid_mid + relu(ln2(resid_mid) W_in + b_in) W_out + b_out */
static void mlp_forward(struct pass *pass, int layer, real *const *weights) {
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

/* The gradient of resid_post, in pass->resid, becomes that of resid_mid. */
static void mlp_backward(struct pass *pass, int layer, real *const *weights,
                         real *const *gradients) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    const struct block *block = &pass->blocks[layer];
    struct rows of = rows_of(pass, layer);
    int width = settings->d_model, d_mlp = settings->d_mlp, rows = of.outputs - of.first_output;
    size_t tail = (size_t)of.first_output * width;
    struct layernorm ln2 = layernorm_tail(block->ln2, of.first_output, width);
    const real *hidden = block->hidden + (size_t)of.first_output * d_mlp;
    struct linear in = pass->linears->blocks[layer][MLP_IN];
    struct linear out = pass->linears->blocks[layer][MLP_OUT];

    linear_weight_gradient(out, rows, hidden, pass->resid + tail, gradients[W_OUT],
                           gradients[B_OUT]);
    linear_input_gradient(out, rows, pass->resid + tail, hidden, pass->product_room, pass->hidden);
    linear_weight_gradient(in, rows, ln2.out, pass->hidden, gradients[W_IN], gradients[B_IN]);
    linear_input_gradient(in, rows, pass->hidden, NULL, pass->product_room, pass->normalised);
    layernorm_backward(rows, width, block->resid_mid + tail, weights[LN2_W], ln2, pass->normalised,
                       pass->resid + tail, gradients[LN2_W], gradients[LN2_B]);
}

/* ---- Output */

/* Where in a matrix [rows, d_model] the last position begins. */
static size_t read_place(const struct pass *pass) {
    return (size_t)(pass->prefixes.count - pass->count) * pass->transformer->settings.d_model;
}

const real *pass_read(const struct pass *pass) {
    return pass->blocks[pass->layers - 1].resid_post + read_place(pass);
}

/* logits = ln_final(resid_post) W_U + b_U at the last position */
static void output_forward(struct pass *pass) {
    const struct transformer *transformer = pass->transformer;
    const struct transformer_settings *settings = &transformer->settings;
    int width = settings->d_model;
    real *weights[OUTPUT_PARAMETERS];
    locate(transformer, transformer->values, output_parameters(transformer), OUTPUT_PARAMETERS,
           weights);
    layernorm_forward(pass->count, width, settings->layernorm_epsilon, pass_read(pass),
                      weights[LN_FINAL_W], weights[LN_FINAL_B], pass->ln_final);
    linear_forward(pass->linears->unembedding, pass->count, pass->ln_final.out, pass->product_room,
                   pass->logits);
}

/* From the logits' gradient to that of resid_post at the last position. */
static void output_backward(struct pass *pass, real *gradient) {
    const struct transformer *transformer = pass->transformer;
    int width = transformer->settings.d_model;
    size_t place = read_place(pass);
    real *weights[OUTPUT_PARAMETERS], *gradients[OUTPUT_PARAMETERS];
    locate(transformer, transformer->values, output_parameters(transformer), OUTPUT_PARAMETERS,
           weights);
    locate(transformer, gradient, output_parameters(transformer), OUTPUT_PARAMETERS, gradients);
    linear_weight_gradient(pass->linears->unembedding, pass->count, pass->ln_final.out,
                           pass->logits, gradients[W_U], gradients[B_U]);
    linear_input_gradient(pass->linears->unembedding, pass->count, pass->logits, NULL,
                          pass->product_room, pass->normalised);
    clear(pass->resid + place, (size_t)pass->count * width);
    layernorm_backward(pass->count, width, pass_read(pass), weights[LN_FINAL_W], pass->ln_final,
                       pass->normalised, pass->resid + place, gradients[LN_FINAL_W],
                       gradients[LN_FINAL_B]);
}

/* ---- All of it */

void pass_forward(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                  int count) {
    const struct transformer *transformer = pass->transformer;
    load(pass, task, examples, count);
    embedding_forward(pass);
    for (int layer = 0; layer < pass->layers; layer++) {
        real *weights[BLOCK_PARAMETERS];
        locate(transformer, transformer->values, block_parameters(layer), BLOCK_PARAMETERS,
               weights);
        attention_forward(pass, layer, weights);
        mlp_forward(pass, layer, weights);
    }
}

void pass_backward(struct pass *pass, real *gradient) {
    const struct transformer *transformer = pass->transformer;
    output_backward(pass, gradient);
    for (int layer = pass->layers - 1; layer >= 0; layer--) {
        real *weights[BLOCK_PARAMETERS], *gradients[BLOCK_PARAMETERS];
        locate(transformer, transformer->values, block_parameters(layer), BLOCK_PARAMETERS,
               weights);
        locate(transformer, gradient, block_parameters(layer), BLOCK_PARAMETERS, gradients);
        mlp_backward(pass, layer, weights, gradients);
        attention_backward(pass, layer, weights, gradients);
    }
    embedding_backward(pass, gradient);
}

double pass_loss(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                 int count, int *correct) {
    pass_forward(pass, task, examples, count);
    output_forward(pass);
    return cross_entropy(count, pass->transformer->settings.vocabulary, pass->answers, pass->logits,
                         correct);
}
