/* The activations of candidates, each file read once. */
#include "metrics/inputs.h"
#include "files/artifact.h"
#include "program/error.h"
#include "protocol/paths.h"
#include <stdlib.h>
#include <string.h>

struct inputs {
    size_t count;
    struct input **items;
};

struct inputs *inputs(void) {
    return allocate(1, sizeof(struct inputs));
}

void inputs_free(struct inputs *inputs) {
    for (size_t i = 0; i < inputs->count; i++) {
        free(inputs->items[i]->path);
        activations_free(&inputs->items[i]->rows);
        covariance_free(&inputs->items[i]->covariance);
        free(inputs->items[i]);
    }
    free(inputs->items);
    free(inputs);
}

/* Read the activations at `path`, which the input then owns. */
static struct input *read_input(char *path) {
    struct input *input = allocate(1, sizeof *input);
    struct artifact artifact = artifact_read(path);
    *input = (struct input){.path = path, .rows = activations_of(&artifact)};
    input->covariance = covariance_of(&input->rows);
    artifact_free(&artifact);
    return input;
}

const struct input *input_of(const struct candidate *candidate) {
    struct inputs *all = candidate->all->inputs;
    char *path = input_path(candidate->all->protocol, candidate->record);
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i]->path, path) == 0) {
            free(path);
            return all->items[i];
        }
    all->items = reallocate(all->items, all->count + 1, sizeof(struct input *));
    return all->items[all->count++] = read_input(path);
}
