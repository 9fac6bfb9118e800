/* The places of each bootstrap, kept for the next one like it. */
#include "metrics/drawn_places.h"
#include "program/error.h"
#include <stdlib.h>

struct bootstrap {
    size_t count, resamples;
    uint64_t seed;
    uint32_t *places;
};

struct drawn_places {
    size_t count;
    struct bootstrap *items;
};

struct drawn_places *drawn_places(void) {
    return allocate(1, sizeof(struct drawn_places));
}

void drawn_places_free(struct drawn_places *drawn) {
    for (size_t i = 0; i < drawn->count; i++)
        free(drawn->items[i].places);
    free(drawn->items);
    free(drawn);
}

const uint32_t *places_drawn(struct candidates *candidates, size_t count, size_t resamples,
                             uint64_t seed) {
    struct drawn_places *all = candidates->places;
    for (size_t i = 0; i < all->count; i++) {
        const struct bootstrap *drawn = &all->items[i];
        if (drawn->count == count && drawn->resamples == resamples && drawn->seed == seed)
            return drawn->places;
    }
    all->items = reallocate(all->items, all->count + 1, sizeof *all->items);
    uint32_t *places = bootstrap_places(count, resamples, seed);
    all->items[all->count++] = (struct bootstrap){count, resamples, seed, places};
    return places;
}
