/* The SAE: its draws and first steps against PyTorch's, a training that goes on from where it was
 * stored, and the mistakes that are refused.
 *
 * The comparison with PyTorch's trainings runs if the environment variable REFERENCE names a folder
 * with the activations that they were trained on, activations.safetensors.
 */
#include "autoencoder/study.h" /* before cmocka.h, which child.h includes */
#include "golden.h"

#include "child.h"
#include <math.h>
#include <stdbool.h>

static struct team *threads;

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
        {"size", "autoencoder: training diverged: a number is not finite after 0 whole epochs, and "
                 "the largest entry of its rows is 3e+38; expected rows of about 1, or a smaller "
                 "learning_rate\n"},
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
    struct activations activations = activations_read(path, NULL);
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
        cmocka_unit_test(training_is_taken_up_bit_for_bit),
        cmocka_unit_test(mistakes_are_refused),
        cmocka_unit_test(trainings_follow_pytorchs),
    };
    threads = team(threads_wanted());
    int failures = cmocka_run_group_tests_name("sae", tests, NULL, NULL);
    team_free(threads);
    return failures;
}
