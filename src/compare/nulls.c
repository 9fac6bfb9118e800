/* Null decoders, drawn by what draws them in protocols. */
#include "compare/nulls.h"
#include "activations/drawn.h"
#include "consistency/consistency.h"
#include <stdlib.h>

const char *const null_names[NULLS] = {
#define KIND(name) #name,
    EACH_NULL(KIND)
#undef KIND
};

bool null_is_there(enum null_kind kind, const struct compared_set *set) {
    bool writes_rows = set->rows.rows > 1;
    for (int n = 0; n < set->count; n++)
        writes_rows = writes_rows && !set->item[n].sae.is_transcoder;
    return kind != NULL_covariance || writes_rows;
}

/* The directions with each column permuted. */
static struct activations permuted(const real *directions, int count, int width, uint64_t seed) {
    struct activations rows = {.rows = count,
                               .d_model = width,
                               .stride = row_stride(width),
                               .values = (real *)(uintptr_t)directions};
    return permuted_rows(&rows, seed);
}

struct null_directions null_drawn(enum null_kind kind, const struct compared_set *set, int n,
                                  const struct covariance *covariance, uint64_t seed) {
    const struct pretrained *sae = &set->item[n].sae;
    struct null_directions null = {
        .latents = {.count = sae->d_sae, .d_out = sae->d_out, .d_in = sae->d_in}};
    uint64_t own_seed = seed + 100000 + (uint64_t)n;
    if (kind == NULL_permuted) {
        null.permuted[0] = permuted(sae->decoder, sae->d_sae, sae->d_out, own_seed);
        null.latents.decoder = null.permuted[0].values;
        if (sae->encoder)
            null.permuted[1] = permuted(sae->encoder, sae->d_sae, sae->d_in, own_seed);
        null.latents.encoder = null.permuted[1].values;
        return null;
    }
    null.drawn = kind == NULL_random ? random_decoder(sae->d_sae, sae->d_out, own_seed)
                                     : directions_with(covariance, sae->d_sae, own_seed);
    null.latents.decoder = null.drawn;
    return null;
}

void null_free(struct null_directions *directions) {
    free(directions->drawn);
    for (int part = 0; part < 2; part++)
        if (directions->permuted[part].values)
            activations_free(&directions->permuted[part]);
}
