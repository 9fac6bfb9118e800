/* A pass: its memory, the embedding, the output, and all layers in their order. */
#include "transformer/pass.h"
#include "program/error.h"
#include "transformer/blocks.h"
#include "transformer/parameters.h"
#include <stdbool.h>
#include <stdlib.h>

/* ---- Memory */

/* The next `count` numbers of the room. NULL while the room is only measured. */
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
    pass->product_room = take(pass, linear_room((int)rows, widest));
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
        pass->answers[i] = modular_answer(task, examples[i]);
    }
    prefixes_find(&pass->prefixes, pass->tokens, count);
}

struct rows rows_of(const struct pass *pass, int layer) {
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

/* ---- Output */

/* Where the last position begins in a matrix [rows, d_model]. */
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
                           pass->logits, pass->product_room, gradients[W_U], gradients[B_U]);
    linear_input_gradient(pass->linears->unembedding, pass->count, pass->logits, NULL,
                          pass->product_room, pass->normalised);
    clear(pass->resid + place, (size_t)pass->count * width);
    layernorm_backward(pass->count, width, pass_read(pass), weights[LN_FINAL_W], pass->ln_final,
                       pass->normalised, pass->resid + place, gradients[LN_FINAL_W],
                       gradients[LN_FINAL_B]);
}

/* ---- All layers */

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

void pass_predict(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                  int count) {
    pass_forward(pass, task, examples, count);
    output_forward(pass);
}

int pass_prediction(const struct pass *pass, int place) {
    int vocabulary = pass->transformer->settings.vocabulary;
    return largest(pass->logits + (size_t)place * vocabulary, vocabulary);
}
