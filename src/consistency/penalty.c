/* The nearest latents of a reference, and the alignment penalty with its gradient. */
#include "consistency/penalty.h"
#include "consistency/nearest.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>

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

void search_nearest(struct alignment_target *target, const real *decoder) {
    target->decoder = decoder;
    team_share(target->team, (target->latents + ROWS - 1) / ROWS, search_rows, target);
}

double row_length(const real *row, int d_model) {
    double squares = 0;
    for (int i = 0; i < d_model; i++)
        squares += (double)row[i] * (double)row[i];
    return fmax(sqrt(squares), 1e-12);
}

double alignment_penalty(struct alignment_target *target, const real *decoder) {
    double sum = 0;
    search_nearest(target, decoder);
    for (int i = 0; i < target->latents; i++)
        sum +=
            fabs((double)target->products[i]) /
            row_length(decoder + (size_t)i * (size_t)row_stride(target->d_model), target->d_model);
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
        double norm = row_length(row, target->d_model), cosine = (double)target->products[i] / norm;
        double factor = -copysign(weight, cosine) / (target->latents * norm);
        real towards = (real)factor, along = (real)(factor * cosine / norm);
        for (int column = 0; column < target->d_model; column++)
            gradient[column] += towards * to[column] - along * row[column];
    }
}
