/* How alike decoders are: PWMCC, alignment, the cosine with the start; and random decoders. */
#include "consistency/consistency.h"
#include "consistency/maxima.h"
#include "consistency/nearest.h"
#include "draws/generators.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

static struct two_means mean_nearest(const real *a, int a_latents, const real *b, int b_latents,
                                     int d_model) {
    struct team *threads = team(threads_wanted());
    real *unit_a = unit_copy(a, a_latents, d_model), *unit_b = unit_copy(b, b_latents, d_model);
    struct both_maxima maxima = maxima_of(unit_a, a_latents, unit_b, b_latents, d_model, threads);
    struct two_means means = {mean_of_reals(maxima.of_a.size, a_latents),
                              mean_of_reals(maxima.of_b.size, b_latents)};
    maxima_free(&maxima);
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
        sum += product / (row_length(now, d_model) * row_length(then, d_model));
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
