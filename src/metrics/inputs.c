/* The rows of candidates, each read once. */
#include "metrics/inputs.h"
#include "program/error.h"
#include "units/rows.h"
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
        free(inputs->items[i]->name);
        activations_free(&inputs->items[i]->rows);
        covariance_free(&inputs->items[i]->covariance);
        free(inputs->items[i]);
    }
    free(inputs->items);
    free(inputs);
}

/* Read the rows of that name, which the input then owns. */
static struct input *read_input(const struct candidate *candidate, char *name) {
    struct input *input = allocate(1, sizeof *input);
    struct normaliser normaliser;
    *input = (struct input){
        .name = name,
        .rows = candidate_rows(candidate->all->protocol, candidate->record, &normaliser)};
    normaliser_free(&normaliser);
    input->covariance = covariance_of(&input->rows);
    return input;
}

const struct input *input_of(const struct candidate *candidate) {
    struct inputs *all = candidate->all->inputs;
    char *name = candidate_rows_name(candidate->all->protocol, candidate->record);
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i]->name, name) == 0) {
            free(name);
            return all->items[i];
        }
    all->items = reallocate(all->items, all->count + 1, sizeof(struct input *));
    return all->items[all->count++] = read_input(candidate, name);
}
