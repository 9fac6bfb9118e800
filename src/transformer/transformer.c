/* A transformer's parameters and their initial draws. */
#include "transformer/transformer.h"
#include "draws/generators.h"
#include "program/error.h"
#include "transformer/parameters.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Fill values[count] with normal draws of the given standard deviation. */
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
