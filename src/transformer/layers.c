/* The transformer's layers, forward and backward side by side.
 *
 * Products are computed by kernels.h, except the gradients of weights, whose sums go over the rows:
 * those are computed by OpenBLAS. Everything else is written with GCC's vectors. There a sum is
 * split over WIDE lanes that are added in one fixed order, so its bits are the same on any
 * processor.
 */
#include "transformer/layers.h"

#include "arithmetic/kernels.h"
#include "transformer/modular.h"

#include <math.h>
#include <stdbool.h>

/* ---- Vectors --------------------------------------------------------------------------------- */

/* A register of AVX2; it may be read from any place that holds a real. */
typedef real vector __attribute__((vector_size(32), aligned(sizeof(real)), may_alias));
enum { WIDE = sizeof(vector) / sizeof(real) };

/* truth: the result of comparing two vectors, -1 or 0 in each lane, as wide as a real. LANE: the
 * number of each lane. EXCHANGED: the vector with each lane exchanged with the lane that is `apart`
 * places away. */
#ifdef REAL_IS_DOUBLE
typedef int64_t truth __attribute__((vector_size(32)));
static const truth LANE = {0, 1, 2, 3};
#define EXCHANGED(v, apart)                                                                        \
    __builtin_shufflevector(v, v, 0 ^ (apart), 1 ^ (apart), 2 ^ (apart), 3 ^ (apart))
#else
typedef int32_t truth __attribute__((vector_size(32)));
static const truth LANE = {0, 1, 2, 3, 4, 5, 6, 7};
#define EXCHANGED(v, apart)                                                                        \
    __builtin_shufflevector(v, v, 0 ^ (apart), 1 ^ (apart), 2 ^ (apart), 3 ^ (apart), 4 ^ (apart), \
                            5 ^ (apart), 6 ^ (apart), 7 ^ (apart))
#endif

/* The next numbers, as many as there are lanes; if only `left` are there, zeros follow them. */
static inline vector load(const real *from, size_t left) {
    if (left >= WIDE)
        return *(const vector *)from;
    vector value = {0};
    memcpy(&value, from, left * sizeof *from);
    return value;
}

static inline void store(real *to, size_t left, vector value) {
    if (left >= WIDE)
        *(vector *)to = value;
    else
        memcpy(to, &value, left * sizeof *to);
}

/* In each lane, the value if `which` is true there, else zero. */
static inline vector where(truth which, vector value) {
    return (vector)((truth)value & which);
}

/* The sum of the lanes. Those half a register apart are added first, then those a quarter apart. */
static inline real total(vector value) {
    if (WIDE > 4)
        value += EXCHANGED(value, 4);
    value += EXCHANGED(value, 2);
    value += EXCHANGED(value, 1);
    return value[0];
}

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

/* ---- Linear and ReLU ------------------------------------------------------------------------- */

struct linear linear_in(real *room, int inputs, int outputs) {
    struct linear linear = {.inputs = inputs, .outputs = outputs, .bias = room};
    linear.nothing = linear.bias + padded(outputs);
    linear.forward = linear.nothing + padded(inputs);
    linear.backward = linear.forward + (size_t)inputs * padded(outputs);
    return linear;
}

size_t linear_places(int inputs, int outputs) {
    return padded(outputs) + padded(inputs) + (size_t)inputs * padded(outputs) +
           (size_t)outputs * padded(inputs);
}

/* Lay out the columns of a matrix [rows, columns] in panels (see kernels.h). */
static void pack_columns(int rows, int columns, const real *matrix, real *panels) {
    for (int first = 0; first < columns; first += LANES)
        for (int row = 0; row < rows; row++, panels += LANES)
            copy(panels, matrix + (size_t)row * columns + first,
                 columns - first < LANES ? columns - first : LANES);
}

/* Lay out its rows in panels, a tile at a time. The padding of the last panel is zero already. */
static void pack_rows(int rows, int columns, const real *matrix, real *panels) {
    for (int first = 0; first < rows; first += LANES, panels += (size_t)LANES * columns)
        for (int left = 0; left < columns; left += LANES)
            for (int row = first; row < rows && row < first + LANES; row++)
                for (int column = left; column < columns && column < left + LANES; column++)
                    panels[(size_t)column * LANES + row - first] =
                        matrix[(size_t)row * columns + column];
}

void linear_lay_out(struct linear linear, const real *weight, const real *bias) {
    copy(linear.bias, bias, linear.outputs);
    pack_columns(linear.inputs, linear.outputs, weight, linear.forward);
    pack_rows(linear.inputs, linear.outputs, weight, linear.backward);
}

/* out[rows, width] = in[rows, terms] times the matrix in the panels, plus start. Where there is a
 * gate, out is zero if the number of the gate is not above zero. */
struct product {
    int rows, terms, width;
    const real *in, *panels, *start;
    const real *gate; /* [rows, width], or NULL */
    bool relu;        /* the gate is the product itself */
};

/* Compute `count` rows of it from `first` on, and up to TILE - 1 rows more, padded(width) apart. */
static void compute_rows(const struct product *product, int first, int count, real *out) {
    const real *in[PRODUCT_ROWS];
    for (int r = 0; r < tiled(count); r++)
        in[r] = product->in + (size_t)(first + (r < count ? r : 0)) * product->terms;
    kernels()->products(in, tiled(count), product->terms, product->panels, product->width,
                        product->start, padded(product->width), out);
}

static void copy_where_positive(real *to, const real *from, const real *gate, int count) {
    for (int i = 0; i < count; i += WIDE)
        store(to + i, count - i, where(load(gate + i, count - i) > 0, load(from + i, count - i)));
}

/* Compute all rows. Rows that do not fit into `out` with their padding are computed in `room` and
 * copied. */
static void compute(const struct product *product, real *room, real *out) {
    int count, width = product->width, stride = padded(width);
    for (int first = 0; first < product->rows; first += count, out += (size_t)count * width) {
        count = smaller(PRODUCT_ROWS, product->rows - first);
        bool fits = count % TILE == 0 && width == stride;
        real *made = fits ? out : room;
        compute_rows(product, first, count, made);
        for (int r = 0; r < count; r++) {
            real *from = made + (size_t)r * stride, *to = out + (size_t)r * width;
            if (product->relu)
                copy_where_positive(to, from, from, width);
            else if (product->gate)
                copy_where_positive(to, from, product->gate + (size_t)(first + r) * width, width);
            else if (!fits)
                copy(to, from, width);
        }
    }
}

static struct product forward_product(struct linear linear, int rows, const real *in) {
    return (struct product){.rows = rows,
                            .terms = linear.inputs,
                            .width = linear.outputs,
                            .in = in,
                            .panels = linear.forward,
                            .start = linear.bias};
}

void linear_forward(struct linear linear, int rows, const real *in, real *room, real *out) {
    struct product product = forward_product(linear, rows, in);
    compute(&product, room, out);
}

void linear_relu_forward(struct linear linear, int rows, const real *in, real *room, real *out) {
    struct product product = forward_product(linear, rows, in);
    product.relu = true;
    compute(&product, room, out);
}

void linear_input_gradient(struct linear linear, int rows, const real *out_gradient,
                           const real *relu_out, real *room, real *in_gradient) {
    struct product product = {.rows = rows,
                              .terms = linear.outputs,
                              .width = linear.inputs,
                              .in = out_gradient,
                              .panels = linear.backward,
                              .start = linear.nothing,
                              .gate = relu_out};
    compute(&product, room, in_gradient);
}

void linear_weight_gradient(struct linear linear, int rows, const real *in,
                            const real *out_gradient, real *weight_gradient, real *bias_gradient) {
    clear(bias_gradient, linear.outputs);
    for (int row = 0; row < rows; row++)
        add(bias_gradient, out_gradient + (size_t)row * linear.outputs, linear.outputs);
    REAL_MATRIX_PRODUCT(CblasRowMajor, CblasTrans, CblasNoTrans, linear.inputs, linear.outputs,
                        rows, 1, in, linear.inputs, out_gradient, linear.outputs, 0,
                        weight_gradient, linear.outputs);
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

/* The place of the largest value, of equal ones the first. */
static int largest(const real *values, int count) {
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
