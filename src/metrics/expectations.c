/* Expected cosines of random directions, kept by number of latents and width. */
#include "metrics/expectations.h"
#include "program/error.h"
#include <stdlib.h>

struct expectation {
    int latents, d_model;
    double pwmcc;
};

struct expectations {
    size_t count;
    struct expectation *items;
};

struct expectations *expectations(void) {
    return allocate(1, sizeof(struct expectations));
}

void expectations_free(struct expectations *expectations) {
    free(expectations->items);
    free(expectations);
}

static double expectation(struct expectations *all, int latents, int d_model) {
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].latents == latents && all->items[i].d_model == d_model)
            return all->items[i].pwmcc;
    all->items = reallocate(all->items, all->count + 1, sizeof *all->items);
    double pwmcc = expected_largest_cosine((size_t)latents, (size_t)d_model);
    all->items[all->count++] = (struct expectation){latents, d_model, pwmcc};
    return pwmcc;
}

double expected_pwmcc(const struct candidate *candidate, bool of_live) {
    double sum = 0;
    for (size_t i = 0; i < candidate->models; i++) {
        const struct model *model = &candidate->model[i];
        sum += expectation(candidate->all->expectations, of_live ? model->live : model->d_sae,
                           model->d_model);
    }
    return sum / (double)candidate->models;
}
