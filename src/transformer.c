/* The transformer: its parameters, its layers forward and backward, its training. */
#define _GNU_SOURCE
#include "transformer.h"

#include "error.h"
#include "kernels.h"
#include "layers.h"
#include "prefixes.h"
#include "rng.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Parameters ------------------------------------------------------------------------------
 *
 * values:  | W_E | W_pos | block 0 | block 1 | ... | ln_final.w | ln_final.b | W_U | b_U |
 *
 * The gradient and AdamW's moments have the same layout. Order and names are those of
 * TransformerLens's state_dict; the order is also that of the initial draws.
 */

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

enum extent { NONE, VOCABULARY, POSITIONS, D_MODEL, HEADS, D_HEAD, D_MLP };

struct description {
    const char *name;
    enum extent shape[3];
};

static const struct description embedding_description[EMBEDDING_PARAMETERS] = {
    [W_E] = {"embed.W_E", {VOCABULARY, D_MODEL}},
    [W_POS] = {"pos_embed.W_pos", {POSITIONS, D_MODEL}},
};

static const struct description block_description[BLOCK_PARAMETERS] = {
    [LN1_W] = {"ln1.w", {D_MODEL}},
    [LN1_B] = {"ln1.b", {D_MODEL}},
    [LN2_W] = {"ln2.w", {D_MODEL}},
    [LN2_B] = {"ln2.b", {D_MODEL}},
    [W_Q] = {"attn.W_Q", {HEADS, D_MODEL, D_HEAD}},
    [W_O] = {"attn.W_O", {HEADS, D_HEAD, D_MODEL}},
    [B_Q] = {"attn.b_Q", {HEADS, D_HEAD}},
    [B_O] = {"attn.b_O", {D_MODEL}},
    [W_K] = {"attn.W_K", {HEADS, D_MODEL, D_HEAD}},
    [W_V] = {"attn.W_V", {HEADS, D_MODEL, D_HEAD}},
    [B_K] = {"attn.b_K", {HEADS, D_HEAD}},
    [B_V] = {"attn.b_V", {HEADS, D_HEAD}},
    [W_IN] = {"mlp.W_in", {D_MODEL, D_MLP}},
    [B_IN] = {"mlp.b_in", {D_MLP}},
    [W_OUT] = {"mlp.W_out", {D_MLP, D_MODEL}},
    [B_OUT] = {"mlp.b_out", {D_MODEL}},
};

static const struct description output_description[OUTPUT_PARAMETERS] = {
    [LN_FINAL_W] = {"ln_final.w", {D_MODEL}},
    [LN_FINAL_B] = {"ln_final.b", {D_MODEL}},
    [W_U] = {"unembed.W_U", {D_MODEL, VOCABULARY}},
    [B_U] = {"unembed.b_U", {VOCABULARY}},
};

static int head_width(const struct transformer_settings *settings) {
    return settings->d_model / settings->heads;
}

static int extent_length(const struct transformer_settings *settings, enum extent extent) {
    switch (extent) {
    case VOCABULARY:
        return settings->vocabulary;
    case POSITIONS:
        return SEQUENCE_LENGTH;
    case D_MODEL:
        return settings->d_model;
    case HEADS:
        return settings->heads;
    case D_HEAD:
        return head_width(settings);
    case D_MLP:
        return settings->d_mlp;
    case NONE:
        break;
    }
    return 0;
}

/* Append the described parameters, their names after `prefix`. */
static void append_parameters(struct transformer *transformer, const char *prefix,
                              const struct description *descriptions, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct parameter *parameter = &transformer->parameters[transformer->parameter_count++];
        snprintf(parameter->name, sizeof parameter->name, "%s%s", prefix, descriptions[i].name);
        parameter->offset = transformer->size;
        parameter->count = 1;
        for (int d = 0; d < 3 && descriptions[i].shape[d] != NONE; d++) {
            int length = extent_length(&transformer->settings, descriptions[i].shape[d]);
            parameter->shape[parameter->rank++] = length;
            parameter->count *= length;
        }
        transformer->size += parameter->count;
    }
}

/* Where in the table the parameters of a block begin, and those after the last block. */
static size_t block_parameters(int layer) {
    return EMBEDDING_PARAMETERS + (size_t)layer * BLOCK_PARAMETERS;
}

static size_t output_parameters(const struct transformer *transformer) {
    return block_parameters(transformer->settings.layers);
}

/* The table of all parameters. */
static void describe_parameters(struct transformer *transformer) {
    int layers = transformer->settings.layers;
    transformer->parameters = allocate(output_parameters(transformer) + OUTPUT_PARAMETERS,
                                       sizeof *transformer->parameters);
    append_parameters(transformer, "", embedding_description, EMBEDDING_PARAMETERS);
    for (int layer = 0; layer < layers; layer++) {
        char prefix[24];
        snprintf(prefix, sizeof prefix, "blocks.%d.", layer);
        append_parameters(transformer, prefix, block_description, BLOCK_PARAMETERS);
    }
    append_parameters(transformer, "", output_description, OUTPUT_PARAMETERS);
}

/* Normal draws of the given deviation. */
static void draw_parameter(real *values, size_t count, double deviation,
                           struct torch_generator *generator) {
    float *draws = allocate(count, sizeof *draws);
    torch_normal(generator, draws, count, (float)deviation);
    for (size_t i = 0; i < count; i++)
        values[i] = draws[i];
    free(draws);
}

static void fill(real *values, size_t count, real value) {
    for (size_t i = 0; i < count; i++)
        values[i] = value;
}

static bool ends_with(const char *name, const char *end) {
    size_t length = strlen(name), end_length = strlen(end);
    return length >= end_length && strcmp(name + length - end_length, end) == 0;
}

static void draw_parameters(struct transformer *transformer, struct torch_generator *generator) {
    const struct transformer_settings *settings = &transformer->settings;
    double deviation = settings->initial_scale / sqrt(settings->d_model);
    for (size_t i = 0; i < transformer->parameter_count; i++) {
        const struct parameter *parameter = &transformer->parameters[i];
        real *values = transformer->values + parameter->offset;
        if (strstr(parameter->name, "W_"))
            draw_parameter(values, parameter->count, deviation, generator);
        else if (ends_with(parameter->name, ".w"))
            fill(values, parameter->count, 1);
    }
}

static void check_settings(const struct transformer_settings *settings) {
    if (settings->layers < 1 || settings->d_model < 1 || settings->heads < 1 ||
        settings->d_mlp < 1 || settings->vocabulary < 1 || settings->batch < 1)
        fail("transformer of %d layers, d_model %d, %d heads, d_mlp %d, vocabulary %d, batch %d: "
             "expected each to be 1 or more",
             settings->layers, settings->d_model, settings->heads, settings->d_mlp,
             settings->vocabulary, settings->batch);
    if (settings->d_model % settings->heads != 0)
        fail("d_model %d is no multiple of %d heads", settings->d_model, settings->heads);
    if (settings->answer_position < 0 || settings->answer_position >= SEQUENCE_LENGTH)
        fail("answer position is %d, expected 0 to %d", settings->answer_position,
             SEQUENCE_LENGTH - 1);
}

struct transformer *transformer_initialise(const struct transformer_settings *settings,
                                           uint64_t seed, struct torch_generator *generator) {
    check_settings(settings);
    struct transformer *transformer = allocate(1, sizeof *transformer);
    transformer->settings = *settings;
    describe_parameters(transformer);
    transformer->values = allocate(padded((int)transformer->size), sizeof *transformer->values);
    torch_seed(generator, seed);
    draw_parameters(transformer, generator);
    return transformer;
}

void transformer_free(struct transformer *transformer) {
    if (!transformer)
        return;
    free(transformer->parameters);
    free(transformer->values);
    free(transformer);
}

const struct parameter *transformer_parameter(const struct transformer *transformer,
                                              const char *name) {
    for (size_t i = 0; i < transformer->parameter_count; i++)
        if (strcmp(transformer->parameters[i].name, name) == 0)
            return &transformer->parameters[i];
    return NULL;
}

/* Where `count` parameters from number `first` on stand in `base`, the values or the gradient. */
static void locate(const struct transformer *transformer, real *base, size_t first, size_t count,
                   real **places) {
    for (size_t i = 0; i < count; i++)
        places[i] = base + transformer->parameters[first + i].offset;
}

/* ---- A batch on its way through the model ----------------------------------------------------
 *
 * The rows of a matrix are the distinct prefixes of the batch (see prefixes.h), position by
 * position, so that the last position, the only one that is read after the last block, is its tail:
 *
 *   position     0      1        2               last
 *   row       | BOS | BOS a | BOS a + |   ..  | one for each example |
 *             '----------- keys and values, in every block ----------'
 *             '--- queries, MLP, resid_post before the last block ---'
 *                                             '-- in the last block -'
 *
 * What the first block reads, the embeddings, depends on words only: there a row is a word.
 * Positions are 0 to the one that is read: causal attention never looks past it.
 */

/* A query, a key and a value side by side, each with its heads side by side: a row of d_qkv. */
enum { QUERY, KEY, VALUE, PROJECTIONS };

static const struct {
    int weight, bias;
} projections[PROJECTIONS] = {{W_Q, B_Q}, {W_K, B_K}, {W_V, B_V}};

/* What one block computes. A row of the first three is what the block reads, else a prefix. */
struct block {
    real *resid_pre; /* [rows, d_model] */
    struct layernorm ln1;
    real *qkv;                    /* [rows, d_qkv] */
    real *qkv_weight, *qkv_bias;  /* [d_model, d_qkv], [d_qkv]: the parameters, laid out as qkv */
    real *pattern;                /* [rows, heads, positions] */
    real *mixed;                  /* [rows, d_model], heads side by side */
    real *resid_mid, *resid_post; /* [rows, d_model] */
    struct layernorm ln2;
    real *hidden; /* [rows, d_mlp], after the ReLU */
};

struct pass {
    const struct transformer *transformer;
    int layers, positions;              /* those that are computed */
    int capacity;                       /* examples that fit */
    int count;                          /* examples loaded */
    int32_t (*tokens)[SEQUENCE_LENGTH]; /* [count] */
    int32_t *answers;                   /* [count] */
    struct prefixes prefixes;

    struct block *blocks; /* [layers] */
    struct layernorm ln_final;
    real *logits; /* [count, vocabulary]; after the loss, their gradient */

    /* Gradients, shared by the blocks. */
    real *resid, *resid_pre, *normalised, *mixed; /* [rows, d_model] */
    real *qkv, *hidden;                           /* [rows, d_qkv], [rows, d_mlp] */
    real *qkv_weight, *qkv_bias;

    real *room; /* holds all of the above from the blocks' matrices on */
    size_t room_used;
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
    block->qkv = take(pass, rows * PROJECTIONS * width);
    block->qkv_weight = take(pass, width * PROJECTIONS * width);
    block->qkv_bias = take(pass, PROJECTIONS * width);
    block->pattern = take(pass, rows * settings->heads * pass->positions);
    block->mixed = take(pass, rows * width);
    block->resid_mid = take(pass, rows * width);
    block->ln2 = take_layernorm(pass, rows);
    block->hidden = take(pass, rows * settings->d_mlp);
    block->resid_post = take(pass, rows * width);
}

static void lay_out(struct pass *pass) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    size_t rows = (size_t)pass->positions * pass->capacity, width = settings->d_model;
    pass->room_used = 0;
    for (int layer = 0; layer < pass->layers; layer++)
        lay_out_block(pass, layer);
    pass->ln_final = take_layernorm(pass, pass->capacity);
    pass->logits = take(pass, (size_t)pass->capacity * settings->vocabulary);
    pass->resid = take(pass, rows * width);
    pass->resid_pre = take(pass, rows * width);
    pass->normalised = take(pass, rows * width);
    pass->mixed = take(pass, rows * width);
    pass->qkv = take(pass, rows * PROJECTIONS * width);
    pass->hidden = take(pass, rows * settings->d_mlp);
    pass->qkv_weight = take(pass, width * PROJECTIONS * width);
    pass->qkv_bias = take(pass, PROJECTIONS * width);
}

/* Room for `capacity` examples, through `layers` layers, at positions 0 .. last_position. */
static struct pass pass_new(const struct transformer *transformer, int layers, int last_position,
                            int capacity) {
    struct pass pass = {
        .transformer = transformer,
        .layers = layers,
        .positions = last_position + 1,
        .capacity = capacity,
        .tokens = allocate(capacity, sizeof *pass.tokens),
        .answers = allocate(capacity, sizeof *pass.answers),
        .prefixes = prefixes_new(capacity, last_position + 1, transformer->settings.vocabulary),
        .blocks = allocate(layers, sizeof *pass.blocks),
    };
    lay_out(&pass);
    pass.room = allocate(pass.room_used, sizeof *pass.room);
    lay_out(&pass);
    return pass;
}

static void pass_free(struct pass *pass) {
    free(pass->tokens);
    free(pass->answers);
    prefixes_free(&pass->prefixes);
    free(pass->blocks);
    free(pass->room);
}

static void pass_load(struct pass *pass, const struct modular_task *task, const int32_t *examples,
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

/* Copy a matrix between others' columns. */
static void copy_matrix(int rows, int columns, const real *from, size_t from_stride, real *to,
                        size_t to_stride) {
    for (int row = 0; row < rows; row++)
        copy(to + row * to_stride, from + row * from_stride, columns);
}

/* Lay W_Q, W_K, W_V [heads, d_model, d_head] and their biases side by side, for one product. */
static void pack_qkv(const struct transformer_settings *settings, real *const *parameters,
                     real *weight, real *bias) {
    int width = settings->d_model, d_head = head_width(settings);
    for (int p = 0; p < PROJECTIONS; p++) {
        copy(bias + p * width, parameters[projections[p].bias], width);
        for (int head = 0; head < settings->heads; head++)
            copy_matrix(width, d_head,
                        parameters[projections[p].weight] + (size_t)head * width * d_head, d_head,
                        weight + p * width + head * d_head, PROJECTIONS * width);
    }
}

static void unpack_qkv(const struct transformer_settings *settings, const real *weight,
                       const real *bias, real *const *parameters) {
    int width = settings->d_model, d_head = head_width(settings);
    for (int p = 0; p < PROJECTIONS; p++) {
        copy(parameters[projections[p].bias], bias + p * width, width);
        for (int head = 0; head < settings->heads; head++)
            copy_matrix(width, d_head, weight + p * width + head * d_head, PROJECTIONS * width,
                        parameters[projections[p].weight] + (size_t)head * width * d_head, d_head);
    }
}

/* `count` of the projections of [rows, d_model]. */
static struct linear_shape qkv_shape(int rows, int d_model, int count) {
    return (struct linear_shape){rows, d_model, count * d_model, PROJECTIONS * d_model};
}

/* Keys and values of what comes before the first query, then all three. */
static void qkv_forward(struct rows rows, int width, const struct block *block) {
    size_t first = rows.first_query;
    linear_forward(qkv_shape(first, width, 2), block->ln1.out, block->qkv_weight + width,
                   block->qkv_bias + width, block->qkv + width);
    linear_forward(qkv_shape(rows.inputs - first, width, 3), block->ln1.out + first * width,
                   block->qkv_weight, block->qkv_bias, block->qkv + first * PROJECTIONS * width);
}

/* For the weights keys and values of all rows go together, then queries. */
static void qkv_backward(struct pass *pass, struct rows rows, int width,
                         const struct block *block) {
    size_t first = rows.first_query;
    const real *late_in = block->ln1.out + first * width;
    const real *late_gradient = pass->qkv + first * PROJECTIONS * width;
    linear_weight_gradient(qkv_shape(rows.inputs, width, 2), block->ln1.out, pass->qkv + width,
                           pass->qkv_weight + width, pass->qkv_bias + width);
    linear_weight_gradient(qkv_shape(rows.inputs - first, width, 1), late_in, late_gradient,
                           pass->qkv_weight, pass->qkv_bias);
    linear_input_gradient(qkv_shape(first, width, 2), block->qkv_weight + width, pass->qkv + width,
                          pass->normalised);
    linear_input_gradient(qkv_shape(rows.inputs - first, width, 3), block->qkv_weight,
                          late_gradient, pass->normalised + first * width);
}

/* Where one query of one head, and what belongs to it, stands. */
struct query_place {
    struct sight sight;
    size_t query;      /* in qkv */
    size_t key, value; /* in qkv, those of row 0 */
    size_t pattern, mixed;
};

static struct query_place query_place(const struct pass *pass, struct rows rows, int prefix,
                                      int head) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    size_t width = settings->d_model, d_head = head_width(settings);
    size_t stride = PROJECTIONS * width, column = head * d_head;
    return (struct query_place){
        .sight = {.sources = pass->prefixes.length[prefix],
                  .rows = rows.input_at + (size_t)prefix * pass->positions,
                  .width = d_head,
                  .scale = (real)(1 / sqrt(d_head)),
                  .stride = stride},
        .query = input_of(pass, rows, prefix) * stride + column,
        .key = KEY * width + column,
        .value = VALUE * width + column,
        .pattern = ((size_t)prefix * settings->heads + head) * pass->positions,
        .mixed = prefix * width + column,
    };
}

static void mixing_forward(const struct pass *pass, struct rows rows, struct block *block) {
    for (int prefix = rows.first_output; prefix < rows.outputs; prefix++)
        for (int head = 0; head < pass->transformer->settings.heads; head++) {
            struct query_place at = query_place(pass, rows, prefix, head);
            query_forward(at.sight, block->qkv + at.query, block->qkv + at.key,
                          block->qkv + at.value, block->pattern + at.pattern,
                          block->mixed + at.mixed);
        }
}

static void mixing_backward(struct pass *pass, struct rows rows, const struct block *block) {
    for (int prefix = rows.first_output; prefix < rows.outputs; prefix++)
        for (int head = 0; head < pass->transformer->settings.heads; head++) {
            struct query_place at = query_place(pass, rows, prefix, head);
            query_backward(at.sight, block->qkv + at.query, block->qkv + at.key,
                           block->qkv + at.value, block->pattern + at.pattern,
                           pass->mixed + at.mixed, pass->qkv + at.query, pass->qkv + at.key,
                           pass->qkv + at.value);
        }
}

/* resid_mid = resid_pre + attention(ln1(resid_pre)) */
static void attention_forward(struct pass *pass, int layer, real *const *weights) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    struct block *block = &pass->blocks[layer];
    struct rows rows = rows_of(pass, layer);
    int width = settings->d_model, outputs = rows.outputs - rows.first_output;
    size_t tail = (size_t)rows.first_output * width;

    pack_qkv(settings, weights, block->qkv_weight, block->qkv_bias);
    layernorm_forward(rows.inputs, width, settings->layernorm_epsilon, block->resid_pre,
                      weights[LN1_W], weights[LN1_B], block->ln1);
    qkv_forward(rows, width, block);
    mixing_forward(pass, rows, block);
    linear_forward((struct linear_shape){outputs, width, width, width}, block->mixed + tail,
                   weights[W_O], weights[B_O], block->resid_mid + tail);
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
    struct linear_shape output = {outputs, width, width, width};

    linear_weight_gradient(output, block->mixed + tail, pass->resid + tail, gradients[W_O],
                           gradients[B_O]);
    linear_input_gradient(output, weights[W_O], pass->resid + tail, pass->mixed + tail);
    clear(pass->qkv, PROJECTIONS * inputs);
    mixing_backward(pass, rows, block);
    qkv_backward(pass, rows, width, block);
    unpack_qkv(settings, pass->qkv_weight, pass->qkv_bias, gradients);

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
    linear_forward((struct linear_shape){rows, width, d_mlp, d_mlp}, ln2.out, weights[W_IN],
                   weights[B_IN], hidden);
    relu_forward(hidden, (size_t)rows * d_mlp);
    linear_forward((struct linear_shape){rows, d_mlp, width, width}, hidden, weights[W_OUT],
                   weights[B_OUT], block->resid_post + tail);
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
    struct linear_shape in = {rows, width, d_mlp, d_mlp}, out = {rows, d_mlp, width, width};

    linear_weight_gradient(out, hidden, pass->resid + tail, gradients[W_OUT], gradients[B_OUT]);
    linear_input_gradient(out, weights[W_OUT], pass->resid + tail, pass->hidden);
    relu_backward(hidden, pass->hidden, (size_t)rows * d_mlp);
    linear_weight_gradient(in, ln2.out, pass->hidden, gradients[W_IN], gradients[B_IN]);
    linear_input_gradient(in, weights[W_IN], pass->hidden, pass->normalised);
    layernorm_backward(rows, width, block->resid_mid + tail, weights[LN2_W], ln2, pass->normalised,
                       pass->resid + tail, gradients[LN2_W], gradients[LN2_B]);
}

/* ---- Output */

/* Where in a matrix [rows, d_model] the last position begins. */
static size_t read_place(const struct pass *pass) {
    return (size_t)(pass->prefixes.count - pass->count) * pass->transformer->settings.d_model;
}

/* resid_post of the last layer at the last position: [count, d_model]. */
static const real *read_rows(const struct pass *pass) {
    return pass->blocks[pass->layers - 1].resid_post + read_place(pass);
}

/* logits = ln_final(resid_post) W_U + b_U at the last position */
static void output_forward(struct pass *pass) {
    const struct transformer *transformer = pass->transformer;
    const struct transformer_settings *settings = &transformer->settings;
    int width = settings->d_model, vocabulary = settings->vocabulary;
    real *weights[OUTPUT_PARAMETERS];
    locate(transformer, transformer->values, output_parameters(transformer), OUTPUT_PARAMETERS,
           weights);
    layernorm_forward(pass->count, width, settings->layernorm_epsilon, read_rows(pass),
                      weights[LN_FINAL_W], weights[LN_FINAL_B], pass->ln_final);
    linear_forward((struct linear_shape){pass->count, width, vocabulary, vocabulary},
                   pass->ln_final.out, weights[W_U], weights[B_U], pass->logits);
}

/* From the logits' gradient to that of resid_post at the last position. */
static void output_backward(struct pass *pass, real *gradient) {
    const struct transformer *transformer = pass->transformer;
    int width = transformer->settings.d_model, vocabulary = transformer->settings.vocabulary;
    size_t place = read_place(pass);
    struct linear_shape shape = {pass->count, width, vocabulary, vocabulary};
    real *weights[OUTPUT_PARAMETERS], *gradients[OUTPUT_PARAMETERS];
    locate(transformer, transformer->values, output_parameters(transformer), OUTPUT_PARAMETERS,
           weights);
    locate(transformer, gradient, output_parameters(transformer), OUTPUT_PARAMETERS, gradients);
    linear_weight_gradient(shape, pass->ln_final.out, pass->logits, gradients[W_U], gradients[B_U]);
    linear_input_gradient(shape, weights[W_U], pass->logits, pass->normalised);
    clear(pass->resid + place, (size_t)pass->count * width);
    layernorm_backward(pass->count, width, read_rows(pass), weights[LN_FINAL_W], pass->ln_final,
                       pass->normalised, pass->resid + place, gradients[LN_FINAL_W],
                       gradients[LN_FINAL_B]);
}

/* ---- All of it */

/* The loaded examples from tokens to the last layer's resid_post. */
static void pass_forward(struct pass *pass) {
    const struct transformer *transformer = pass->transformer;
    embedding_forward(pass);
    for (int layer = 0; layer < pass->layers; layer++) {
        real *weights[BLOCK_PARAMETERS];
        locate(transformer, transformer->values, block_parameters(layer), BLOCK_PARAMETERS,
               weights);
        attention_forward(pass, layer, weights);
        mlp_forward(pass, layer, weights);
    }
}

/* From the logits' gradient to that of every parameter (overwritten). */
static void pass_backward(struct pass *pass, real *gradient) {
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

/* Mean loss of the examples; leaves the logits' gradient in the pass. */
static double pass_loss(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                        int count, int *correct) {
    pass_load(pass, task, examples, count);
    pass_forward(pass);
    output_forward(pass);
    return cross_entropy(count, pass->transformer->settings.vocabulary, pass->answers, pass->logits,
                         correct);
}

double transformer_loss_and_gradient(struct transformer *transformer,
                                     const struct modular_task *task, const int32_t *examples,
                                     int count, real *gradient, int *correct) {
    const struct transformer_settings *settings = &transformer->settings;
    struct pass pass = pass_new(transformer, settings->layers, settings->answer_position, count);
    double loss = pass_loss(&pass, task, examples, count, correct);
    pass_backward(&pass, gradient);
    pass_free(&pass);
    return loss;
}

/* ---- Halves ----------------------------------------------------------------------------------
 *
 * Examples are worked through in two halves, each by a thread of its own. Two on any machine: the
 * sum of their gradients is then the same everywhere.
 */

enum { HALVES = 2 };

struct half {
    const struct modular_task *task;
    const int32_t *examples;
    int count, correct;
    double loss;
    struct pass pass;
    real *gradient;                  /* [size] */
    struct activations *activations; /* of all examples */
};

/* Do `work` for both halves at once. */
static void in_halves(struct half half[HALVES], void *(*work)(void *)) {
    pthread_t second;
    if (pthread_create(&second, NULL, work, &half[1]) != 0)
        fail("cannot start a second thread for the transformer");
    work(&half[0]);
    pthread_join(second, NULL);
}

static void divide(struct half half[HALVES], const int32_t *examples, int count) {
    half[0].examples = examples;
    half[0].count = (count + 1) / HALVES;
    half[1].examples = examples + half[0].count;
    half[1].count = count - half[0].count;
}

static void *half_loss(void *argument) {
    struct half *half = argument;
    half->loss = half->correct = 0;
    if (half->count > 0)
        half->loss =
            pass_loss(&half->pass, half->task, half->examples, half->count, &half->correct);
    return NULL;
}

static void *half_gradient(void *argument) {
    struct half *half = argument;
    half_loss(half);
    if (half->count > 0)
        pass_backward(&half->pass, half->gradient);
    return NULL;
}

/* The share of the examples that a half has; its loss and gradient count by that. */
static double share(const struct half half[HALVES], int which) {
    return (double)half[which].count / (half[0].count + half[1].count);
}

static double joint_loss(const struct half half[HALVES]) {
    return share(half, 0) * half[0].loss + share(half, 1) * half[1].loss;
}

/* ---- Training -------------------------------------------------------------------------------- */

struct transformer_trainer {
    struct transformer *transformer;
    const struct modular_task *task;
    struct torch_generator *generator;
    struct half half[HALVES];
    real *moments[2];    /* [size] */
    int32_t *order;      /* [train_examples] of one epoch */
    int32_t *validation; /* [examples - train_examples] */
    int steps;           /* taken so far */
};

static int smaller(int a, int b) {
    return a < b ? a : b;
}

static int by_pair(const void *a, const void *b, void *task) {
    const int32_t *pairs = ((const struct modular_task *)task)->order;
    return pairs[*(const int32_t *)a] - pairs[*(const int32_t *)b];
}

/* Into the order of their tokens, for each half to have few prefixes. */
static void sort_examples(const struct modular_task *task, int32_t *examples, int count) {
    qsort_r(examples, count, sizeof *examples, by_pair, (void *)task);
}

/* `count` examples from number `first` on, in the order of their tokens; the caller frees. */
static int32_t *sorted_examples(const struct modular_task *task, int first, int count) {
    int32_t *examples = allocate(count, sizeof *examples);
    for (int i = 0; i < count; i++)
        examples[i] = first + i;
    sort_examples(task, examples, count);
    return examples;
}

static void check_task(const struct transformer *transformer, const struct modular_task *task) {
    if (transformer->settings.vocabulary != modular_vocabulary(task))
        fail("the transformer's vocabulary is %d, expected %d, the task's",
             transformer->settings.vocabulary, modular_vocabulary(task));
}

static void check_split(const struct modular_task *task) {
    if (task->train_examples == 0 || task->train_examples == task->examples)
        fail("%d of %d examples are for training, expected some for training and some for "
             "validation",
             task->train_examples, task->examples);
}

struct transformer_trainer *transformer_trainer(struct transformer *transformer,
                                                const struct modular_task *task,
                                                struct torch_generator *generator) {
    const struct transformer_settings *settings = &transformer->settings;
    size_t size = padded((int)transformer->size);
    check_task(transformer, task);
    check_split(task);
    struct transformer_trainer *trainer = allocate(1, sizeof *trainer);
    *trainer = (struct transformer_trainer){
        .transformer = transformer,
        .task = task,
        .generator = generator,
        .moments = {allocate(size, sizeof(real)), allocate(size, sizeof(real))},
        .order = allocate(task->train_examples, sizeof(int32_t)),
        .validation =
            sorted_examples(task, task->train_examples, task->examples - task->train_examples),
    };
    for (int i = 0; i < HALVES; i++)
        trainer->half[i] = (struct half){
            .task = task,
            .pass = pass_new(transformer, settings->layers, settings->answer_position,
                             (settings->batch + 1) / HALVES),
            .gradient = allocate(size, sizeof(real)),
        };
    return trainer;
}

void transformer_trainer_free(struct transformer_trainer *trainer) {
    for (int i = 0; i < HALVES; i++) {
        pass_free(&trainer->half[i].pass);
        free(trainer->half[i].gradient);
    }
    free(trainer->moments[0]);
    free(trainer->moments[1]);
    free(trainer->order);
    free(trainer->validation);
    free(trainer);
}

/* Step number `step`, from 1 on. */
static struct adam_step adam_step(const struct transformer_settings *settings, int step) {
    return (struct adam_step){
        .learning_rate = (real)(settings->learning_rate / (1 - pow(settings->beta1, step))),
        .mean_weight = (real)(1 - settings->beta1),
        .square_weight = (real)(1 - settings->beta2),
        .square_root_gain = (real)(1 / sqrt(1 - pow(settings->beta2, step))),
        .epsilon = (real)settings->epsilon,
    };
}

/* A step of torch.optim.AdamW, a stretch at a time so that it stays in cache: weight decay,
 * p -= lr * decay * p, and Adam on the joint gradient of both halves. */
static void adamw_step(struct transformer_trainer *trainer) {
    enum { STRETCH = 2048 };
    const struct transformer_settings *settings = &trainer->transformer->settings;
    const struct adam_step adam = adam_step(settings, ++trainer->steps);
    real decay = (real)(1 - settings->learning_rate * settings->weight_decay);
    real *values = trainer->transformer->values, *gradient = trainer->half[0].gradient;
    int size = padded((int)trainer->transformer->size);
    for (int i = 0; i < size; i += STRETCH) {
        int count = smaller(STRETCH, size - i);
        blend(gradient + i, (real)share(trainer->half, 0), trainer->half[1].gradient + i,
              (real)share(trainer->half, 1), count);
        scale(values + i, decay, count);
        kernels()->adam(&adam, values + i, gradient + i, trainer->moments[0] + i,
                        trainer->moments[1] + i, count);
    }
}

/* The order of an epoch, drawn as PyTorch's shuffling DataLoader does: its base seed, which nothing
 * uses here, and the seed of the generator of the permutation. In each batch examples stand in the
 * order of their tokens. */
static void draw_order(struct transformer_trainer *trainer) {
    int batch = trainer->transformer->settings.batch;
    struct torch_generator permutation;
    torch_int64(trainer->generator);
    torch_seed(&permutation, (uint64_t)torch_int64(trainer->generator));
    torch_permutation(&permutation, trainer->order, trainer->task->train_examples);
    for (int done = 0; done < trainer->task->train_examples; done += batch)
        sort_examples(trainer->task, trainer->order + done,
                      smaller(batch, trainer->task->train_examples - done));
}

void transformer_train_epoch(struct transformer_trainer *trainer, double *step_losses) {
    int batch = trainer->transformer->settings.batch;
    draw_order(trainer);
    for (int done = 0; done < trainer->task->train_examples; done += batch) {
        int count = smaller(batch, trainer->task->train_examples - done);
        divide(trainer->half, trainer->order + done, count);
        in_halves(trainer->half, half_gradient);
        *step_losses++ = joint_loss(trainer->half);
        adamw_step(trainer);
    }
}

/* Their DataLoader too draws a base seed. */
double transformer_validate(struct transformer_trainer *trainer) {
    int batch = trainer->transformer->settings.batch;
    int examples = trainer->task->examples - trainer->task->train_examples, right = 0;
    torch_int64(trainer->generator);
    for (int done = 0; done < examples; done += batch) {
        divide(trainer->half, trainer->validation + done, smaller(batch, examples - done));
        in_halves(trainer->half, half_loss);
        right += trainer->half[0].correct + trainer->half[1].correct;
    }
    return (double)right / examples;
}

struct transformer_history transformer_train(struct transformer *transformer,
                                             const struct modular_task *task,
                                             struct torch_generator *generator) {
    const struct transformer_settings *settings = &transformer->settings;
    if (settings->epochs < 1)
        fail("the transformer trains %d epochs, expected 1 or more", settings->epochs);
    struct transformer_trainer *trainer = transformer_trainer(transformer, task, generator);
    int steps_per_epoch = (task->train_examples + settings->batch - 1) / settings->batch;
    real *best_values = allocate(transformer->size, sizeof *best_values);
    struct transformer_history history = {
        .validation_accuracy = -1,
        .step_losses = allocate((size_t)settings->epochs * steps_per_epoch, sizeof(double)),
    };
    for (int epoch = 1; epoch <= settings->epochs && history.validation_accuracy < 1; epoch++) {
        transformer_train_epoch(trainer, history.step_losses + history.steps);
        history.epochs_trained++;
        history.steps += steps_per_epoch;
        double accuracy = transformer_validate(trainer);
        if (accuracy > history.validation_accuracy) {
            history.validation_accuracy = accuracy;
            history.best_epoch = epoch;
            copy(best_values, transformer->values, transformer->size);
        }
    }
    copy(transformer->values, best_values, transformer->size);
    free(best_values);
    transformer_trainer_free(trainer);
    return history;
}

/* The rows that the half's pass reads, for all its examples. */
static void *half_activations(void *argument) {
    struct half *half = argument;
    int d_model = half->activations->d_model;
    for (int done = 0; done < half->count; done += half->pass.capacity) {
        pass_load(&half->pass, half->task, half->examples + done,
                  smaller(half->pass.capacity, half->count - done));
        pass_forward(&half->pass);
        for (int i = 0; i < half->pass.count; i++)
            copy(half->activations->values +
                     (size_t)half->examples[done + i] * half->activations->stride,
                 read_rows(&half->pass) + (size_t)i * d_model, d_model);
    }
    return NULL;
}

struct activations transformer_activations(const struct transformer *transformer,
                                           const struct modular_task *task, int layer,
                                           int position) {
    check_task(transformer, task);
    if (layer < 0 || layer >= transformer->settings.layers)
        fail("layer is %d, expected 0 to %d", layer, transformer->settings.layers - 1);
    if (position < 0 || position >= SEQUENCE_LENGTH)
        fail("position is %d, expected 0 to %d", position, SEQUENCE_LENGTH - 1);
    struct activations activations = activations_new(task->examples, transformer->settings.d_model);
    int32_t *examples = sorted_examples(task, 0, task->examples);
    struct half half[HALVES];
    for (int i = 0; i < HALVES; i++)
        half[i] = (struct half){
            .task = task,
            .pass = pass_new(transformer, layer + 1, position, transformer->settings.batch),
            .activations = &activations,
        };
    divide(half, examples, task->examples);
    in_halves(half, half_activations);
    for (int i = 0; i < HALVES; i++)
        pass_free(&half[i].pass);
    free(examples);
    return activations;
}
