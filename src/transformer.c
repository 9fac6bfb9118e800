/* The transformer: its parameters, its layers forward and backward, its training. */
#include "transformer.h"

#include "error.h"
#include "layers.h"
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
    transformer->values = allocate(transformer->size, sizeof *transformer->values);
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
 * Rows stand position by position, so that the last position, the only one that is read after the
 * last block, is the tail of every matrix:
 *
 *           position 0         position 1                 last position
 *   row   | 0 .. count-1 | count .. 2 count-1 | ... | (positions-1) count .. |
 *         '------------------- keys and values, in every block --------------'
 *         '---------- queries, MLP, resid_post before the last block --------'
 *                                                   '- in the last block ----'
 *
 * Positions are 0 to the one that is read: causal attention never looks past it.
 */

/* What one block computes; [rows, d_model] unless said otherwise. */
struct block {
    real *resid_pre, *resid_mid, *resid_post;
    struct layernorm ln1, ln2;
    real *query, *key, *value, *mixed; /* heads side by side */
    real *pattern;                     /* [rows, heads, positions] */
    real *hidden;                      /* [rows, d_mlp], after the ReLU */
};

struct pass {
    const struct transformer *transformer;
    int layers, positions; /* those that are computed */
    int capacity;          /* examples that fit */
    int count;             /* examples loaded */
    int32_t *tokens;       /* [positions, count] */
    int32_t *answers;      /* [count] */

    struct block *blocks; /* [layers] */
    struct layernorm ln_final;
    real *logits; /* [count, vocabulary]; after the loss, their gradient */

    /* Gradients, shared by the blocks. */
    real *resid, *normalised, *query, *key, *value, *mixed; /* [rows, d_model] */
    real *hidden;                                           /* [rows, d_mlp] */

    real *room; /* holds all of the above */
    size_t room_used;
};

/* The next `count` numbers of the room; NULL while the room is only being measured. */
static real *take(struct pass *pass, size_t count) {
    size_t start = pass->room_used;
    pass->room_used += count;
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
    size_t rows = (size_t)pass->positions * pass->capacity, matrix = rows * settings->d_model;
    block->resid_pre = layer > 0 ? block[-1].resid_post : take(pass, matrix);
    block->ln1 = take_layernorm(pass, rows);
    block->query = take(pass, matrix);
    block->key = take(pass, matrix);
    block->value = take(pass, matrix);
    block->pattern = take(pass, rows * settings->heads * pass->positions);
    block->mixed = take(pass, matrix);
    block->resid_mid = take(pass, matrix);
    block->ln2 = take_layernorm(pass, rows);
    block->hidden = take(pass, rows * settings->d_mlp);
    block->resid_post = take(pass, matrix);
}

static void lay_out(struct pass *pass) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    size_t rows = (size_t)pass->positions * pass->capacity, matrix = rows * settings->d_model;
    pass->room_used = 0;
    for (int layer = 0; layer < pass->layers; layer++)
        lay_out_block(pass, layer);
    pass->ln_final = take_layernorm(pass, pass->capacity);
    pass->logits = take(pass, (size_t)pass->capacity * settings->vocabulary);
    pass->resid = take(pass, matrix);
    pass->normalised = take(pass, matrix);
    pass->query = take(pass, matrix);
    pass->key = take(pass, matrix);
    pass->value = take(pass, matrix);
    pass->mixed = take(pass, matrix);
    pass->hidden = take(pass, rows * settings->d_mlp);
}

/* Room for `capacity` examples, through `layers` layers, at positions 0 .. last_position. */
static struct pass pass_new(const struct transformer *transformer, int layers, int last_position,
                            int capacity) {
    struct pass pass = {
        .transformer = transformer,
        .layers = layers,
        .positions = last_position + 1,
        .capacity = capacity,
        .tokens = allocate((size_t)(last_position + 1) * capacity, sizeof *pass.tokens),
        .answers = allocate(capacity, sizeof *pass.answers),
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
    free(pass->blocks);
    free(pass->room);
}

static void pass_load(struct pass *pass, const struct modular_task *task, const int32_t *examples,
                      int count) {
    pass->count = count;
    for (int i = 0; i < count; i++) {
        int32_t tokens[SEQUENCE_LENGTH];
        modular_tokens(task, examples[i], tokens);
        for (int position = 0; position < pass->positions; position++)
            pass->tokens[position * count + i] = tokens[position];
        pass->answers[i] = tokens[ANSWER_POSITION];
    }
}

/* The first position at which `layer` computes more than keys and values. */
static int first_query(const struct pass *pass, int layer) {
    return layer == pass->layers - 1 ? pass->positions - 1 : 0;
}

/* resid_pre of the first block = W_E[token] + W_pos[position] */
static void embedding_forward(struct pass *pass) {
    const struct transformer *transformer = pass->transformer;
    int width = transformer->settings.d_model;
    real *weights[EMBEDDING_PARAMETERS];
    locate(transformer, transformer->values, 0, EMBEDDING_PARAMETERS, weights);
    for (int row = 0; row < pass->positions * pass->count; row++) {
        real *resid = pass->blocks[0].resid_pre + (size_t)row * width;
        copy(resid, weights[W_E] + (size_t)pass->tokens[row] * width, width);
        add(resid, weights[W_POS] + (size_t)(row / pass->count) * width, width);
    }
}

static void embedding_backward(struct pass *pass, real *gradient) {
    int width = pass->transformer->settings.d_model;
    real *gradients[EMBEDDING_PARAMETERS];
    locate(pass->transformer, gradient, 0, EMBEDDING_PARAMETERS, gradients);
    for (int row = 0; row < pass->positions * pass->count; row++) {
        const real *resid = pass->resid + (size_t)row * width;
        add(gradients[W_E] + (size_t)pass->tokens[row] * width, resid, width);
        add(gradients[W_POS] + (size_t)(row / pass->count) * width, resid, width);
    }
}

/* One head's part of a projection: [rows, d_model] to columns of [rows, heads * d_head]. */
static struct linear_shape head_shape(const struct transformer_settings *settings, int rows) {
    return (struct linear_shape){rows, settings->d_model, head_width(settings), settings->d_model};
}

/* out[rows, heads * d_head] = in[rows, d_model] weight[heads, d_model, d_head] + bias */
static void projection_forward(const struct transformer_settings *settings, int rows,
                               const real *in, const real *weight, const real *bias, real *out) {
    int width = head_width(settings);
    for (int head = 0; head < settings->heads; head++)
        linear_forward(head_shape(settings, rows), in,
                       weight + (size_t)head * settings->d_model * width, bias + head * width,
                       out + head * width);
}

static void projection_backward(const struct transformer_settings *settings, int rows,
                                const real *in, const real *weight, const real *out_gradient,
                                real *in_gradient, real *weight_gradient, real *bias_gradient) {
    int width = head_width(settings);
    for (int head = 0; head < settings->heads; head++) {
        size_t part = (size_t)head * settings->d_model * width;
        linear_backward(head_shape(settings, rows), in, weight + part, out_gradient + head * width,
                        in_gradient, weight_gradient + part, bias_gradient + head * width);
    }
}

/* Where one query of one head, and what belongs to it, stands. */
struct query_place {
    struct sight sight;
    size_t query;   /* in query and mixed */
    size_t source;  /* of the example's position 0, in key and value */
    size_t pattern; /* in pattern */
};

/* That of query number `index` among [rows, heads]. */
static struct query_place query_place(const struct pass *pass, size_t index) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    size_t row = index / settings->heads, head = index % settings->heads;
    size_t position = row / pass->count, example = row % pass->count;
    int width = head_width(settings);
    return (struct query_place){
        .sight = {(int)position + 1, width, (size_t)pass->count * settings->d_model},
        .query = row * settings->d_model + head * width,
        .source = example * settings->d_model + head * width,
        .pattern = index * pass->positions,
    };
}

/* Every query of positions `first` and later. */
static void mixing_forward(const struct pass *pass, struct block *block, int first) {
    size_t per_position = (size_t)pass->count * pass->transformer->settings.heads;
    for (size_t i = first * per_position; i < pass->positions * per_position; i++) {
        struct query_place at = query_place(pass, i);
        query_forward(at.sight, block->query + at.query, block->key + at.source,
                      block->value + at.source, block->pattern + at.pattern,
                      block->mixed + at.query);
    }
}

static void mixing_backward(struct pass *pass, const struct block *block, int first) {
    size_t per_position = (size_t)pass->count * pass->transformer->settings.heads;
    for (size_t i = first * per_position; i < pass->positions * per_position; i++) {
        struct query_place at = query_place(pass, i);
        query_backward(at.sight, block->query + at.query, block->key + at.source,
                       block->value + at.source, block->pattern + at.pattern,
                       pass->mixed + at.query, pass->query + at.query, pass->key + at.source,
                       pass->value + at.source);
    }
}

/* resid_mid = resid_pre + attention(ln1(resid_pre)), from position first_query on */
static void attention_forward(struct pass *pass, int layer, real *const *weights) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    struct block *block = &pass->blocks[layer];
    int width = settings->d_model, first = first_query(pass, layer);
    int rows = pass->positions * pass->count, queries = (pass->positions - first) * pass->count;
    size_t tail = (size_t)first * pass->count * width;

    layernorm_forward(rows, width, settings->layernorm_epsilon, block->resid_pre, weights[LN1_W],
                      weights[LN1_B], block->ln1);
    projection_forward(settings, queries, block->ln1.out + tail, weights[W_Q], weights[B_Q],
                       block->query + tail);
    projection_forward(settings, rows, block->ln1.out, weights[W_K], weights[B_K], block->key);
    projection_forward(settings, rows, block->ln1.out, weights[W_V], weights[B_V], block->value);
    mixing_forward(pass, block, first);
    linear_forward((struct linear_shape){queries, width, width, width}, block->mixed + tail,
                   weights[W_O], weights[B_O], block->resid_mid + tail);
    add(block->resid_mid + tail, block->resid_pre + tail, (size_t)queries * width);
}

static void attention_backward(struct pass *pass, int layer, real *const *weights,
                               real *const *gradients) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    struct block *block = &pass->blocks[layer];
    int width = settings->d_model, first = first_query(pass, layer);
    int rows = pass->positions * pass->count, queries = (pass->positions - first) * pass->count;
    size_t tail = (size_t)first * pass->count * width, matrix = (size_t)rows * width;

    clear(pass->mixed + tail, (size_t)queries * width);
    linear_backward((struct linear_shape){queries, width, width, width}, block->mixed + tail,
                    weights[W_O], pass->resid + tail, pass->mixed + tail, gradients[W_O],
                    gradients[B_O]);
    clear(pass->query + tail, (size_t)queries * width);
    clear(pass->key, matrix);
    clear(pass->value, matrix);
    mixing_backward(pass, block, first);
    clear(pass->normalised, matrix);
    projection_backward(settings, queries, block->ln1.out + tail, weights[W_Q], pass->query + tail,
                        pass->normalised + tail, gradients[W_Q], gradients[B_Q]);
    projection_backward(settings, rows, block->ln1.out, weights[W_K], pass->key, pass->normalised,
                        gradients[W_K], gradients[B_K]);
    projection_backward(settings, rows, block->ln1.out, weights[W_V], pass->value, pass->normalised,
                        gradients[W_V], gradients[B_V]);
    layernorm_backward(rows, width, block->resid_pre, weights[LN1_W], block->ln1, pass->normalised,
                       pass->resid, gradients[LN1_W], gradients[LN1_B]);
}

/* resid_post = resid_mid + relu(ln2(resid_mid) W_in + b_in) W_out + b_out, from first_query on */
static void mlp_forward(struct pass *pass, int layer, real *const *weights) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    struct block *block = &pass->blocks[layer];
    int width = settings->d_model, d_mlp = settings->d_mlp;
    int first = first_query(pass, layer) * pass->count;
    int rows = pass->positions * pass->count - first;
    size_t tail = (size_t)first * width;
    struct layernorm ln2 = layernorm_tail(block->ln2, first, width);
    real *hidden = block->hidden + (size_t)first * d_mlp;

    layernorm_forward(rows, width, settings->layernorm_epsilon, block->resid_mid + tail,
                      weights[LN2_W], weights[LN2_B], ln2);
    linear_forward((struct linear_shape){rows, width, d_mlp, d_mlp}, ln2.out, weights[W_IN],
                   weights[B_IN], hidden);
    relu_forward(hidden, (size_t)rows * d_mlp);
    linear_forward((struct linear_shape){rows, d_mlp, width, width}, hidden, weights[W_OUT],
                   weights[B_OUT], block->resid_post + tail);
    add(block->resid_post + tail, block->resid_mid + tail, (size_t)rows * width);
}

static void mlp_backward(struct pass *pass, int layer, real *const *weights,
                         real *const *gradients) {
    const struct transformer_settings *settings = &pass->transformer->settings;
    struct block *block = &pass->blocks[layer];
    int width = settings->d_model, d_mlp = settings->d_mlp;
    int first = first_query(pass, layer) * pass->count;
    int rows = pass->positions * pass->count - first;
    size_t tail = (size_t)first * width;
    struct layernorm ln2 = layernorm_tail(block->ln2, first, width);
    const real *hidden = block->hidden + (size_t)first * d_mlp;

    clear(pass->hidden, (size_t)rows * d_mlp);
    linear_backward((struct linear_shape){rows, d_mlp, width, width}, hidden, weights[W_OUT],
                    pass->resid + tail, pass->hidden, gradients[W_OUT], gradients[B_OUT]);
    relu_backward(hidden, pass->hidden, (size_t)rows * d_mlp);
    clear(pass->normalised, (size_t)rows * width);
    linear_backward((struct linear_shape){rows, width, d_mlp, d_mlp}, ln2.out, weights[W_IN],
                    pass->hidden, pass->normalised, gradients[W_IN], gradients[B_IN]);
    layernorm_backward(rows, width, block->resid_mid + tail, weights[LN2_W], ln2, pass->normalised,
                       pass->resid + tail, gradients[LN2_W], gradients[LN2_B]);
}

/* Number of the first row of the last position. */
static int read_row(const struct pass *pass) {
    return (pass->positions - 1) * pass->count;
}

/* resid_post of the last layer at the last position: [count, d_model]. */
static const real *read_rows(const struct pass *pass) {
    size_t width = pass->transformer->settings.d_model;
    return pass->blocks[pass->layers - 1].resid_post + read_row(pass) * width;
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

/* From the logits' gradient; the residual stream's is nothing but at the last position. */
static void output_backward(struct pass *pass, real *gradient) {
    const struct transformer *transformer = pass->transformer;
    int width = transformer->settings.d_model, vocabulary = transformer->settings.vocabulary;
    real *weights[OUTPUT_PARAMETERS], *gradients[OUTPUT_PARAMETERS];
    locate(transformer, transformer->values, output_parameters(transformer), OUTPUT_PARAMETERS,
           weights);
    locate(transformer, gradient, output_parameters(transformer), OUTPUT_PARAMETERS, gradients);
    clear(pass->normalised, (size_t)pass->count * width);
    linear_backward((struct linear_shape){pass->count, width, vocabulary, vocabulary},
                    pass->ln_final.out, weights[W_U], pass->logits, pass->normalised,
                    gradients[W_U], gradients[B_U]);
    clear(pass->resid, (size_t)pass->positions * pass->count * width);
    layernorm_backward(pass->count, width, read_rows(pass), weights[LN_FINAL_W], pass->ln_final,
                       pass->normalised, pass->resid + (size_t)read_row(pass) * width,
                       gradients[LN_FINAL_W], gradients[LN_FINAL_B]);
}

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
    clear(gradient, transformer->size);
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
    struct activations *activations; /* of all examples, of which these begin at row first_row */
    int first_row;
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

/* Means of both halves together: each counts by its share of the examples. */
static double joint_loss(const struct half half[HALVES]) {
    int count = half[0].count + half[1].count;
    return (half[0].count * half[0].loss + half[1].count * half[1].loss) / count;
}

static void joint_gradient(const struct half half[HALVES], size_t size) {
    int count = half[0].count + half[1].count;
    real share0 = (real)half[0].count / (real)count, share1 = (real)half[1].count / (real)count;
    for (size_t i = 0; i < size; i++)
        half[0].gradient[i] = share0 * half[0].gradient[i] + share1 * half[1].gradient[i];
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

/* first, first + 1, ...; the caller frees. */
static int32_t *consecutive(int first, int count) {
    int32_t *numbers = allocate(count, sizeof *numbers);
    for (int i = 0; i < count; i++)
        numbers[i] = first + i;
    return numbers;
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
    size_t size = transformer->size;
    check_task(transformer, task);
    check_split(task);
    struct transformer_trainer *trainer = allocate(1, sizeof *trainer);
    *trainer = (struct transformer_trainer){
        .transformer = transformer,
        .task = task,
        .generator = generator,
        .moments = {allocate(size, sizeof(real)), allocate(size, sizeof(real))},
        .order = allocate(task->train_examples, sizeof(int32_t)),
        .validation = consecutive(task->train_examples, task->examples - task->train_examples),
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

/* A step of torch.optim.AdamW:
 *
 *   p -= lr * decay * p
 *   m += (1 - beta1) (g - m),  v = beta2 v + (1 - beta2) g^2
 *   p -= lr / (1 - beta1^step) * m / (sqrt(v) / sqrt(1 - beta2^step) + epsilon)
 *
 * for every parameter, also where the gradient is zero. */
static void adamw_step(struct transformer_trainer *trainer) {
    const struct transformer_settings *settings = &trainer->transformer->settings;
    int step = ++trainer->steps;
    real *values = trainer->transformer->values, *gradient = trainer->half[0].gradient;
    real *first = trainer->moments[0], *second = trainer->moments[1];
    real kept = (real)(1 - settings->learning_rate * settings->weight_decay);
    real rate1 = (real)(1 - settings->beta1), rate2 = (real)(1 - settings->beta2);
    real beta2 = (real)settings->beta2, epsilon = (real)settings->epsilon;
    real step_size = (real)(settings->learning_rate / (1 - pow(settings->beta1, step)));
    real correction = (real)sqrt(1 - pow(settings->beta2, step));
    for (size_t i = 0; i < trainer->transformer->size; i++) {
        values[i] *= kept;
        first[i] += rate1 * (gradient[i] - first[i]);
        second[i] = beta2 * second[i] + rate2 * gradient[i] * gradient[i];
        values[i] -= step_size * first[i] / ((real)sqrt(second[i]) / correction + epsilon);
    }
}

/* The order of an epoch, drawn as PyTorch's shuffling DataLoader does: its base seed, which nothing
 * uses here, and the seed of the generator of the permutation. */
static void draw_order(struct transformer_trainer *trainer) {
    struct torch_generator permutation;
    torch_int64(trainer->generator);
    torch_seed(&permutation, (uint64_t)torch_int64(trainer->generator));
    torch_permutation(&permutation, trainer->order, trainer->task->train_examples);
}

void transformer_train_epoch(struct transformer_trainer *trainer, double *step_losses) {
    int batch = trainer->transformer->settings.batch;
    draw_order(trainer);
    for (int done = 0; done < trainer->task->train_examples; done += batch) {
        int count = smaller(batch, trainer->task->train_examples - done);
        divide(trainer->half, trainer->order + done, count);
        in_halves(trainer->half, half_gradient);
        joint_gradient(trainer->half, trainer->transformer->size);
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
                     (size_t)(half->first_row + done + i) * half->activations->stride,
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
    int32_t *examples = consecutive(0, task->examples);
    struct half half[HALVES];
    for (int i = 0; i < HALVES; i++)
        half[i] = (struct half){
            .task = task,
            .pass = pass_new(transformer, layer + 1, position, transformer->settings.batch),
            .activations = &activations,
        };
    divide(half, examples, task->examples);
    half[1].first_row = half[0].count;
    in_halves(half, half_activations);
    for (int i = 0; i < HALVES; i++)
        pass_free(&half[i].pass);
    free(examples);
    return activations;
}
