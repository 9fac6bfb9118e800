/* The SAE's gradients, that of the alignment penalty among them, against central differences of its
 * loss. Everything is compiled with -DREAL_IS_DOUBLE, so that rounding does not hide a mistake. */
#include "autoencoder/architecture.h"
#include "autoencoder/trainer.h"
#include "child.h"
#include "consistency/consistency.h"
#include <math.h>
#include <stdlib.h>

#ifndef REAL_IS_DOUBLE
#error "compile this test, and all of src, with -DREAL_IS_DOUBLE"
#endif

struct shape {
    int rows, d_model, d_sae, k;
    double lambda;
};

static const struct shape shapes[] = {
    {40, 7, 5, 2, 0}, {40, 7, 19, 1, .3}, {30, 18, 9, 9, .3}, {120, 70, 6, 3, .3}};

/* An autoencoder in the middle of nowhere: Gaussian rows, biases that are not zero. */
struct scene {
    struct activations activations;
    struct sae *sae, *reference;
    struct team *team;
    struct sae_trainer *trainer;
    int32_t *rows;
};

static void set_scene(struct scene *scene, const struct shape *shape) {
    struct sae_settings settings = {.architecture = &topk,
                                    .d_model = shape->d_model,
                                    .d_sae = shape->d_sae,
                                    .k = shape->k,
                                    .batch = 16,
                                    .lambda = shape->lambda};
    scene->activations =
        (struct activations){.rows = shape->rows,
                             .d_model = shape->d_model,
                             .stride = row_stride(shape->d_model),
                             .values = random_decoder(shape->rows, shape->d_model, 3)};
    scene->sae = sae_initialise(&settings, 5);
    scene->reference = sae_initialise(&settings, 6);
    scene->team = team(1);
    scene->trainer = sae_trainer(scene->sae, &scene->activations, scene->team);
    scene->rows = allocate((size_t)shape->rows, sizeof *scene->rows);
    for (int j = 0; j < shape->d_sae; j++)
        scene->sae->bias[j] = .1 * (j % 3);
    for (int r = 0; r < shape->rows; r++)
        scene->rows[r] = r;
}

static void clear_scene(struct scene *scene) {
    sae_trainer_free(scene->trainer);
    team_free(scene->team);
    sae_free(scene->sae);
    sae_free(scene->reference);
    activations_free(&scene->activations);
    free(scene->rows);
}

/* Loss and gradients [3][size]: encoder, bias, decoder. */
static double loss_of(struct scene *scene, real *gradients, size_t size) {
    return sae_loss_and_gradient(scene->trainer, scene->sae, scene->rows, scene->activations.rows,
                                 scene->reference->decoder, gradients, gradients + size,
                                 gradients + 2 * size);
}

/* The slope of the loss along one weight. */
static double central_difference(struct scene *scene, real *weight, real *gradients, size_t size) {
    const double step = 1e-6;
    double value = *weight;
    *weight = value + step;
    double above = loss_of(scene, gradients, size);
    *weight = value - step;
    double below = loss_of(scene, gradients, size);
    *weight = value;
    return (above - below) / (2 * step);
}

static void gradients_are_slopes(void **state) {
    (void)state;
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        struct scene scene;
        set_scene(&scene, &shapes[s]);
        int stride = scene.sae->stride, d_sae = shapes[s].d_sae;
        size_t size = (size_t)padded(d_sae) * stride;
        real *gradients = allocate(3 * size, sizeof(real));
        real *scratch = allocate(3 * size, sizeof(real));
        real *weights[] = {scene.sae->encoder, scene.sae->bias, scene.sae->decoder};
        loss_of(&scene, gradients, size);
        for (int part = 0; part < 3; part++)
            for (int n = 0; n < (part == 1 ? d_sae : d_sae * stride); n++) {
                if (part != 1 && n % stride >= shapes[s].d_model)
                    continue;
                double slope = central_difference(&scene, &weights[part][n], scratch, size);
                double gradient = gradients[(size_t)part * size + (size_t)n];
                if (!(fabs(gradient - slope) < 1e-8 + 1e-7 * fabs(slope)))
                    fail_msg("shape %zu, part %d, place %d: %.12g, slope %.12g", s, part, n,
                             gradient, slope);
            }
        free(gradients), free(scratch);
        clear_scene(&scene);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(gradients_are_slopes)};
    return cmocka_run_group_tests_name("sae_gradient", tests, NULL, NULL);
}
