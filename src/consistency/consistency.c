/* Cosines of decoders: PWMCC, alignment and its penalty, and random decoders. */
#include "consistency/consistency.h"
#include "arithmetic/kernels.h"
#include "arithmetic/team.h"
#include "draws/generators.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many rows of a decoder and latents of a reference are multiplied at once. */
enum { ROWS = 8 * TILE, REFERENCES = 256 };

/* What one thread holds. */
struct block {
    const real *rows[ROWS];
    real *products;       /* [ROWS, REFERENCES] */
    real *most_of_column; /* [reference latents] the largest |cos| so far, or NULL */
};

struct alignment_target {
    const struct kernels *kernels;
    struct team *team;
    int latents, reference_latents, d_model;
    const real *reference;
    real *panels, *start; /* the reference, laid out for kernels->products; zeros */
    struct block *blocks; /* [team_size] */

    const real *decoder; /* [latents, d_model] the decoder that is compared now */
    int *nearest;        /* [latents] the reference's latent with the largest |product| */
    real *products;      /* [latents] that product */
};

struct alignment_target *alignment_target(const real *reference, int reference_latents, int d_model,
                                          int latents, struct team *team) {
    size_t width = (size_t)padded(reference_latents);
    struct alignment_target *target = allocate(1, sizeof *target);
    *target = (struct alignment_target){
        .kernels = kernels(),
        .team = team,
        .latents = latents,
        .reference_latents = reference_latents,
        .d_model = d_model,
        .reference = reference,
        .panels = allocate(width * (size_t)d_model, sizeof(real)),
        .start = allocate(width, sizeof(real)),
        .blocks = allocate((size_t)team_size(team), sizeof *target->blocks),
        .nearest = allocate((size_t)latents, sizeof *target->nearest),
        .products = allocate((size_t)latents, sizeof(real)),
    };
    for (int thread = 0; thread < team_size(team); thread++)
        target->blocks[thread].products = allocate(ROWS * REFERENCES, sizeof(real));
    target->kernels->pack(reference, reference_latents, d_model, target->panels);
    return target;
}

void alignment_target_free(struct alignment_target *target) {
    if (!target)
        return;
    for (int thread = 0; thread < team_size(target->team); thread++) {
        free(target->blocks[thread].products);
        free(target->blocks[thread].most_of_column);
    }
    free(target->panels);
    free(target->start);
    free(target->blocks);
    free(target->nearest);
    free(target->products);
    free(target);
}

/* Compare `count` rows, from `row` on, with `width` latents of the reference, from `first` on. */
static void search(struct alignment_target *target, struct block *block, int row, int count,
                   int first, int width) {
    const struct kernels *kernels = target->kernels;
    kernels->products(block->rows, tiled(count), target->d_model,
                      target->panels + (size_t)first * (size_t)target->d_model, width,
                      target->start, REFERENCES, block->products);
    for (int r = 0; r < count; r++) {
        const real *products = block->products + (size_t)r * REFERENCES;
        int best = kernels->nearest(products, width);
        if (first == 0 || fabs((double)products[best]) > fabs((double)target->products[row + r])) {
            target->nearest[row + r] = first + best;
            target->products[row + r] = products[best];
        }
        if (block->most_of_column)
            kernels->raise(products, width, block->most_of_column + first);
    }
}

/* Compare a block of rows with the whole reference. Work for team_share. */
static void search_rows(void *context, int piece, int thread) {
    struct alignment_target *target = context;
    struct block *block = &target->blocks[thread];
    int row = piece * ROWS, count = smaller(target->latents - row, ROWS);
    for (int r = 0; r < ROWS; r++)
        block->rows[r] = target->decoder +
                         (size_t)(row + (r < count ? r : 0)) * (size_t)row_stride(target->d_model);
    for (int first = 0; first < target->reference_latents; first += REFERENCES)
        search(target, block, row, count, first,
               smaller(target->reference_latents - first, REFERENCES));
}

static void search_all(struct alignment_target *target, const real *decoder) {
    target->decoder = decoder;
    team_share(target->team, (target->latents + ROWS - 1) / ROWS, search_rows, target);
}

static double length(const real *row, int d_model) {
    double squares = 0;
    for (int i = 0; i < d_model; i++)
        squares += (double)row[i] * (double)row[i];
    return fmax(sqrt(squares), 1e-12);
}

double alignment_penalty(struct alignment_target *target, const real *decoder) {
    double sum = 0;
    search_all(target, decoder);
    for (int i = 0; i < target->latents; i++)
        sum += fabs((double)target->products[i]) /
               length(decoder + (size_t)i * (size_t)row_stride(target->d_model), target->d_model);
    return 1 - sum / target->latents;
}

/* With u = D_i / |D_i|, j the nearest latent of the reference, c = u . R_j and s the sign of c:
 *   d |c| / d D_i = s (R_j - c u) / |D_i| */
void add_penalty_gradient(const struct alignment_target *target, double weight, int first,
                          int count, real *gradient) {
    size_t stride = (size_t)row_stride(target->d_model);
    for (int i = first; i < first + count; i++, gradient += stride) {
        const real *row = target->decoder + (size_t)i * stride;
        const real *to = target->reference + (size_t)target->nearest[i] * stride;
        double norm = length(row, target->d_model), cosine = (double)target->products[i] / norm;
        double factor = -copysign(weight, cosine) / (target->latents * norm);
        real towards = (real)factor, along = (real)(factor * cosine / norm);
        for (int column = 0; column < target->d_model; column++)
            gradient[column] += towards * to[column] - along * row[column];
    }
}

/* A copy of a decoder with rows of unit length. The caller frees. */
static real *unit_copy(const real *decoder, int latents, int d_model) {
    size_t count = (size_t)latents * (size_t)row_stride(d_model);
    real *copy = allocate(count, sizeof(real));
    memcpy(copy, decoder, count * sizeof(real));
    kernels()->unit_rows(copy, latents, d_model);
    return copy;
}

/* The means of the largest |cos| of each latent of a (along rows) and of b (along columns). */
struct two_means {
    double of_a, of_b;
};

static double mean_size(const real *values, int count) {
    double sum = 0;
    for (int n = 0; n < count; n++)
        sum += fabs((double)values[n]);
    return sum / count;
}

/* The largest |cos| of each column, over all threads. */
static const real *join_columns(struct alignment_target *target) {
    real *most = target->blocks[0].most_of_column;
    for (int thread = 1; thread < team_size(target->team); thread++)
        target->kernels->raise(target->blocks[thread].most_of_column, target->reference_latents,
                               most);
    return most;
}

/* The two means for decoders a and b. */
static struct two_means mean_nearest(const real *a, int a_latents, const real *b, int b_latents,
                                     int d_model) {
    struct team *threads = team(threads_wanted());
    real *unit_a = unit_copy(a, a_latents, d_model), *unit_b = unit_copy(b, b_latents, d_model);
    struct alignment_target *target =
        alignment_target(unit_b, b_latents, d_model, a_latents, threads);
    for (int thread = 0; thread < team_size(threads); thread++)
        target->blocks[thread].most_of_column = allocate((size_t)padded(b_latents), sizeof(real));
    search_all(target, unit_a);
    struct two_means means = {mean_size(target->products, a_latents),
                              mean_size(join_columns(target), b_latents)};
    alignment_target_free(target);
    free(unit_a);
    free(unit_b);
    team_free(threads);
    return means;
}

double pwmcc(const real *a, int a_latents, const real *b, int b_latents, int d_model) {
    struct two_means means = mean_nearest(a, a_latents, b, b_latents, d_model);
    return (means.of_a + means.of_b) / 2;
}

double alignment(const real *decoder, int latents, const real *reference, int reference_latents,
                 int d_model) {
    return mean_nearest(decoder, latents, reference, reference_latents, d_model).of_a;
}

double cosine_with_start(const real *decoder, const real *start, int latents, int d_model) {
    int stride = row_stride(d_model);
    double sum = 0;
    for (int j = 0; j < latents; j++) {
        const real *now = decoder + (size_t)j * stride, *then = start + (size_t)j * stride;
        double product = 0;
        for (int i = 0; i < d_model; i++)
            product += (double)now[i] * (double)then[i];
        sum += product / (length(now, d_model) * length(then, d_model));
    }
    return sum / latents;
}

real *random_decoder(int d_sae, int d_model, uint64_t seed) {
    size_t count = (size_t)d_model * d_sae;
    float *drawn = allocate(count, sizeof *drawn);
    real *decoder = allocate((size_t)d_sae * row_stride(d_model), sizeof(real));
    struct torch_generator generator;
    torch_seed(&generator, seed);
    torch_normal(&generator, drawn, count, 1);
    for (int i = 0; i < d_model; i++)
        for (int j = 0; j < d_sae; j++)
            decoder[(size_t)j * row_stride(d_model) + i] = drawn[(size_t)i * d_sae + j];
    free(drawn);
    return decoder;
}
