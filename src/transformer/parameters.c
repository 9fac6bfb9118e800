/* The table of parameters. */
#include "transformer/parameters.h"

#include "program/error.h"
#include "transformer/modular.h"

#include <stdio.h>

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

int head_width(const struct transformer_settings *settings) {
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

/* Append the described parameters. `prefix` comes before each name. */
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

size_t block_parameters(int layer) {
    return EMBEDDING_PARAMETERS + (size_t)layer * BLOCK_PARAMETERS;
}

size_t output_parameters(const struct transformer *transformer) {
    return block_parameters(transformer->settings.layers);
}

void describe_parameters(struct transformer *transformer) {
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

void locate(const struct transformer *transformer, real *base, size_t first, size_t count,
            real **places) {
    for (size_t i = 0; i < count; i++)
        places[i] = base + transformer->parameters[first + i].offset;
}
