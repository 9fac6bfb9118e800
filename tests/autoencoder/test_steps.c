/* Training steps, gradients and qualities of an SAE against a plain SAE in double precision. */
#include "autoencoder/study.h" /* before cmocka.h, which child.h includes */

#include "child.h"
#include <math.h>

static struct team *threads;

/* A plain SAE in double precision: w[0] encoder [d_sae, d_model], w[1] bias, w[2] decoder
 * [d_sae, d_model], with gradients and Adam's moments of the same shapes. */
struct plain {
    const struct sae_settings *settings;
    double *w[3], *gradient[3], *mean[3], *square[3];
    size_t size[3];
    int steps;
};

static struct plain plain_copy(const struct sae *sae) {
    int d_model = sae->settings.d_model, d_sae = sae->settings.d_sae;
    size_t matrix = (size_t)d_sae * d_model;
    struct plain plain = {.settings = &sae->settings, .size = {matrix, (size_t)d_sae, matrix}};
    for (int p = 0; p < 3; p++) {
        plain.w[p] = allocate(plain.size[p], sizeof(double));
        plain.gradient[p] = allocate(plain.size[p], sizeof(double));
        plain.mean[p] = allocate(plain.size[p], sizeof(double));
        plain.square[p] = allocate(plain.size[p], sizeof(double));
    }
    for (int j = 0; j < d_sae; j++)
        for (int i = 0; i < d_model; i++) {
            plain.w[0][j * d_model + i] = (double)sae->encoder[j * sae->stride + i];
            plain.w[2][j * d_model + i] = (double)sae->decoder[j * sae->stride + i];
        }
    return plain;
}

static void plain_free(struct plain *plain) {
    for (int p = 0; p < 3; p++)
        free(plain->w[p]), free(plain->gradient[p]), free(plain->mean[p]), free(plain->square[p]);
}

/* z[d_sae] of an input row, and its error[d_model]. */
static void plain_row(const struct plain *plain, const real *x, double *z, double *error) {
    int d_model = plain->settings->d_model, d_sae = plain->settings->d_sae;
    double u[d_sae];
    for (int j = 0; j < d_sae; j++) {
        u[j] = plain->w[1][j];
        for (int i = 0; i < d_model; i++)
            u[j] += plain->w[0][j * d_model + i] * (double)x[i];
    }
    for (int i = 0; i < d_model; i++)
        error[i] = -(double)x[i];
    for (int j = 0; j < d_sae; j++) {
        int larger = 0;
        for (int other = 0; other < d_sae; other++)
            larger += u[other] > u[j] || (u[other] == u[j] && other < j);
        z[j] = larger < plain->settings->k ? u[j] : 0;
        for (int i = 0; i < d_model; i++)
            error[i] += z[j] * plain->w[2][j * d_model + i];
    }
}

/* The loss of rows[count]; its gradient into plain->gradient. */
static double plain_loss(struct plain *plain, const struct activations *activations,
                         const int32_t *rows, int count) {
    int d_model = plain->settings->d_model, d_sae = plain->settings->d_sae;
    double scale = 1.0 / ((double)count * d_model), loss = 0, z[d_sae], error[d_model];
    for (int p = 0; p < 3; p++)
        memset(plain->gradient[p], 0, plain->size[p] * sizeof(double));
    for (int r = 0; r < count; r++) {
        const real *x = activations->values + (size_t)rows[r] * activations->stride;
        plain_row(plain, x, z, error);
        for (int i = 0; i < d_model; i++)
            loss += scale * error[i] * error[i];
        for (int j = 0; j < d_sae; j++) {
            double slope = 0;
            for (int i = 0; i < d_model; i++)
                slope += 2 * scale * error[i] * plain->w[2][j * d_model + i];
            if (z[j] == 0)
                continue;
            plain->gradient[1][j] += slope;
            for (int i = 0; i < d_model; i++) {
                plain->gradient[0][j * d_model + i] += slope * (double)x[i];
                plain->gradient[2][j * d_model + i] += 2 * scale * error[i] * z[j];
            }
        }
    }
    return loss;
}

/* torch.optim.Adam as its documentation writes it, then unit rows of the decoder. */
static void plain_update(struct plain *plain) {
    const struct sae_settings *s = plain->settings;
    double t = ++plain->steps;
    for (int p = 0; p < 3; p++)
        for (size_t i = 0; i < plain->size[p]; i++) {
            double g = plain->gradient[p][i];
            double *m = &plain->mean[p][i], *v = &plain->square[p][i];
            *m = s->beta1 * *m + (1 - s->beta1) * g;
            *v = s->beta2 * *v + (1 - s->beta2) * g * g;
            plain->w[p][i] -= s->learning_rate * (*m / (1 - pow(s->beta1, t))) /
                              (sqrt(*v / (1 - pow(s->beta2, t))) + s->epsilon);
        }
    for (int j = 0; j < s->d_sae; j++) {
        double squares = 0, *row = plain->w[2] + j * s->d_model;
        for (int i = 0; i < s->d_model; i++)
            squares += row[i] * row[i];
        for (int i = 0; i < s->d_model; i++)
            row[i] /= sqrt(squares);
    }
}

static void assert_near(const real *actual, const double *wanted, int d_sae, int d_model,
                        int stride, double tolerance) {
    for (int j = 0; j < d_sae; j++)
        for (int i = 0; i < d_model; i++)
            if (!(fabs((double)actual[j * stride + i] - wanted[j * d_model + i]) <= tolerance))
                fail_msg("latent %d, column %d: %.9g, expected %.9g", j, i,
                         (double)actual[j * stride + i], wanted[j * d_model + i]);
}

static const struct shape shapes[] = {
    {50, 7, 5, 1, 64},    /* fewer rows than a batch; nothing a multiple of a register */
    {50, 16, 16, 16, 50}, /* every latent kept */
    {301, 20, 37, 5, 100},    {450, 70, 40, 8, 400}, /* blocks within a batch; a short last one */
    {300, 128, 130, 40, 250}, {40, 1, 3, 2, 8},      {33, 144, 1, 1, 32},
    {2500, 6, 90, 1, 2048}, /* latents that fire on one row in a thousand */
    {40, 130, 1900, 7, 25}, /* more latents than the gradients of are held */
};
enum { SHAPES = sizeof shapes / sizeof *shapes, MOST_ROWS = 2500, MOST_LATENTS = 1900 };

static void steps_equal_plain_steps(void **state) {
    (void)state;
    enum { EPOCHS = 2 };
    for (const struct shape *shape = shapes; shape < shapes + SHAPES; shape++) {
        struct activations activations = random_activations(shape->rows, shape->d_model, 3);
        struct sae *sae = sae_of(shape);
        struct sae_trainer *trainer = sae_trainer(sae, &activations, threads);
        struct plain plain = plain_copy(sae);
        struct torch_generator generator = sae->generator;
        int32_t order[MOST_ROWS];
        double losses[MOST_ROWS];
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            double mean = sae_train_epoch(trainer, sae, NULL, losses), sum = 0;
            int step = 0;
            draw_order(&generator, order, shape->rows);
            for (int first = 0; first < shape->rows; first += shape->batch, step++) {
                int left = shape->rows - first;
                double loss = plain_loss(&plain, &activations, order + first,
                                         left < shape->batch ? left : shape->batch);
                plain_update(&plain);
                assert_true(fabs(losses[step] / loss - 1) < 1e-6);
                sum += losses[step];
            }
            assert_true(fabs(mean - sum / step) < 1e-14);
        }
        assert_int_equal(sae->steps, plain.steps);
        assert_int_equal(sae->epochs, EPOCHS);
        assert_near(sae->encoder, plain.w[0], shape->d_sae, shape->d_model, sae->stride, 2e-6);
        assert_near(sae->bias, plain.w[1], 1, shape->d_sae, shape->d_sae, 2e-6);
        assert_near(sae->decoder, plain.w[2], shape->d_sae, shape->d_model, sae->stride, 2e-6);
        plain_free(&plain);
        sae_trainer_free(trainer);
        sae_free(sae);
        activations_free(&activations);
    }
}

static void gradients_equal_plain_gradients(void **state) {
    (void)state;
    for (const struct shape *shape = shapes; shape < shapes + SHAPES; shape++) {
        struct activations activations = random_activations(shape->rows, shape->d_model, 3);
        struct sae *sae = sae_of(shape);
        struct sae_trainer *trainer = sae_trainer(sae, &activations, threads);
        struct plain plain = plain_copy(sae);
        size_t matrix = (size_t)shape->d_sae * sae->stride;
        real *encoder = allocate(matrix, sizeof(real)), *decoder = allocate(matrix, sizeof(real));
        real *bias = allocate(padded(shape->d_sae), sizeof(real));
        int32_t rows[MOST_ROWS];
        for (int r = 0; r < shape->rows; r++)
            rows[r] = shape->rows - 1 - r;
        double loss =
            sae_loss_and_gradient(trainer, sae, rows, shape->rows, NULL, encoder, bias, decoder);
        assert_true(fabs(loss / plain_loss(&plain, &activations, rows, shape->rows) - 1) < 1e-6);
        assert_near(encoder, plain.gradient[0], shape->d_sae, shape->d_model, sae->stride, 1e-6);
        assert_near(bias, plain.gradient[1], 1, shape->d_sae, shape->d_sae, 1e-6);
        assert_near(decoder, plain.gradient[2], shape->d_sae, shape->d_model, sae->stride, 1e-6);
        free(encoder), free(decoder), free(bias);
        plain_free(&plain);
        sae_trainer_free(trainer);
        sae_free(sae);
        activations_free(&activations);
    }
}

static void qualities_equal_plain_ones(void **state) {
    (void)state;
    for (const struct shape *shape = shapes; shape < shapes + SHAPES; shape++) {
        struct activations activations = random_activations(shape->rows, shape->d_model, 3);
        int d_model = shape->d_model, kept_on[MOST_LATENTS] = {0}, nonzero = 0;
        memset(activations.values, 0, (size_t)activations.stride * sizeof(real));
        struct sae *sae = sae_of(shape);
        struct sae_trainer *trainer = sae_trainer(sae, &activations, threads);
        struct plain plain = plain_copy(sae);
        struct sae_quality quality = sae_evaluate(trainer, sae);
        double n = (double)shape->rows * d_model, z[MOST_LATENTS], error[144];
        double sums[4] = {0}; /* of x, of x^2, of the error, of its square */
        for (int r = 0; r < shape->rows; r++) {
            const real *x = activations.values + r * activations.stride;
            plain_row(&plain, x, z, error);
            for (int i = 0; i < d_model; i++) {
                sums[0] += (double)x[i], sums[1] += (double)x[i] * (double)x[i];
                sums[2] += error[i], sums[3] += error[i] * error[i];
            }
            for (int j = 0; j < shape->d_sae; j++) {
                nonzero += z[j] != 0;
                kept_on[j] += z[j] != 0 || (r == 0 && j < shape->k);
            }
        }
        double variance_left = (sums[3] - sums[2] * sums[2] / n) / (n - 1);
        double variance = (sums[1] - sums[0] * sums[0] / n) / (n - 1);
        assert_true(fabs(quality.explained_variance - (1 - variance_left / variance)) < 1e-6);
        assert_true(fabs(quality.mean_squared_error / (sums[3] / n) - 1) < 1e-6);
        assert_true(fabs(quality.l0 - (double)nonzero / shape->rows) < 1e-12);
        for (int j = 0; j < shape->d_sae; j++)
            assert_true(quality.firing[j] == (float)((double)kept_on[j] / shape->rows));
        free(quality.firing);
        plain_free(&plain);
        sae_trainer_free(trainer);
        sae_free(sae);
        activations_free(&activations);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_equal_plain_steps),
        cmocka_unit_test(gradients_equal_plain_gradients),
        cmocka_unit_test(qualities_equal_plain_ones),
    };
    threads = team(threads_wanted());
    int failures = cmocka_run_group_tests_name("steps", tests, NULL, NULL);
    team_free(threads);
    return failures;
}
