/* A linear layer, forward and backward: products of kernels.h. */
#include "transformer/linear.h"

#include "arithmetic/kernels.h"
#include "transformer/layers.h"
#include "transformer/wide.h"

#include <stdbool.h>

static int larger(int a, int b) {
    return a > b ? a : b;
}

struct linear linear_in(real *room, int inputs, int outputs) {
    struct linear linear = {.inputs = inputs, .outputs = outputs, .bias = room};
    linear.nothing = linear.bias + padded(outputs);
    linear.forward = linear.nothing + padded(larger(inputs, outputs));
    linear.backward = linear.forward + (size_t)inputs * padded(outputs);
    return linear;
}

size_t linear_places(int inputs, int outputs) {
    return padded(outputs) + padded(larger(inputs, outputs)) + (size_t)inputs * padded(outputs) +
           (size_t)outputs * padded(inputs);
}

size_t linear_room(int rows, int widest) {
    return (size_t)(PRODUCT_ROWS + rows) * padded(widest) + (size_t)PRODUCT_ROWS * rows;
}

/* Lay out the columns of a matrix [rows, columns] in panels (see kernels.h). */
static void pack_columns(int rows, int columns, const real *matrix, real *panels) {
    for (int first = 0; first < columns; first += LANES, matrix += LANES)
        for (int row = 0; row < rows; row++, panels += LANES)
            if (columns - first >= LANES)
                copy(panels, matrix + (size_t)row * columns, LANES);
            else
                copy(panels, matrix + (size_t)row * columns, columns - first);
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

/* Transpose a tile of WIDE by WIDE numbers. In the squares of 2 by 2 numbers, then of 4 by 4, then
 * of 8 by 8, the two quarters off the diagonal change places. FIRST, SECOND: what each lane of a
 * line takes, and of the line `apart` lines below. */
#define FIRST(lane, apart) ((lane) & (apart) ? WIDE + (lane) - (apart) : (lane))
#define SECOND(lane, apart) ((lane) & (apart) ? WIDE + (lane) : (lane) + (apart))
#define CHANGE_QUARTERS(apart)                                                                     \
    _Pragma("GCC unroll 8") for (int n = 0; n < WIDE; n++) if (!(n & (apart))) {                   \
        vector first = line[n], second = line[n + (apart)];                                        \
        line[n] = PICKED(first, second, FIRST, apart);                                             \
        line[n + (apart)] = PICKED(first, second, SECOND, apart);                                  \
    }

static inline void transpose_tile(int rows, int columns, const real *from, size_t from_stride,
                                  real *to, size_t to_stride) {
    vector line[WIDE];
#pragma GCC unroll 8
    for (int n = 0; n < WIDE; n++)
        line[n] = n < rows ? load(from + n * from_stride, columns) : (vector){0};
    CHANGE_QUARTERS(1)
    CHANGE_QUARTERS(2)
    if (WIDE > 4)
        CHANGE_QUARTERS(4)
#pragma GCC unroll 8
    for (int n = 0; n < WIDE; n++)
        if (n < columns)
            store(to + n * to_stride, rows, line[n]);
}

/* transposed[count, rows]: the first `count` columns of a matrix [rows, columns]. */
static void transpose_columns(int rows, int columns, int count, const real *matrix,
                              real *transposed) {
    for (int row = 0; row < rows; row += WIDE)
        for (int first = 0; first < count; first += WIDE)
            transpose_tile(rows - row, count - first, matrix + (size_t)row * columns + first,
                           columns, transposed + (size_t)first * rows + row, rows);
}

/* weight_gradient[inputs, outputs] = in transposed, times out_gradient. The sums go over the rows,
 * in ascending order. */
void linear_weight_gradient(struct linear linear, int rows, const real *in,
                            const real *out_gradient, real *room, real *weight_gradient,
                            real *bias_gradient) {
    clear(bias_gradient, linear.outputs);
    for (int row = 0; row < rows; row++)
        add(bias_gradient, out_gradient + (size_t)row * linear.outputs, linear.outputs);
    real *panels = room + (size_t)PRODUCT_ROWS * padded(linear.outputs);
    real *transposed = panels + (size_t)rows * padded(linear.outputs);
    struct product product = {.terms = rows,
                              .width = linear.outputs,
                              .in = transposed,
                              .panels = panels,
                              .start = linear.nothing};
    pack_columns(rows, linear.outputs, out_gradient, panels);
    for (int first = 0; first < linear.inputs; first += PRODUCT_ROWS) {
        product.rows = smaller(PRODUCT_ROWS, linear.inputs - first);
        transpose_columns(rows, linear.inputs, product.rows, in + first, transposed);
        compute(&product, room, weight_gradient + (size_t)first * linear.outputs);
    }
}
