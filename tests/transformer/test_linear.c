/* Linear layers against plain sums, in rows and widths that fill what they are computed in and that
 * do not; nothing beyond what they give is touched. */
#include "child.h"
#include "draws/generators.h"
#include "transformer/linear.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static const int row_counts[] = {1, 12, 96, 100, 132};
static const struct {
    int inputs, outputs;
} widths[] = {{16, 48}, {7, 48}, {16, 21}, {5, 3}, {33, 17}, {100, 20}};
enum {
    ROW_COUNTS = sizeof row_counts / sizeof *row_counts,
    WIDTHS = sizeof widths / sizeof *widths
};
enum { GUARDED = 1000 }; /* numbers behind a result that must stay */

/* A layer of drawn numbers, its input and its output's gradient. */
struct setting {
    int rows;
    struct linear linear;
    real *places, *weight, *bias, *in, *out_gradient, *room;
};

static real *drawn(struct torch_generator *generator, size_t count) {
    float *draws = allocate(count, sizeof *draws);
    real *numbers = allocate(count, sizeof *numbers);
    torch_normal(generator, draws, count, 1);
    for (size_t i = 0; i < count; i++)
        numbers[i] = draws[i];
    free(draws);
    return numbers;
}

static struct setting setting_new(int rows, int inputs, int outputs) {
    struct torch_generator generator;
    torch_seed(&generator, (uint64_t)rows);
    struct setting setting = {
        .rows = rows,
        .places = allocate(linear_places(inputs, outputs), sizeof(real)),
        .weight = drawn(&generator, (size_t)inputs * outputs),
        .bias = drawn(&generator, outputs),
        .in = drawn(&generator, (size_t)rows * inputs),
        .out_gradient = drawn(&generator, (size_t)rows * outputs),
        .room = allocate(linear_room(rows, inputs > outputs ? inputs : outputs), sizeof(real)),
    };
    setting.linear = linear_in(setting.places, inputs, outputs);
    linear_lay_out(setting.linear, setting.weight, setting.bias);
    return setting;
}

static void setting_free(struct setting *setting) {
    free(setting->places), free(setting->weight), free(setting->bias);
    free(setting->in), free(setting->out_gradient), free(setting->room);
}

/* Room for `count` numbers with guards behind them. */
static real *guarded(size_t count) {
    real *numbers = allocate(count + GUARDED, sizeof *numbers);
    for (size_t i = 0; i < count + GUARDED; i++)
        numbers[i] = 12345;
    return numbers;
}

static void assert_guarded(const real *numbers, size_t count) {
    for (size_t i = count; i < count + GUARDED; i++)
        assert_true(numbers[i] == 12345);
}

static void assert_near(real found, double wanted) {
    if (!(fabs((double)found - wanted) <= 2e-5))
        fail_msg("%.9g, expected %.9g", (double)found, wanted);
}

static double plain_out(const struct setting *setting, int row, int output) {
    int inputs = setting->linear.inputs, outputs = setting->linear.outputs;
    double sum = setting->bias[output];
    for (int i = 0; i < inputs; i++)
        sum += (double)setting->in[row * inputs + i] * setting->weight[i * outputs + output];
    return sum;
}

static void assert_forward(const struct setting *setting, bool relu) {
    int outputs = setting->linear.outputs;
    size_t count = (size_t)setting->rows * outputs;
    real *out = guarded(count);
    (relu ? linear_relu_forward : linear_forward)(setting->linear, setting->rows, setting->in,
                                                  setting->room, out);
    for (int row = 0; row < setting->rows; row++)
        for (int j = 0; j < outputs; j++) {
            double wanted = plain_out(setting, row, j);
            assert_near(out[row * outputs + j], relu ? fmax(wanted, 0) : wanted);
        }
    assert_guarded(out, count);
    free(out);
}

/* With a ReLU before the layer, its input's sign decides which gradients go on. */
static void assert_input_gradient(const struct setting *setting, bool relu) {
    int inputs = setting->linear.inputs, outputs = setting->linear.outputs;
    size_t count = (size_t)setting->rows * inputs;
    real *gradient = guarded(count);
    linear_input_gradient(setting->linear, setting->rows, setting->out_gradient,
                          relu ? setting->in : NULL, setting->room, gradient);
    for (int row = 0; row < setting->rows; row++)
        for (int i = 0; i < inputs; i++) {
            double wanted = 0;
            for (int j = 0; j < outputs; j++)
                wanted += (double)setting->out_gradient[row * outputs + j] *
                          setting->weight[i * outputs + j];
            bool stopped = relu && setting->in[row * inputs + i] <= 0;
            assert_near(gradient[row * inputs + i], stopped ? 0 : wanted);
        }
    assert_guarded(gradient, count);
    free(gradient);
}

/* The gradient of the weight adds its rows in their order, one rounding for each. */
static void assert_weight_gradient(const struct setting *setting) {
    int inputs = setting->linear.inputs, outputs = setting->linear.outputs;
    size_t count = (size_t)inputs * outputs;
    real *gradient = guarded(count), *bias_gradient = guarded(outputs);
    linear_weight_gradient(setting->linear, setting->rows, setting->in, setting->out_gradient,
                           setting->room, gradient, bias_gradient);
    for (int j = 0; j < outputs; j++) {
        double bias_wanted = 0;
        for (int row = 0; row < setting->rows; row++)
            bias_wanted += setting->out_gradient[row * outputs + j];
        assert_near(bias_gradient[j], bias_wanted);
        for (int i = 0; i < inputs; i++) {
            real wanted = 0;
            for (int row = 0; row < setting->rows; row++)
                wanted = fmaf(setting->in[row * inputs + i],
                              setting->out_gradient[row * outputs + j], wanted);
            assert_true(gradient[i * outputs + j] == wanted);
        }
    }
    assert_guarded(gradient, count);
    assert_guarded(bias_gradient, outputs);
    free(gradient), free(bias_gradient);
}

static void linear_is_right(void **state) {
    (void)state;
    for (int r = 0; r < ROW_COUNTS; r++)
        for (int w = 0; w < WIDTHS; w++) {
            struct setting setting =
                setting_new(row_counts[r], widths[w].inputs, widths[w].outputs);
            assert_forward(&setting, false);
            assert_forward(&setting, true);
            assert_input_gradient(&setting, false);
            assert_input_gradient(&setting, true);
            assert_weight_gradient(&setting);
            setting_free(&setting);
        }
}

/* A layer takes over new values, and nothing of the old ones is left. */
static void layers_are_laid_out_anew(void **state) {
    (void)state;
    struct setting setting = setting_new(5, 7, 21);
    for (int i = 0; i < 7 * 21; i++)
        setting.weight[i] = -setting.weight[i];
    for (int j = 0; j < 21; j++)
        setting.bias[j] += 1;
    linear_lay_out(setting.linear, setting.weight, setting.bias);
    assert_forward(&setting, false);
    assert_input_gradient(&setting, false);
    setting_free(&setting);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_is_right),
        cmocka_unit_test(layers_are_laid_out_anew),
    };
    return cmocka_run_group_tests_name("linear", tests, NULL, NULL);
}
