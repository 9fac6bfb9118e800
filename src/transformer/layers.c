/* The transformer's layers but the linear ones, forward and backward side by side. They are written
 * with the vectors of wide.h. */
#include "transformer/layers.h"

#include "transformer/modular.h"
#include "transformer/wide.h"

#include <math.h>

/* ---- Element by element ---------------------------------------------------------------------- */

void add(real *to, const real *from, size_t count) {
    for (size_t i = 0; i < count; i += WIDE)
        store(to + i, count - i, load(to + i, count - i) + load(from + i, count - i));
}

void blend(real *to, real share, const real *from, real from_share, size_t count) {
    for (size_t i = 0; i < count; i += WIDE)
        store(to + i, count - i,
              share * load(to + i, count - i) + from_share * load(from + i, count - i));
}

void scale(real *to, real factor, size_t count) {
    for (size_t i = 0; i < count; i += WIDE)
        store(to + i, count - i, factor * load(to + i, count - i));
}

static inline real dot(const real *a, const real *b, int count) {
    vector sum = {0};
    for (int i = 0; i < count; i += WIDE)
        sum += load(a + i, count - i) * load(b + i, count - i);
    return total(sum);
}

/* ---- LayerNorm ------------------------------------------------------------------------------- */

struct layernorm layernorm_tail(struct layernorm norm, int first, int width) {
    return (struct layernorm){norm.mean + first, norm.inverse_deviation + first,
                              norm.out + (size_t)first * width};
}

/* mean(x) and 1 / sqrt(var(x) + epsilon), var biased */
static void row_statistics(const real *in, int width, double epsilon, real *mean,
                           real *inverse_deviation) {
    vector sum = {0}, squares = {0};
    for (int j = 0; j < width; j += WIDE)
        sum += load(in + j, width - j);
    *mean = total(sum) / (real)width;
    for (int j = 0; j < width; j += WIDE) {
        vector deviation = where(LANE < width - j, load(in + j, width - j) - *mean);
        squares += deviation * deviation;
    }
    *inverse_deviation = (real)(1 / sqrt((double)total(squares) / width + epsilon));
}

void layernorm_forward(int rows, int width, double epsilon, const real *in, const real *weight,
                       const real *bias, struct layernorm norm) {
    for (int row = 0; row < rows; row++, in += width, norm.out += width) {
        real *mean = &norm.mean[row], *inverse = &norm.inverse_deviation[row];
        row_statistics(in, width, epsilon, mean, inverse);
        for (int j = 0; j < width; j += WIDE)
            store(norm.out + j, width - j,
                  (load(in + j, width - j) - *mean) * *inverse * load(weight + j, width - j) +
                      load(bias + j, width - j));
    }
}

/* With n = (x - mean) / deviation and h = weight * out_gradient:
 * in_gradient += (h - mean(h) - n mean(h n)) / deviation */
static void layernorm_row_backward(int width, const real *in, const real *weight, real mean,
                                   real inverse, const real *out_gradient, real *in_gradient,
                                   real *weight_gradient, real *bias_gradient) {
    vector sum = {0}, product = {0};
    for (int j = 0; j < width; j += WIDE) {
        vector normalised = (load(in + j, width - j) - mean) * inverse;
        vector slope = load(out_gradient + j, width - j),
               weighted = load(weight + j, width - j) * slope;
        sum += weighted;
        product += weighted * normalised;
        store(weight_gradient + j, width - j,
              load(weight_gradient + j, width - j) + slope * normalised);
        store(bias_gradient + j, width - j, load(bias_gradient + j, width - j) + slope);
    }
    real shift = total(sum) / (real)width, tilt = total(product) / (real)width;
    for (int j = 0; j < width; j += WIDE) {
        vector normalised = (load(in + j, width - j) - mean) * inverse;
        vector weighted = load(weight + j, width - j) * load(out_gradient + j, width - j);
        store(in_gradient + j, width - j,
              load(in_gradient + j, width - j) + inverse * (weighted - shift - normalised * tilt));
    }
}

void layernorm_backward(int rows, int width, const real *in, const real *weight,
                        struct layernorm norm, const real *out_gradient, real *in_gradient,
                        real *weight_gradient, real *bias_gradient) {
    clear(weight_gradient, width);
    clear(bias_gradient, width);
    for (int row = 0; row < rows; row++) {
        size_t place = (size_t)row * width;
        layernorm_row_backward(width, in + place, weight, norm.mean[row],
                               norm.inverse_deviation[row], out_gradient + place,
                               in_gradient + place, weight_gradient, bias_gradient);
    }
}

/* ---- Attention and loss ---------------------------------------------------------------------- */

/* values = exp(values) / sum exp(values), in place. Returns sum exp(values - largest). */
static double softmax(real *values, int count, real largest) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
        values[i] = (real)exp((double)values[i] - (double)largest);
        sum += values[i];
    }
    for (int i = 0; i < count; i++)
        values[i] = (real)(values[i] / sum);
    return sum;
}

int largest(const real *values, int count) {
    int place = 0;
    for (int i = 1; i < count; i++)
        place = values[i] > values[place] ? i : place;
    return place;
}

void query_forward(struct sight sight, const real *query, const real *keys, const real *values,
                   real *pattern, real *mixed) {
    real factor = (real)(1 / sqrt(sight.width));
    for (int s = 0; s < sight.sources; s++)
        pattern[s] = factor * dot(query, keys + sight.rows[s] * sight.stride, sight.width);
    softmax(pattern, sight.sources, pattern[largest(pattern, sight.sources)]);
    for (int j = 0; j < sight.width; j += WIDE) {
        vector sum = {0};
        for (int s = 0; s < sight.sources; s++)
            sum += pattern[s] * load(values + sight.rows[s] * sight.stride + j, sight.width - j);
        store(mixed + j, sight.width - j, sum);
    }
}

/* Returns the gradient of a source's weight in the pattern, and adds to the gradient of its value.
 */
static inline real weight_backward(int width, real weight, const real *value,
                                   const real *mixed_gradient, real *value_gradient) {
    vector sum = {0};
    for (int j = 0; j < width; j += WIDE) {
        vector slope = load(mixed_gradient + j, width - j);
        sum += slope * load(value + j, width - j);
        store(value_gradient + j, width - j, load(value_gradient + j, width - j) + weight * slope);
    }
    return total(sum);
}

static inline void score_backward(int width, real score_gradient, const real *query,
                                  const real *key, real *query_gradient, real *key_gradient) {
    for (int j = 0; j < width; j += WIDE) {
        store(query_gradient + j, width - j,
              load(query_gradient + j, width - j) + score_gradient * load(key + j, width - j));
        store(key_gradient + j, width - j,
              load(key_gradient + j, width - j) + score_gradient * load(query + j, width - j));
    }
}

/* The gradient of score s is pattern_s (g_s - sum_r pattern_r g_r), g_s that of pattern_s. */
void query_backward(struct sight sight, const real *query, const real *keys, const real *values,
                    const real *pattern, const real *mixed_gradient, real *query_gradient,
                    real *keys_gradient, real *values_gradient) {
    real factor = (real)(1 / sqrt(sight.width)), pattern_gradient[SEQUENCE_LENGTH], mean = 0;
    for (int s = 0; s < sight.sources; s++) {
        size_t source = sight.rows[s] * sight.stride;
        pattern_gradient[s] = weight_backward(sight.width, pattern[s], values + source,
                                              mixed_gradient, values_gradient + source);
        mean += pattern[s] * pattern_gradient[s];
    }
    for (int s = 0; s < sight.sources; s++) {
        size_t source = sight.rows[s] * sight.stride;
        score_backward(sight.width, factor * pattern[s] * (pattern_gradient[s] - mean), query,
                       keys + source, query_gradient, keys_gradient + source);
    }
}

double cross_entropy(int rows, int width, const int32_t *targets, real *logits, int *correct) {
    double loss = 0;
    *correct = 0;
    for (int row = 0; row < rows; row++, logits += width) {
        int answer = largest(logits, width);
        double margin = (double)logits[answer] - (double)logits[targets[row]];
        *correct += answer == targets[row];
        loss += margin + log(softmax(logits, width, logits[answer]));
        logits[targets[row]] -= 1;
        scale(logits, 1 / (real)rows, (size_t)width);
    }
    return loss / rows;
}
