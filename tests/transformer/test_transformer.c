/* The study's transformer: PyTorch's draws, training and activations are reproduced; and the
 * settings that are refused. */
#include "golden.h" /* before cmocka.h, which child.h includes */

#include "child.h"
#include "transformer/small.h"
#include <math.h>

/* ---- The study's model, trained once --------------------------------------------------------- */

/* The study allows 5000 epochs and needs one. */
static const struct transformer_settings study_settings = {.layers = 2,
                                                           .d_model = 128,
                                                           .heads = 4,
                                                           .d_mlp = 512,
                                                           .vocabulary = 113 + SPECIAL_TOKENS,
                                                           .answer_position = ANSWER_POSITION,
                                                           .layernorm_epsilon = 1e-5,
                                                           .initial_scale = 0.8,
                                                           .learning_rate = 1e-3,
                                                           .beta1 = 0.9,
                                                           .beta2 = 0.999,
                                                           .epsilon = 1e-8,
                                                           .weight_decay = 0.01,
                                                           .batch = 512,
                                                           .epochs = 2};

/* What PyTorch gave, and what comes out here. */
static struct study {
    json_t *expected; /* tests/golden/transformer.json */
    struct modular_task task;
    struct transformer *initial, *trained;
    struct transformer_history history;
} study;

static int train_study(void **state) {
    (void)state;
    struct torch_generator generator;
    study.expected = json_load_file("tests/golden/transformer.json", 0, NULL);
    if (study.expected == NULL)
        return -1;
    study.task = modular_task(113, 0.9, 42);
    study.initial = transformer_initialise(&study_settings, 42, &generator);
    study.trained = transformer_initialise(&study_settings, 42, &generator);
    study.history = transformer_train(study.trained, &study.task, &generator, NULL);
    return 0;
}

static int free_study(void **state) {
    (void)state;
    json_decref(study.expected);
    modular_free(&study.task);
    transformer_free(study.initial);
    transformer_free(study.trained);
    transformer_history_free(&study.history);
    return 0;
}

static void parameters_are_the_study_s(void **state) {
    (void)state;
    const json_t *expected = json_object_get(study.expected, "parameters");
    size_t size = 0;
    assert_int_equal(study.initial->parameter_count, json_array_size(expected));
    for (size_t p = 0; p < study.initial->parameter_count; p++) {
        const struct parameter *parameter = &study.initial->parameters[p];
        const json_t *description = json_array_get(expected, p);
        const json_t *shape = json_object_get(description, "shape");
        const char *name = json_string_value(json_object_get(description, "name"));
        size_t count = 1;
        assert_string_equal(parameter->name, name);
        assert_ptr_equal(transformer_parameter(study.initial, name), parameter);
        assert_int_equal(parameter->rank, json_array_size(shape));
        for (int d = 0; d < parameter->rank; d++) {
            assert_int_equal(parameter->shape[d], golden_integer(shape, d));
            count *= parameter->shape[d];
        }
        assert_int_equal(parameter->count, count);
        assert_int_equal(parameter->offset, size);
        size += count;
    }
    assert_int_equal(study.initial->size, size);
    assert_null(transformer_parameter(study.initial, "blocks.2.ln1.w"));
}

static void initial_values_are_the_study_s(void **state) {
    (void)state;
    const json_t *expected = json_object_get(study.expected, "parameters");
    for (size_t p = 0; p < study.initial->parameter_count; p++) {
        const struct parameter *parameter = &study.initial->parameters[p];
        const real *values = study.initial->values + parameter->offset;
        const json_t *description = json_array_get(expected, p);
        const json_t *first = json_object_get(description, "first_8");
        double sum = 0, expected_sum = json_number_value(json_object_get(description, "sum_f64"));
        for (size_t i = 0; i < 8; i++)
            assert_true(fabs(values[i] - golden_number(first, i)) <= 1e-6);
        for (size_t i = 0; i < parameter->count; i++)
            sum += values[i];
        assert_true(fabs(sum - expected_sum) <= 5e-6);
    }
}

/* Float rounding alone, carried on by AdamW, makes two trainings part after some steps. */
static void step_losses_are_the_study_s(void **state) {
    (void)state;
    const json_t *expected = json_object_get(study.expected, "step_losses");
    assert_int_equal(study.history.steps, json_array_size(expected));
    for (int step = 0; step < study.history.steps; step++) {
        double loss = golden_number(expected, step);
        double tolerance = step < 3 ? 1e-6 : step < 5 ? 1e-5 : 2e-3;
        if (!(fabs(study.history.step_losses[step] / loss - 1) <= tolerance))
            fail_msg("step %d: loss %.9g, expected %.9g", step + 1, study.history.step_losses[step],
                     loss);
    }
}

static void training_ends_as_the_study_s(void **state) {
    (void)state;
    assert_int_equal(study.history.best_epoch,
                     json_integer_value(json_object_get(study.expected, "best_epoch")));
    assert_int_equal(study.history.epochs_trained,
                     json_integer_value(json_object_get(study.expected, "epochs_trained")));
    assert_true(study.history.validation_accuracy ==
                json_number_value(json_object_get(study.expected, "validation_accuracy")));
}

static void activations_are_the_study_s(void **state) {
    (void)state;
    const json_t *expected = json_object_get(study.expected, "activations");
    struct activations activations = transformer_activations(study.trained, &study.task, 1, 5);
    double squares = 0, error = 0;
    assert_int_equal(activations.rows, 12769);
    assert_int_equal(activations.d_model, 128);
    for (size_t r = 0; r < json_array_size(expected); r++) {
        const json_t *entry = json_array_get(expected, r);
        const json_t *values = json_object_get(entry, "values");
        size_t row = json_integer_value(json_object_get(entry, "row"));
        for (size_t j = 0; j < 128; j++) {
            double value = golden_number(values, j);
            squares += value * value;
            error += pow(activations.values[row * activations.stride + j] - value, 2);
        }
    }
    assert_true(squares > 0);
    assert_true(sqrt(error / squares) <= 2e-2);
    activations_free(&activations);
}

/* No loss ever looks at the last position: its embedding only decays. */
static void parameters_without_gradient_decay(void **state) {
    (void)state;
    const struct parameter *positions = transformer_parameter(study.initial, "pos_embed.W_pos");
    size_t last = positions->offset + (size_t)(SEQUENCE_LENGTH - 1) * 128;
    double left = pow(1 - 1e-3 * 0.01, study.history.steps);
    for (size_t j = last; j < last + 128; j++) {
        double expected = study.initial->values[j] * left;
        assert_true(fabs(study.trained->values[j] - expected) <= 3e-6 * fabs(expected));
        assert_true(study.trained->values[j] != study.initial->values[j]);
    }
}

/* ---- Refusals -------------------------------------------------------------------------------- */

static void initialise_with(int layers, int d_model) {
    struct transformer_settings settings = small_settings(0.01, 1);
    struct torch_generator generator;
    settings.layers = layers;
    settings.d_model = d_model;
    transformer_initialise(&settings, 1, &generator);
}

static void train_with(int epochs, int modulus, double train_fraction) {
    struct transformer_settings settings = small_settings(0.01, epochs);
    struct modular_task task = modular_task(modulus, train_fraction, 42);
    struct torch_generator generator;
    transformer_train(transformer_initialise(&settings, 5, &generator), &task, &generator, NULL);
}

static void extract_with(int modulus, int layer, int position) {
    struct transformer_settings settings = small_settings(0.01, 1);
    struct modular_task task = modular_task(modulus, 0.7, 42);
    struct torch_generator generator;
    transformer_activations(transformer_initialise(&settings, 5, &generator), &task, layer,
                            position);
}

static void no_layer(const char *unused) {
    (void)unused;
    initialise_with(0, 12);
}

static void no_such_answer_position(const char *unused) {
    (void)unused;
    struct transformer_settings settings = small_settings(0.01, 1);
    struct torch_generator generator;
    settings.answer_position = SEQUENCE_LENGTH;
    transformer_initialise(&settings, 1, &generator);
}

static void uneven_heads(const char *unused) {
    (void)unused;
    initialise_with(2, 13);
}

static void no_epoch(const char *unused) {
    (void)unused;
    train_with(0, 7, 0.7);
}

static void nothing_to_train_on(const char *unused) {
    (void)unused;
    train_with(1, 7, 0);
}

static void nothing_to_validate_on(const char *unused) {
    (void)unused;
    train_with(1, 7, 1);
}

static void training_on_another_vocabulary(const char *unused) {
    (void)unused;
    train_with(1, 11, 0.7);
}

static void extraction_of_another_vocabulary(const char *unused) {
    (void)unused;
    extract_with(11, 0, 0);
}

static void layer_past_the_last(const char *unused) {
    (void)unused;
    extract_with(7, 3, 5);
}

static void position_past_the_last(const char *unused) {
    (void)unused;
    extract_with(7, 0, 7);
}

static void bad_settings_are_refused(void **state) {
    (void)state;
    assert_fails(no_layer, "transformer of 0 layers");
    assert_fails(uneven_heads, "d_model 13 is no multiple of 3 heads\n");
    assert_fails(no_such_answer_position, "answer position is 7, expected 0 to 6\n");
    assert_fails(no_epoch, "trains 0 epochs, expected 1 or more\n");
    assert_fails(nothing_to_train_on, "0 of 49 examples are for training");
    assert_fails(nothing_to_validate_on, "49 of 49 examples are for training");
    assert_fails(training_on_another_vocabulary, "vocabulary is 11, expected 15, the task's\n");
    assert_fails(extraction_of_another_vocabulary, "vocabulary is 11, expected 15, the task's\n");
    assert_fails(layer_past_the_last, "layer is 3, expected 0 to 2\n");
    assert_fails(position_past_the_last, "position is 7, expected 0 to 6\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_are_the_study_s),
        cmocka_unit_test(initial_values_are_the_study_s),
        cmocka_unit_test(step_losses_are_the_study_s),
        cmocka_unit_test(training_ends_as_the_study_s),
        cmocka_unit_test(activations_are_the_study_s),
        cmocka_unit_test(parameters_without_gradient_decay),
        cmocka_unit_test(bad_settings_are_refused),
    };
    return cmocka_run_group_tests_name("transformer", tests, train_study, free_study);
}
