/* The gradient of every number in the transformer against a central difference of the loss, with
 * the answer read at c, as the study does, and at '=' before it.
 *
 * Compiled with -DREAL_IS_DOUBLE, as are the sources that it is linked with.
 */
#include "child.h"
#include "draws/generators.h"
#include "transformer/transformer.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { EXAMPLES = 9 };

/* A tiny model of two layers, and a batch of its examples. */
struct setting {
    struct modular_task task;
    struct transformer *transformer;
    int32_t examples[EXAMPLES];
    real *gradient, *unused; /* [size] */
};

/* Values of order one everywhere, so that no gradient is small because a weight is. */
static void draw_values(struct transformer *transformer, struct torch_generator *generator) {
    float *draws = allocate(transformer->size, sizeof *draws);
    torch_normal(generator, draws, transformer->size, 0.4f);
    for (size_t i = 0; i < transformer->size; i++)
        transformer->values[i] += draws[i];
    free(draws);
}

static int set_up(void **state, int answer_position) {
    static struct setting setting;
    struct transformer_settings settings = {.layers = 2,
                                            .d_model = 6,
                                            .heads = 2,
                                            .d_mlp = 10,
                                            .vocabulary = 5 + SPECIAL_TOKENS,
                                            .answer_position = answer_position,
                                            .layernorm_epsilon = 1e-5,
                                            .initial_scale = 0.8,
                                            .batch = EXAMPLES,
                                            .epochs = 1};
    struct torch_generator generator;
    int correct;
    setting.task = modular_task(5, 0.5, 1);
    setting.transformer = transformer_initialise(&settings, 7, &generator);
    draw_values(setting.transformer, &generator);
    for (int i = 0; i < EXAMPLES; i++)
        setting.examples[i] = 2 * i;
    setting.gradient = allocate(setting.transformer->size, sizeof(real));
    setting.unused = allocate(setting.transformer->size, sizeof(real));
    transformer_loss_and_gradient(setting.transformer, &setting.task, setting.examples, EXAMPLES,
                                  setting.gradient, &correct);
    *state = &setting;
    return 0;
}

static int read_at_answer(void **state) {
    return set_up(state, ANSWER_POSITION);
}

static int read_at_equals(void **state) {
    return set_up(state, ANSWER_POSITION - 1);
}

static int tear_down(void **state) {
    struct setting *setting = *state;
    modular_free(&setting->task);
    transformer_free(setting->transformer);
    free(setting->gradient);
    free(setting->unused);
    return 0;
}

/* The loss with `step` added to number i. */
static double loss_beside(struct setting *setting, size_t i, double step) {
    real *value = &setting->transformer->values[i], kept = *value;
    int correct;
    *value += step;
    double loss =
        transformer_loss_and_gradient(setting->transformer, &setting->task, setting->examples,
                                      EXAMPLES, setting->unused, &correct);
    *value = kept;
    return loss;
}

/* Central difference of fourth order. */
static double numerical_derivative(struct setting *setting, size_t i) {
    const double step = 1e-4;
    double near = loss_beside(setting, i, step) - loss_beside(setting, i, -step);
    double far = loss_beside(setting, i, 2 * step) - loss_beside(setting, i, -2 * step);
    return (8 * near - far) / (12 * step);
}

/* Softmax is blind to what all scores of a query share: the gradient of b_K is zero. */
static bool is_without_effect(const struct parameter *parameter) {
    return strstr(parameter->name, "b_K") != NULL;
}

static void gradient_is_the_derivative(void **state) {
    struct setting *setting = *state;
    const struct transformer *transformer = setting->transformer;
    for (size_t p = 0; p < transformer->parameter_count; p++) {
        const struct parameter *parameter = &transformer->parameters[p];
        double error = 0, norm = 0;
        for (size_t i = parameter->offset; i < parameter->offset + parameter->count; i++) {
            double derivative = numerical_derivative(setting, i);
            error = hypot(error, setting->gradient[i] - derivative);
            norm = hypot(norm, derivative);
        }
        double allowed = is_without_effect(parameter) ? 1e-10 : 1e-8 * norm;
        if (!(error <= allowed))
            fail_msg("%s: gradient is off by %g of %g", parameter->name, error, norm);
        if (!is_without_effect(parameter))
            assert_true(norm > 1e-3);
    }
}

/* Nothing after the position read is seen, and no token that is not in the batch. */
static void unseen_rows_have_no_gradient(void **state) {
    struct setting *setting = *state;
    const struct transformer *transformer = setting->transformer;
    int d_model = transformer->settings.d_model;
    const struct parameter *positions = transformer_parameter(transformer, "pos_embed.W_pos");
    const struct parameter *tokens = transformer_parameter(transformer, "embed.W_E");
    int seen = transformer->settings.answer_position + 1;
    for (size_t j = (size_t)seen * d_model; j < positions->count; j++)
        assert_true(setting->gradient[positions->offset + j] == 0);
    for (int j = 0; j < d_model; j++) {
        assert_true(setting->gradient[positions->offset + (seen - 1) * d_model + j] != 0);
        assert_true(setting->gradient[tokens->offset + (5 + TOKEN_EOS) * d_model + j] == 0);
    }
}

/* The batch's loss is the mean of its examples', the gradient too. */
static void batch_is_the_mean_of_its_examples(void **state) {
    struct setting *setting = *state;
    size_t size = setting->transformer->size;
    double *mean_gradient = allocate(size, sizeof *mean_gradient), mean_loss = 0;
    int right = 0, correct;
    for (int e = 0; e < EXAMPLES; e++) {
        mean_loss +=
            transformer_loss_and_gradient(setting->transformer, &setting->task,
                                          &setting->examples[e], 1, setting->unused, &correct) /
            EXAMPLES;
        right += correct;
        for (size_t i = 0; i < size; i++)
            mean_gradient[i] += setting->unused[i] / EXAMPLES;
    }
    double loss =
        transformer_loss_and_gradient(setting->transformer, &setting->task, setting->examples,
                                      EXAMPLES, setting->unused, &correct);
    assert_true(fabs(loss - mean_loss) < 1e-13);
    assert_int_equal(correct, right);
    for (size_t i = 0; i < size; i++)
        assert_true(fabs(setting->unused[i] - mean_gradient[i]) < 1e-13);
    free(mean_gradient);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradient_is_the_derivative),
        cmocka_unit_test(unseen_rows_have_no_gradient),
        cmocka_unit_test(batch_is_the_mean_of_its_examples),
    };
    return cmocka_run_group_tests_name("transformer_gradient", tests, read_at_answer, tear_down) +
           cmocka_run_group_tests_name("transformer_gradient_before", tests, read_at_equals,
                                       tear_down);
}
