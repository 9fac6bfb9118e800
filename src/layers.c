/* The transformer's layers, forward and backward side by side. */
#include "layers.h"

#include "modular.h"

#include <math.h>

void linear_forward(struct linear_shape shape, const real *in, const real *weight, const real *bias,
                    real *out) {
    for (int row = 0; row < shape.rows; row++)
        copy(out + (size_t)row * shape.stride, bias, shape.outputs);
    REAL_MATRIX_PRODUCT(CblasRowMajor, CblasNoTrans, CblasNoTrans, shape.rows, shape.outputs,
                        shape.inputs, 1, in, shape.inputs, weight, shape.outputs, 1, out,
                        shape.stride);
}

void linear_backward(struct linear_shape shape, const real *in, const real *weight,
                     const real *out_gradient, real *in_gradient, real *weight_gradient,
                     real *bias_gradient) {
    for (int row = 0; row < shape.rows; row++)
        for (int j = 0; j < shape.outputs; j++)
            bias_gradient[j] += out_gradient[(size_t)row * shape.stride + j];
    REAL_MATRIX_PRODUCT(CblasRowMajor, CblasTrans, CblasNoTrans, shape.inputs, shape.outputs,
                        shape.rows, 1, in, shape.inputs, out_gradient, shape.stride, 1,
                        weight_gradient, shape.outputs);
    REAL_MATRIX_PRODUCT(CblasRowMajor, CblasNoTrans, CblasTrans, shape.rows, shape.inputs,
                        shape.outputs, 1, out_gradient, shape.stride, weight, shape.outputs, 1,
                        in_gradient, shape.inputs);
}

void relu_forward(real *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        values[i] = values[i] > 0 ? values[i] : 0;
}

void relu_backward(const real *out, real *gradient, size_t count) {
    for (size_t i = 0; i < count; i++)
        gradient[i] *= out[i] > 0;
}

struct layernorm layernorm_tail(struct layernorm norm, int first, int width) {
    return (struct layernorm){norm.mean + first, norm.inverse_deviation + first,
                              norm.out + (size_t)first * width};
}

/* mean(x) and 1 / sqrt(var(x) + epsilon), var biased */
static void row_statistics(const real *in, int width, double epsilon, real *mean,
                           real *inverse_deviation) {
    double sum = 0, squares = 0;
    for (int j = 0; j < width; j++)
        sum += in[j];
    for (int j = 0; j < width; j++)
        squares += (in[j] - sum / width) * (in[j] - sum / width);
    *mean = (real)(sum / width);
    *inverse_deviation = (real)(1 / sqrt(squares / width + epsilon));
}

void layernorm_forward(int rows, int width, double epsilon, const real *in, const real *weight,
                       const real *bias, struct layernorm norm) {
    for (int row = 0; row < rows; row++, in += width, norm.out += width) {
        row_statistics(in, width, epsilon, &norm.mean[row], &norm.inverse_deviation[row]);
        for (int j = 0; j < width; j++)
            norm.out[j] =
                (in[j] - norm.mean[row]) * norm.inverse_deviation[row] * weight[j] + bias[j];
    }
}

/* With n = (x - mean) / deviation and h = weight * out_gradient:
 * in_gradient += (h - mean(h) - n mean(h n)) / deviation */
void layernorm_backward(int rows, int width, const real *in, const real *weight,
                        struct layernorm norm, const real *out_gradient, real *in_gradient,
                        real *weight_gradient, real *bias_gradient) {
    for (int row = 0; row < rows; row++) {
        real mean = norm.mean[row], inverse = norm.inverse_deviation[row];
        double sum = 0, product = 0;
        for (int j = 0; j < width; j++) {
            real normalised = (in[j] - mean) * inverse;
            sum += weight[j] * out_gradient[j];
            product += weight[j] * out_gradient[j] * normalised;
            weight_gradient[j] += out_gradient[j] * normalised;
            bias_gradient[j] += out_gradient[j];
        }
        real shift = (real)(sum / width), slope = (real)(product / width);
        for (int j = 0; j < width; j++)
            in_gradient[j] +=
                inverse * (weight[j] * out_gradient[j] - shift - (in[j] - mean) * inverse * slope);
        in += width, out_gradient += width, in_gradient += width;
    }
}

/* values = exp(values) / sum exp(values), in place; gives log sum exp(values). */
static double softmax(real *values, int count) {
    double largest = values[0], sum = 0;
    for (int i = 1; i < count; i++)
        largest = fmax(largest, values[i]);
    for (int i = 0; i < count; i++) {
        values[i] = (real)exp(values[i] - largest);
        sum += values[i];
    }
    for (int i = 0; i < count; i++)
        values[i] = (real)(values[i] / sum);
    return largest + log(sum);
}

static real dot(const real *a, const real *b, int count) {
    real sum = 0;
    for (int i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* out += factor * in */
static void add_scaled(real *out, real factor, const real *in, int count) {
    for (int i = 0; i < count; i++)
        out[i] += factor * in[i];
}

void query_forward(struct sight sight, const real *query, const real *keys, const real *values,
                   real *pattern, real *mixed) {
    real scale = (real)(1 / sqrt(sight.width));
    for (int s = 0; s < sight.sources; s++)
        pattern[s] = scale * dot(query, keys + s * sight.step, sight.width);
    softmax(pattern, sight.sources);
    clear(mixed, sight.width);
    for (int s = 0; s < sight.sources; s++)
        add_scaled(mixed, pattern[s], values + s * sight.step, sight.width);
}

/* The gradient of score s is pattern_s (g_s - sum_r pattern_r g_r), g_s that of pattern_s. */
void query_backward(struct sight sight, const real *query, const real *keys, const real *values,
                    const real *pattern, const real *mixed_gradient, real *query_gradient,
                    real *keys_gradient, real *values_gradient) {
    real scale = (real)(1 / sqrt(sight.width)), pattern_gradient[SEQUENCE_LENGTH], mean = 0;
    for (int s = 0; s < sight.sources; s++) {
        pattern_gradient[s] = dot(mixed_gradient, values + s * sight.step, sight.width);
        mean += pattern[s] * pattern_gradient[s];
        add_scaled(values_gradient + s * sight.step, pattern[s], mixed_gradient, sight.width);
    }
    for (int s = 0; s < sight.sources; s++) {
        real score_gradient = scale * pattern[s] * (pattern_gradient[s] - mean);
        add_scaled(query_gradient, score_gradient, keys + s * sight.step, sight.width);
        add_scaled(keys_gradient + s * sight.step, score_gradient, query, sight.width);
    }
}

double cross_entropy(int rows, int width, const int32_t *targets, real *logits, int *correct) {
    double loss = 0;
    *correct = 0;
    for (int row = 0; row < rows; row++, logits += width) {
        int answer = 0;
        for (int j = 1; j < width; j++)
            answer = logits[j] > logits[answer] ? j : answer;
        *correct += answer == targets[row];
        double target_logit = logits[targets[row]];
        loss += softmax(logits, width) - target_logit;
        logits[targets[row]] -= 1;
        for (int j = 0; j < width; j++)
            logits[j] /= (real)rows;
    }
    return loss / rows;
}
