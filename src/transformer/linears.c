/* The linear layers: their heads are joined and their matrices laid out. */
#include "transformer/linears.h"

#include "program/error.h"
#include "transformer/layers.h"
#include "transformer/parameters.h"

#include <stdlib.h>
#include <string.h>

/* Copy W_Q, W_K or W_V, apart[heads, d_model, d_head], to d_model columns of `joined`, with the
 * heads side by side. The rows of `joined` are `stride` places apart. */
static void join_heads(const struct transformer_settings *settings, const real *apart, real *joined,
                       size_t stride) {
    size_t d_head = head_width(settings);
    for (int head = 0; head < settings->heads; head++)
        for (int i = 0; i < settings->d_model; i++, apart += d_head)
            copy(joined + i * stride + head * d_head, apart, d_head);
}

void part_heads(const struct transformer_settings *settings, const real *joined, size_t stride,
                real *apart) {
    size_t d_head = head_width(settings);
    for (int head = 0; head < settings->heads; head++)
        for (int i = 0; i < settings->d_model; i++, apart += d_head)
            copy(apart, joined + i * stride + head * d_head, d_head);
}

/* The inputs and outputs of each linear layer of a block. */
static void block_extents(const struct transformer_settings *settings,
                          int extents[BLOCK_LINEARS][2]) {
    int width = settings->d_model, d_mlp = settings->d_mlp;
    const int all[BLOCK_LINEARS][2] = {[QUERY] = {width, width},
                                       [KEY_VALUE] = {width, 2 * width},
                                       [ATTENTION_OUT] = {width, width},
                                       [MLP_IN] = {width, d_mlp},
                                       [MLP_OUT] = {d_mlp, width}};
    memcpy(extents, all, sizeof all);
}

struct linears linears_new(const struct transformer *transformer) {
    const struct transformer_settings *settings = &transformer->settings;
    int extents[BLOCK_LINEARS][2], width = settings->d_model;
    size_t block_places = 0, used = 0;
    block_extents(settings, extents);
    for (int l = 0; l < BLOCK_LINEARS; l++)
        block_places += linear_places(extents[l][0], extents[l][1]);
    struct linears linears = {
        .transformer = transformer,
        .blocks = allocate(settings->layers, sizeof *linears.blocks),
        .room =
            allocate(settings->layers * block_places + linear_places(width, settings->vocabulary),
                     sizeof(real)),
        .joined = allocate((size_t)settings->layers * width * 2 * width, sizeof(real)),
        .joined_bias = allocate((size_t)settings->layers * 2 * width, sizeof(real)),
    };
    for (int layer = 0; layer < settings->layers; layer++)
        for (int l = 0; l < BLOCK_LINEARS; l++) {
            linears.blocks[layer][l] = linear_in(linears.room + used, extents[l][0], extents[l][1]);
            used += linear_places(extents[l][0], extents[l][1]);
        }
    linears.unembedding = linear_in(linears.room + used, width, settings->vocabulary);
    return linears;
}

void linears_free(struct linears *linears) {
    free(linears->blocks);
    free(linears->room);
    free(linears->joined);
    free(linears->joined_bias);
}

static void lay_out_block_linears(struct linears *linears, int layer) {
    const struct transformer *transformer = linears->transformer;
    const struct transformer_settings *settings = &transformer->settings;
    struct linear *block = linears->blocks[layer];
    int width = settings->d_model;
    real *weights[BLOCK_PARAMETERS], *joined = linears->joined + (size_t)layer * width * 2 * width;
    real *joined_bias = linears->joined_bias + layer * 2 * width;
    locate(transformer, transformer->values, block_parameters(layer), BLOCK_PARAMETERS, weights);
    join_heads(settings, weights[W_Q], joined, width);
    linear_lay_out(block[QUERY], joined, weights[B_Q]);
    join_heads(settings, weights[W_K], joined, 2 * width);
    join_heads(settings, weights[W_V], joined + width, 2 * width);
    copy(joined_bias, weights[B_K], width);
    copy(joined_bias + width, weights[B_V], width);
    linear_lay_out(block[KEY_VALUE], joined, joined_bias);
    linear_lay_out(block[ATTENTION_OUT], weights[W_O], weights[B_O]);
    linear_lay_out(block[MLP_IN], weights[W_IN], weights[B_IN]);
    linear_lay_out(block[MLP_OUT], weights[W_OUT], weights[B_OUT]);
}

/* Lay out the layers of block `layer`, or after the last block the unembedding. Work for
 * team_share. */
static void lay_out_linears(void *context, int layer, int thread) {
    (void)thread;
    struct linears *linears = context;
    const struct transformer *transformer = linears->transformer;
    if (layer < transformer->settings.layers) {
        lay_out_block_linears(linears, layer);
        return;
    }
    real *weights[OUTPUT_PARAMETERS];
    locate(transformer, transformer->values, output_parameters(transformer), OUTPUT_PARAMETERS,
           weights);
    linear_lay_out(linears->unembedding, weights[W_U], weights[B_U]);
}

void linears_lay_out(struct linears *linears, struct team *team) {
    team_share(team, linears->transformer->settings.layers + 1, lay_out_linears, linears);
}
