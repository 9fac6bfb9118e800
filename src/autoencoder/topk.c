/* TopK: each row keeps the k latents with the largest pre-activations, signed and without a ReLU.
 *
 *   rows x --products--> u --collect--> candidates --largest--> kept, z = u of the kept latents
 *
 * `collect` takes the pre-activations that are at least as large as a guess of the k-th largest,
 * while they are in cache. `largest` then searches only these candidates. The guess is taken from
 * the last time that the row was seen, so that there are few candidates beyond the k needed. The
 * guess changes how long the search takes; it never changes what is found.
 */
#include "autoencoder/architecture.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>

/* Predicts the k-th largest pre-activation of a row. It changes little from one epoch to the next,
 * and by much the same amount on most rows. */
struct forecast {
    real before;         /* the k-th largest of the row before this one */
    real change, spread; /* running means: its change since the row's last time, and how far a row
                            is from that change */
};

/* What one thread holds: the candidates of a block of rows. */
struct search {
    int *counts;      /* [block] candidates of each row */
    int32_t *latents; /* [block, padded(d_sae) + LANES] the candidates, */
    real *values;     /* and their pre-activations */
    real *starts;     /* [block] the number that all candidates of a row reach */
    struct forecast forecast;
};

struct memory {
    int threads;
    struct search *searches; /* [threads] */
    real *last;              /* [rows] the k-th largest of each row when it was last seen, or NAN */
};

static int most_kept(const struct sae_settings *settings) {
    if (settings->k < 1 || settings->k > settings->d_sae)
        fail("autoencoder: k is %d, expected 1 to d_sae = %d", settings->k, settings->d_sae);
    return settings->k;
}

static void *memory_new(const struct sae_settings *settings, int rows, int block, int threads) {
    size_t candidates = (size_t)block * (size_t)(padded(settings->d_sae) + LANES);
    struct memory *memory = allocate(1, sizeof *memory);
    memory->threads = threads;
    memory->searches = allocate((size_t)threads, sizeof *memory->searches);
    for (int thread = 0; thread < threads; thread++)
        memory->searches[thread] = (struct search){
            .counts = allocate((size_t)block, sizeof(int)),
            .latents = allocate(candidates, sizeof(int32_t)),
            .values = allocate(candidates, sizeof(real)),
            .starts = allocate((size_t)block, sizeof(real)),
            .forecast = {.spread = 1},
        };
    memory->last = allocate((size_t)rows, sizeof(real));
    for (int row = 0; row < rows; row++)
        memory->last[row] = NAN;
    return memory;
}

static void memory_free(void *of_topk) {
    struct memory *memory = of_topk;
    for (int thread = 0; thread < memory->threads; thread++) {
        free(memory->searches[thread].counts);
        free(memory->searches[thread].latents);
        free(memory->searches[thread].values);
        free(memory->searches[thread].starts);
    }
    free(memory->searches);
    free(memory->last);
    free(memory);
}

/* --- forward ---------------------------------------------------------------------------------- */

static real expected(const struct forecast *forecast, real last) {
    return isnan(last) ? forecast->before : last + forecast->change;
}

/* A number that the k largest of a row reach and few others do: most rows are less than this far
 * from what is expected. */
static real search_start(const struct forecast *forecast, real last) {
    return expected(forecast, last) - forecast->spread * 3 / 2;
}

/* Learn from the k-th largest that a row turned out to have. */
static void correct(struct forecast *forecast, real *last, real least) {
    enum { MEMORY = 64 };
    real surprise = least - expected(forecast, *last);
    if (!isnan(*last))
        forecast->change += surprise / MEMORY;
    forecast->spread += ((surprise < 0 ? -surprise : surprise) - forecast->spread) / MEMORY;
    *last = forecast->before = least;
}

static void begin_search(const struct memory *memory, struct search *search,
                         const struct block *block) {
    for (int r = 0; r < block->count; r++) {
        search->counts[r] = 0;
        search->starts[r] = search_start(&search->forecast, memory->last[block->rows[r]]);
    }
}

/* Add the candidates among `latents` latents from `first` on. */
static void collect_candidates(struct search *search, const struct block *block, int first,
                               int latents) {
    for (int r = 0; r < block->count; r++) {
        size_t place = (size_t)r * (size_t)(block->width + LANES) + (size_t)search->counts[r];
        search->counts[r] += block->kernels->collect(
            block->preactivations + (size_t)r * (size_t)block->width, first, latents,
            search->starts[r], search->latents + place, search->values + place);
    }
}

/* Keep the k largest of each row. */
static void select_largest(struct memory *memory, struct search *search, struct block *block) {
    enum { FOR_READING = 0, SECOND_CACHE = 2 };
    size_t width = (size_t)block->width;
    int k = block->sae->settings.k;
    for (int r = 0; r < block->count; r++) {
        int32_t next = prefetch_input(block, r);
        if (next >= 0)
            __builtin_prefetch(memory->last + next, FOR_READING, SECOND_CACHE);
        size_t room = (size_t)r * (size_t)block->room, candidates = (size_t)r * (width + LANES);
        real least = block->kernels->largest(
            block->preactivations + (size_t)r * width, (int)width, k, search->counts[r],
            search->starts[r], search->forecast.spread, search->latents + candidates,
            search->values + candidates, block->kept + room, block->values + room);
        if (!isfinite(least))
            fail_diverged(block->trainer, block->sae);
        correct(&search->forecast, &memory->last[block->rows[r]], least);
        block->kept_counts[r] = k;
    }
}

static void forward(void *of_topk, struct block *block) {
    struct memory *memory = of_topk;
    struct search *search = &memory->searches[block->thread];
    begin_search(memory, search, block);
    for (int first = 0, latents; first < block->width; first += latents) {
        latents = encode(block, first);
        collect_candidates(search, block, first, latents);
    }
    select_largest(memory, search, block);
}

/* --- gradients and counts --------------------------------------------------------------------- */

/* With g = x^ - x, over the rows on which latent j is kept:
 *
 *   dD_j += z_j g;  dz_j = <g, D_j>;  db_j += dz_j;  dE_j += dz_j x        (times scale)
 *
 * The choice of the k largest itself has no gradient. */
static void add_gradients(const struct group *group, const struct chunk *chunk) {
    const struct sae *sae = group->sae;
    int d_model = sae->settings.d_model;
    const int32_t *first = group->first + chunk->first;
    group->kernels->error_gradients(group->firings, group->slopes, first, chunk->count,
                                    group->scale, group->errors,
                                    sae->decoder + (size_t)chunk->first * (size_t)sae->stride,
                                    d_model, chunk->gradients.decoder, chunk->gradients.bias);
    group->kernels->input_gradients(group->firings, group->slopes, first, chunk->count,
                                    group->inputs, d_model, chunk->gradients.encoder);
}

/* A kept latent fires, even where its value is zero; it is active where its value is not zero. */
static void count(const struct group *group, int64_t *active, int32_t *fired) {
    for (int r = 0; r < group->count; r++)
        for (int n = 0; n < group->kept_counts[r]; n++) {
            size_t place = (size_t)r * (size_t)group->room + (size_t)n;
            *active += group->values[place] != 0;
            fired[group->kept[place]]++;
        }
}

const struct architecture topk = {
    .name = "topk",
    .most_kept = most_kept,
    .memory_new = memory_new,
    .memory_free = memory_free,
    .forward = forward,
    .add_gradients = add_gradients,
    .count = count,
};
