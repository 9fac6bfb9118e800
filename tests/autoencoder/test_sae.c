/* The SAE: its draws and first steps against PyTorch's, its step against a plain one in double
 * precision, training taken up where it stood, and the mistakes that it refuses.
 *
 * The comparison with PyTorch's trainings runs where the environment variable REFERENCE names a
 * folder that holds the activations they were trained on, activations.safetensors.
 */
#include "golden.h" /* before cmocka.h, which child.h includes */

#include "activations/activations.h"
#include "child.h"
#include "autoencoder/trainer.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static const struct sae_settings study = {
    128, 128, 4, 2048, .learning_rate = 3e-4, .beta1 = .9, .beta2 = .999, .epsilon = 1e-8};

static struct activations random_activations(int rows, int d_model, uint64_t seed) {
    struct activations activations = activations_new(rows, d_model);
    struct torch_generator generator;
    float *drawn = allocate((size_t)rows * d_model, sizeof *drawn);
    torch_seed(&generator, seed);
    torch_normal(&generator, drawn, (size_t)rows * d_model, 1);
    for (int r = 0; r < rows; r++)
        for (int i = 0; i < d_model; i++)
            activations.values[r * activations.stride + i] = drawn[r * d_model + i];
    free(drawn);
    return activations;
}

/* The order of an epoch that `generator` stands before, as torch's loader draws it. */
static void draw_order(struct torch_generator *generator, int32_t *order, int rows) {
    struct torch_generator shuffle;
    torch_int64(generator);
    torch_seed(&shuffle, (uint64_t)torch_int64(generator));
    torch_permutation(&shuffle, order, (size_t)rows);
}

static double sum_of(const real *matrix, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (double)matrix[i];
    return sum;
}

static void draws_equal_pytorchs(void **state) {
    (void)state;
    const char *seeds[] = {"42", "123", "2024"};
    for (int s = 0; s < 3; s++) {
        json_t *wanted = golden("sae_initial_128x128/%s", seeds[s]);
        struct sae *sae = sae_initialise(&study, strtoull(seeds[s], NULL, 10));
        for (size_t i = 0; i < 8; i++) {
            assert_true((double)sae->encoder[i] ==
                        golden_number(json_object_get(wanted, "encoder_row0_first_8"), i));
            assert_float_equal(
                sae->decoder[i * (size_t)sae->stride],
                golden_number(json_object_get(wanted, "decoder_row0_first_8_after_unit_norm"), i),
                3e-8);
        }
        assert_true(sum_of(sae->encoder, 128 * (size_t)sae->stride) ==
                    json_number_value(json_object_get(wanted, "encoder_sum_f64")));
        assert_true(fabs(sum_of(sae->decoder, 128 * (size_t)sae->stride) -
                         json_number_value(json_object_get(wanted, "decoder_sum_f64"))) < 1e-5);
        for (size_t epoch = 0; epoch < 3; epoch++) {
            json_t *order = json_array_get(json_object_get(wanted, "epoch_orders"), epoch);
            int32_t drawn[12769];
            draw_order(&sae->generator, drawn, 12769);
            for (size_t i = 0; i < 8; i++)
                assert_int_equal(drawn[i], golden_integer(json_object_get(order, "first_8"), i));
            for (size_t i = 0; i < 4; i++)
                assert_int_equal(drawn[12765 + i],
                                 golden_integer(json_object_get(order, "last_4"), i));
        }
        sae_free(sae);
    }
}

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

struct shape {
    int rows, d_model, d_sae, k, batch;
};

static const struct shape shapes[] = {
    {50, 7, 5, 1, 64},    /* fewer rows than a batch; nothing a multiple of a register */
    {50, 16, 16, 16, 50}, /* every latent kept */
    {301, 20, 37, 5, 100},    {450, 70, 40, 8, 400}, /* blocks within a batch; a short last one */
    {300, 128, 130, 40, 250}, {40, 1, 3, 2, 8},      {33, 144, 1, 1, 32},
    {2500, 6, 90, 1, 2048}, /* latents that fire on one row in a thousand */
    {40, 130, 1900, 7, 25}, /* more latents than the gradients of are held */
};
enum { SHAPES = sizeof shapes / sizeof *shapes, MOST_ROWS = 2500, MOST_LATENTS = 1900 };

static struct team *threads;

static struct sae *sae_of(const struct shape *shape) {
    struct sae_settings settings = study;
    settings.d_model = shape->d_model;
    settings.d_sae = shape->d_sae;
    settings.k = shape->k;
    settings.batch = shape->batch;
    return sae_initialise(&settings, 7);
}

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

static void train(struct sae *sae, const struct activations *activations, int epochs) {
    struct sae_trainer *trainer = sae_trainer(sae, activations, threads);
    for (int epoch = 0; epoch < epochs; epoch++)
        sae_train_epoch(trainer, sae, NULL, NULL);
    sae_trainer_free(trainer);
}

/* Weights and moments, as an artifact keeps them. */
static void copy_weights(struct sae *to, const struct sae *from) {
    size_t matrix = (size_t)from->settings.d_sae * from->stride * sizeof(real);
    size_t vector = (size_t)from->settings.d_sae * sizeof(real);
    memcpy(to->encoder, from->encoder, matrix);
    memcpy(to->bias, from->bias, vector);
    memcpy(to->decoder, from->decoder, matrix);
    for (int moment = 0; moment < 2; moment++) {
        memcpy(to->encoder_moments[moment], from->encoder_moments[moment], matrix);
        memcpy(to->bias_moments[moment], from->bias_moments[moment], vector);
        memcpy(to->decoder_moments[moment], from->decoder_moments[moment], matrix);
    }
    to->steps = from->steps;
}

static void training_is_taken_up_bit_for_bit(void **state) {
    (void)state;
    const struct shape shape = {230, 20, 37, 3, 100};
    struct activations activations = random_activations(shape.rows, shape.d_model, 3);
    struct sae *straight = sae_of(&shape), *first = sae_of(&shape), *second = sae_of(&shape);
    train(straight, &activations, 40);
    train(first, &activations, 25);
    copy_weights(second, first);
    sae_skip_epochs(second, 25);
    train(second, &activations, 15);
    size_t matrix = (size_t)shape.d_sae * straight->stride * sizeof(real);
    assert_memory_equal(second->encoder, straight->encoder, matrix);
    assert_memory_equal(second->decoder, straight->decoder, matrix);
    assert_memory_equal(second->bias, straight->bias, shape.d_sae * sizeof(real));
    assert_memory_equal(second->decoder_moments[1], straight->decoder_moments[1], matrix);
    assert_int_equal(second->steps, straight->steps);
    assert_int_equal(second->epochs, straight->epochs);
    assert_memory_not_equal(first->encoder, straight->encoder, matrix);
    sae_free(straight), sae_free(first), sae_free(second);
    activations_free(&activations);
}

/* Ways to go wrong, by name. */
static void go_wrong(const char *how) {
    struct sae_settings settings = study;
    settings.k = strcmp(how, "k") == 0 ? 129 : 4;
    settings.lambda = strcmp(how, "lambda") == 0 ? .002 : 0;
    struct activations activations =
        random_activations(100, strcmp(how, "columns") == 0 ? 64 : 128, 3);
    if (strcmp(how, "size") == 0)
        for (int i = 0; i < 128; i++)
            activations.values[i] = 3e38f;
    struct sae *sae = sae_initialise(&settings, 1);
    struct sae_trainer *trainer = sae_trainer(sae, &activations, threads);
    sae_train_epoch(trainer, sae, NULL, NULL);
}

static void mistakes_are_refused(void **state) {
    (void)state;
    const char *mistakes[][2] = {
        {"k", "autoencoder: k is 129, expected 1 to d_sae = 128\n"},
        {"columns", "autoencoder: d_model is 128, but the activations have 64 columns\n"},
        {"lambda", "autoencoder: lambda is 0.002, but there is no reference to align to\n"},
        {"size", "autoencoder: training diverged: a number is not finite after 0 whole epochs\n"},
    };
    for (size_t m = 0; m < sizeof mistakes / sizeof *mistakes; m++) {
        struct ending ending = ending_of(go_wrong, mistakes[m][0]);
        assert_string_equal(ending.message, mistakes[m][1]);
        assert_int_equal(ending.status, 1);
    }
}

/* Eight numbers against PyTorch's, relative to the largest of them. */
static void assert_first_eight(const real *actual, const json_t *wanted, double tolerance) {
    double largest = 0;
    for (size_t i = 0; i < 8; i++)
        largest = fmax(largest, fabs(golden_number(wanted, i)));
    for (size_t i = 0; i < 8; i++)
        if (!(fabs((double)actual[i] - golden_number(wanted, i)) <= tolerance * largest))
            fail_msg("%zu: %.9g, expected %.9g", i, (double)actual[i], golden_number(wanted, i));
}

/* The gradients of the first step of a training that PyTorch ran too. */
static void compare_first_step(const json_t *wanted, struct sae_trainer *trainer, struct sae *sae,
                               const real *reference) {
    size_t matrix = 128 * (size_t)sae->stride;
    real *gradients = allocate(2 * matrix + 128, sizeof *gradients), across[8];
    real *encoder = gradients, *bias = gradients + 2 * matrix, *decoder = gradients + matrix;
    struct torch_generator generator = sae->generator;
    int32_t order[12769];
    draw_order(&generator, order, 12769);
    sae_loss_and_gradient(trainer, sae, order, 2048, reference, encoder, bias, decoder);
    for (int j = 0; j < 8; j++)
        across[j] = decoder[(size_t)j * (size_t)sae->stride];
    assert_first_eight(encoder, json_object_get(wanted, "grad_encoder_row0_first_8"), 1e-6);
    assert_first_eight(bias, json_object_get(wanted, "grad_encoder_bias_first_8"), 1e-6);
    assert_first_eight(across, json_object_get(wanted, "grad_decoder_row0_first_8"), 1e-6);
    free(gradients);
}

/* Train as PyTorch did and compare; returns the SAE. */
static struct sae *follow(const json_t *wanted, const struct activations *activations,
                          const real *reference) {
    struct sae_settings settings = study;
    settings.k = (int)json_integer_value(json_object_get(wanted, "k"));
    settings.lambda = json_number_value(json_object_get(wanted, "lambda"));
    struct sae *sae =
        sae_initialise(&settings, (uint64_t)json_integer_value(json_object_get(wanted, "seed")));
    struct sae_trainer *trainer = sae_trainer(sae, activations, threads);
    compare_first_step(json_object_get(wanted, "first_step"), trainer, sae, reference);
    double losses[30 * 7];
    int epochs = (int)json_integer_value(json_object_get(wanted, "epochs"));
    for (int epoch = 0; epoch < epochs; epoch++)
        sae_train_epoch(trainer, sae, reference, losses + epoch * 7);
    for (size_t step = 0; step < 10; step++)
        assert_true(
            fabs(losses[step] / golden_number(json_object_get(wanted, "losses"), step) - 1) < 1e-6);
    struct sae_quality quality = sae_evaluate(trainer, sae);
    double mse = json_number_value(json_object_get(wanted, "mse"));
    double explained = json_number_value(json_object_get(wanted, "explained_variance"));
    assert_true(fabs(quality.mean_squared_error / mse - 1) < 2e-4);
    assert_true(fabs(quality.explained_variance - explained) < 2e-4);
    assert_true(quality.l0 == json_number_value(json_object_get(wanted, "l0")));
    free(quality.firing);
    sae_trainer_free(trainer);
    return sae;
}

static void trainings_follow_pytorchs(void **state) {
    (void)state;
    if (!getenv("REFERENCE"))
        skip();
    char *path = text("%s/activations.safetensors", getenv("REFERENCE"));
    struct activations activations = activations_read(path);
    json_t *trajectories = golden("trajectories");
    struct sae *first = follow(json_array_get(trajectories, 0), &activations, NULL);
    struct sae *aligned = follow(json_array_get(trajectories, 1), &activations, first->decoder);
    struct sae *dense = follow(json_array_get(trajectories, 2), &activations, NULL);
    sae_free(first), sae_free(aligned), sae_free(dense);
    activations_free(&activations);
    free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_equal_pytorchs),
        cmocka_unit_test(steps_equal_plain_steps),
        cmocka_unit_test(gradients_equal_plain_gradients),
        cmocka_unit_test(qualities_equal_plain_ones),
        cmocka_unit_test(training_is_taken_up_bit_for_bit),
        cmocka_unit_test(mistakes_are_refused),
        cmocka_unit_test(trainings_follow_pytorchs),
    };
    threads = team(threads_wanted());
    int failures = cmocka_run_group_tests_name("sae", tests, NULL, NULL);
    team_free(threads);
    return failures;
}
