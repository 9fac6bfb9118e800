/* Cosines of decoders: PWMCC, alignment and its penalty, the random null. */
#include "consistency.h"
#include "error.h"
#include "kernels.h"
#include "rng.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct alignment_target {
    const struct kernels *kernels;
    int latents, reference_latents, d_model;
    const real *reference;
    real *panels, *start; /* the reference, laid out for kernels->products; zeros */
    const real **rows;    /* [latents, up to a multiple of TILE] */
    real *products;       /* [that many, padded(reference_latents)] */
};

struct alignment_target *alignment_target(const real *reference, int reference_latents, int d_model,
                                          int latents) {
    size_t width = (size_t)padded(reference_latents);
    size_t tiled = (size_t)(latents + TILE - 1) / TILE * TILE;
    struct alignment_target *target = allocate(1, sizeof *target);
    *target = (struct alignment_target){
        .kernels = kernels(),
        .latents = latents,
        .reference_latents = reference_latents,
        .d_model = d_model,
        .reference = reference,
        .panels = allocate(width * d_model, sizeof(real)),
        .start = allocate(width, sizeof(real)),
        .rows = allocate(tiled, sizeof *target->rows),
        .products = allocate(tiled * width, sizeof(real)),
    };
    target->kernels->pack(reference, reference_latents, d_model, padded(d_model), target->panels);
    return target;
}

void alignment_target_free(struct alignment_target *target) {
    if (!target)
        return;
    free(target->panels);
    free(target->start);
    free(target->rows);
    free(target->products);
    free(target);
}

/* Inner products of every row of `decoder` with every row of the reference, into
 * target->products. */
static void take_products(struct alignment_target *target, const real *decoder) {
    int tiled = (target->latents + TILE - 1) / TILE * TILE;
    for (int i = 0; i < tiled; i++)
        target->rows[i] = decoder + (i < target->latents ? i : 0) * (size_t)padded(target->d_model);
    target->kernels->products(target->rows, tiled, target->d_model, target->panels,
                              target->reference_latents, target->start, target->products);
}

/* The place of the first of the largest absolute numbers. */
static int nearest(const real *products, int count) {
    int best = 0;
    real largest = 0;
    for (int j = 0; j < count; j++) {
        real size = products[j] < 0 ? -products[j] : products[j];
        if (size > largest) {
            largest = size;
            best = j;
        }
    }
    return best;
}

static double length(const real *row, int d_model) {
    double squares = 0;
    for (int i = 0; i < d_model; i++)
        squares += (double)row[i] * (double)row[i];
    return sqrt(squares);
}

/* With u = D_i / |D_i|, c = u . R_j and s the sign of c, j the nearest:
 *   d |c| / d D_i = s (R_j - c u) / |D_i| */
double alignment_penalty(struct alignment_target *target, const real *decoder, double weight,
                         real *gradient) {
    int d_model = target->d_model, stride = padded(d_model);
    double sum = 0;
    take_products(target, decoder);
    for (int i = 0; i < target->latents; i++) {
        const real *row = decoder + (size_t)i * stride;
        const real *products = target->products + (size_t)i * padded(target->reference_latents);
        int j = nearest(products, target->reference_latents);
        const real *to = target->reference + (size_t)j * stride;
        double norm = fmax(length(row, d_model), 1e-12), cosine = (double)products[j] / norm;
        double factor = -copysign(weight, cosine) / (target->latents * norm);
        real towards = (real)factor, along = (real)(factor * cosine / norm);
        for (int column = 0; column < d_model; column++)
            gradient[(size_t)i * stride + column] += towards * to[column] - along * row[column];
        sum += fabs(cosine);
    }
    return 1 - sum / target->latents;
}

/* The rows of a decoder scaled to unit length; the caller frees. */
static real *unit_copy(const real *decoder, int latents, int d_model) {
    size_t count = (size_t)latents * padded(d_model);
    real *copy = allocate(count, sizeof(real));
    memcpy(copy, decoder, count * sizeof(real));
    kernels()->unit_rows(copy, latents, padded(d_model));
    return copy;
}

/* Means of the largest |cos| along rows (of each latent of a) and along columns (of b). */
struct two_means {
    double of_a, of_b;
};

static struct two_means mean_largest(const real *products, int a_latents, int b_latents) {
    struct two_means sum = {0};
    double *column = allocate((size_t)b_latents, sizeof *column);
    for (int i = 0; i < a_latents; i++) {
        const real *row = products + (size_t)i * padded(b_latents);
        sum.of_a += fabs((double)row[nearest(row, b_latents)]);
        for (int j = 0; j < b_latents; j++)
            column[j] = fmax(column[j], fabs((double)row[j]));
    }
    for (int j = 0; j < b_latents; j++)
        sum.of_b += column[j];
    free(column);
    return (struct two_means){sum.of_a / a_latents, sum.of_b / b_latents};
}

/* The two means of the cosines of decoders a and b. */
static struct two_means mean_nearest(const real *a, int a_latents, const real *b, int b_latents,
                                     int d_model) {
    real *unit_a = unit_copy(a, a_latents, d_model), *unit_b = unit_copy(b, b_latents, d_model);
    struct alignment_target *target = alignment_target(unit_b, b_latents, d_model, a_latents);
    take_products(target, unit_a);
    struct two_means means = mean_largest(target->products, a_latents, b_latents);
    alignment_target_free(target);
    free(unit_a);
    free(unit_b);
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
    int stride = padded(d_model);
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
    real *decoder = allocate((size_t)d_sae * padded(d_model), sizeof(real));
    struct torch_generator generator;
    torch_seed(&generator, seed);
    torch_normal(&generator, drawn, count, 1);
    for (int i = 0; i < d_model; i++)
        for (int j = 0; j < d_sae; j++)
            decoder[(size_t)j * padded(d_model) + i] = drawn[(size_t)i * d_sae + j];
    free(drawn);
    return decoder;
}
