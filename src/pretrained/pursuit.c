/* Matching pursuit. */
#include "pretrained/pursuit.h"
#include "arithmetic/kernels.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>

/* A block of rows in pursuit. */
struct chase {
    const struct pretrained *sae;
    double *residuals; /* [count, d_in] */
    double *acts;      /* [count, d_sae] */
    bool *has_ended;   /* [count] */
};

static int argmax(const double *products, int d_sae) {
    int best = 0;
    for (int j = 1; j < d_sae; j++)
        if (products[j] > products[best])
            best = j;
    return best;
}

/* One round of row r, whose products with all latents are given. Returns whether it goes on. */
static bool take_one(struct chase *chase, int r, const double *products) {
    const struct pretrained *sae = chase->sae;
    const struct pursuit *pursuit = &sae->function->pursuit;
    int best = argmax(products, sae->d_sae);
    const real *direction = sae->decoder + (size_t)best * (size_t)row_stride(sae->d_out);
    double *residual = chase->residuals + (size_t)r * (size_t)sae->d_in;
    double *act = &chase->acts[(size_t)r * (size_t)sae->d_sae + (size_t)best];
    double value = 0, squares = 0;
    for (int i = 0; i < sae->d_in; i++)
        value += residual[i] * (double)direction[i];
    if (value < 0)
        value = 0;
    bool was_zero = *act == 0;
    *act += value;
    for (int i = 0; i < sae->d_in; i++) {
        residual[i] -= value * (double)direction[i];
        squares += residual[i] * residual[i];
    }
    bool has_new_latent = was_zero && *act != 0;
    return (has_new_latent || !pursuit->ends_at_the_same_support) &&
           !(pursuit->least_residual > 0 && sqrt(squares) < pursuit->least_residual) &&
           value > 0; /* without a value nothing changes any more */
}

/* One round of all rows. Returns how many go on. */
static int take_round(struct chase *chase, int count, real *inputs, const double *products) {
    const struct pretrained *sae = chase->sae;
    int going_on = 0;
    for (int r = 0; r < count; r++) {
        if (chase->has_ended[r])
            continue;
        const double *of_row = products + (size_t)r * (size_t)padded(sae->d_sae);
        chase->has_ended[r] = !take_one(chase, r, of_row);
        going_on += !chase->has_ended[r];
        for (int i = 0; i < sae->d_in; i++)
            inputs[(size_t)r * (size_t)row_stride(sae->d_in) + (size_t)i] =
                (real)chase->residuals[(size_t)r * (size_t)sae->d_in + (size_t)i];
    }
    return going_on;
}

void pursue(const struct pretrained *sae, real *inputs, const real *const *rows, int count,
            double *products, float *acts) {
    size_t d_in = (size_t)sae->d_in, numbers = (size_t)count * (size_t)sae->d_sae;
    struct chase chase = {
        .sae = sae,
        .residuals = room((size_t)count * d_in, sizeof(double)),
        .acts = allocate(numbers, sizeof(double)),
        .has_ended = allocate((size_t)count, sizeof(bool)),
    };
    for (size_t i = 0; i < (size_t)count * d_in; i++)
        chase.residuals[i] = (double)inputs[i / d_in * (size_t)row_stride(sae->d_in) + i % d_in];
    for (int round = 0; round < sae->function->pursuit.most; round++) {
        panels_products(sae->function->encoder_panels, rows, tiled(count), products);
        if (take_round(&chase, count, inputs, products) == 0)
            break;
    }
    for (size_t i = 0; i < numbers; i++)
        acts[i] = (float)chase.acts[i];
    free(chase.residuals);
    free(chase.acts);
    free(chase.has_ended);
}
