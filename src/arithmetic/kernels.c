/* The inner loops. This file is compiled once for each instruction set (see
 * kernels.h), with its registers in vectors.h and the selection of the k largest in selection.h.
 *
 * The flags matter. -fno-math-errno makes the square roots of a register one instruction. With GCC,
 * -ffp-contract=fast makes `fused` one instruction, and -fno-tree-reassoc stops it from computing
 * the address of each register of a row anew. Nothing else can be fused here, so GCC and clang give
 * the same bits.
 */
#include "arithmetic/kernels.h"
#include "arithmetic/selection.h"
#include "arithmetic/vectors.h"

static void pack(const real *rows, int latents, int d_model, real *panels) {
    size_t stride = (size_t)row_stride(d_model);
    for (int first = 0; first < latents; first += LANES)
        for (int i = 0; i < d_model; i++)
            for (int lane = 0; lane < LANES; lane++)
                *panels++ = first + lane < latents ? rows[(size_t)(first + lane) * stride + i] : 0;
}

/* Where the sums of a product begin: rows that are `stride` apart, or one row for all (stride 0).
 */
struct start {
    const real *from;
    size_t stride;
};

/* A tile of a product, TILE_ROWS rows by LANES latents, over `depth` inputs. It stays in registers.
 */
INLINE void product_tile(const real *const *inputs, int from, int depth, const real *panel,
                         struct start start, int out_stride, real *out) {
    const real *input[TILE_ROWS];
    vector sum[TILE_ROWS][VECTORS];
    for (int r = 0; r < TILE_ROWS; r++) {
        input[r] = inputs[r] + from;
        for (int v = 0; v < VECTORS; v++)
            sum[r][v] = load(start.from + (size_t)r * start.stride + v * VECTOR_LANES);
    }
#pragma GCC unroll 4
    for (int i = 0; i < depth; i++) {
        vector weight[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            weight[v] = load(panel + i * LANES + v * VECTOR_LANES);
        for (int r = 0; r < TILE_ROWS; r++)
            for (int v = 0; v < VECTORS; v++)
                sum[r][v] = fused(all(input[r][i]), weight[v], sum[r][v]);
    }
    for (int r = 0; r < TILE_ROWS; r++)
        for (int v = 0; v < VECTORS; v++)
            store(out + (size_t)r * out_stride + v * VECTOR_LANES, sum[r][v]);
}

/* How many inputs a product takes at a time. Their part of a panel stays in the first cache while
 * all rows pass, and their part of the rows stays in the second cache while all panels pass. */
enum { DEPTH = 256 };

static void products(const real *const *inputs, int rows, int d_model, const real *panels,
                     int latents, const real *start, int out_stride, real *out) {
    for (int from = 0; from < d_model; from += DEPTH) {
        int depth = d_model - from < DEPTH ? d_model - from : DEPTH;
        for (int j = 0; j < latents; j += LANES)
            for (int r = 0; r < rows; r += TILE_ROWS) {
                real *tile = out + (size_t)r * out_stride + j;
                product_tile(inputs + r, from, depth, panels + (size_t)j * d_model + from * LANES,
                             from == 0 ? (struct start){start + j, 0}
                                       : (struct start){tile, (size_t)out_stride},
                             out_stride, tile);
            }
    }
}

/* Columns of a row that are summed at once: enough registers to keep the multipliers busy. */
enum { COLUMNS = 8 * VECTOR_LANES };

/* groups * LANES columns of the error of a reconstruction. They stay in registers. */
INLINE void reconstruct_columns(int groups, const real *input, const int32_t *kept,
                                const real *values, int k, const real *decoder, size_t stride,
                                real *error) {
    vector sum[groups * VECTORS];
    for (int v = 0; v < groups * VECTORS; v++)
        sum[v] = -load(input + v * VECTOR_LANES);
    for (int n = 0; n < k; n++) {
        const real *direction = decoder + (size_t)kept[n] * stride;
        vector value = all(values[n]);
        for (int v = 0; v < groups * VECTORS; v++)
            sum[v] = fused(value, load(direction + v * VECTOR_LANES), sum[v]);
    }
    for (int v = 0; v < groups * VECTORS; v++)
        store(error + v * VECTOR_LANES, sum[v]);
}

static void reconstruct(const real *input, const int32_t *kept, const real *values, int k,
                        const real *decoder, int d_model, real *error) {
    size_t stride = (size_t)row_stride(d_model);
    int i = 0;
    for (; i + COLUMNS <= padded(d_model); i += COLUMNS)
        reconstruct_columns(COLUMNS / LANES, input + i, kept, values, k, decoder + i, stride,
                            error + i);
    for (; i < d_model; i += LANES)
        reconstruct_columns(1, input + i, kept, values, k, decoder + i, stride, error + i);
}

/* The lanes of the inner product of a row with itself. */
INLINE folded square_lanes(const real *row, int d_model) {
    vector square[VECTORS] = {0};
    for (int i = 0; i < d_model; i += LANES)
        for (int v = 0; v < VECTORS; v++) {
            vector at = load(row + i + v * VECTOR_LANES);
            square[v] = fused(at, at, square[v]);
        }
    return fold(square);
}

static void squares(const real *rows, int count, int d_model, real *out) {
    size_t stride = (size_t)row_stride(d_model);
    for (int r = 0; r < count; r += 4) {
        int left = count - r < 4 ? count - r : 4;
        folded lanes[4] = {0};
        for (int n = 0; n < left; n++)
            lanes[n] = square_lanes(rows + (size_t)(r + n) * stride, d_model);
        four sums = fold_four(lanes);
        __builtin_memcpy(out + r, &sums, (size_t)left * sizeof *out);
    }
}

/* Add what `together` firings of a latent (at most 4) give to the gradient of its decoder row, and
 * compute their slopes. Their errors are read once. */
INLINE void add_errors(int together, const struct firing *firings, real *slopes, const real *errors,
                       size_t stride, int width, real scale, const real *direction,
                       real *gradient) {
    vector lanes[4][VECTORS] = {0}, value[4];
    const real *error[4];
    for (int n = 0; n < together; n++) {
        error[n] = errors + (size_t)firings[n].row * stride;
        value[n] = all(firings[n].value);
    }
    for (int i = 0; i < width; i += LANES)
        for (int v = 0; v < VECTORS; v++) {
            int at = i + v * VECTOR_LANES;
            vector along = load(direction + at), sum = load(gradient + at);
            for (int n = 0; n < together; n++) {
                vector mine = held(load(error[n] + at));
                lanes[n][v] = fused(mine, along, lanes[n][v]);
                sum = fused(value[n], mine, sum);
            }
            store(gradient + at, sum);
        }
    folded sums[4];
    for (int n = 0; n < 4; n++)
        sums[n] = fold(lanes[n]);
    four found = scale * fold_four(sums);
    __builtin_memcpy(slopes, &found, (size_t)together * sizeof *slopes);
}

static void error_gradients(const struct firing *firings, real *slopes, const int32_t *first,
                            int latents, real scale, const real *errors, const real *decoder,
                            int d_model, real *decoder_gradient, real *bias_gradient) {
    size_t stride = (size_t)row_stride(d_model);
    int width = padded(d_model);
    for (int j = 0; j < latents; j++, decoder += stride, decoder_gradient += stride) {
        int n = first[j], end = first[j + 1];
        for (; end - n >= 4; n += 4)
            add_errors(4, firings + n, slopes + n, errors, stride, width, scale, decoder,
                       decoder_gradient);
        for (; end - n >= 2; n += 2)
            add_errors(2, firings + n, slopes + n, errors, stride, width, scale, decoder,
                       decoder_gradient);
        if (n < end)
            add_errors(1, firings + n, slopes + n, errors, stride, width, scale, decoder,
                       decoder_gradient);
        for (n = first[j]; n < end; n++)
            bias_gradient[j] += slopes[n];
    }
}

/* The same for the gradient of the latent's encoder row. Their inputs are read once. */
INLINE void add_inputs(int together, const struct firing *firings, const real *slopes,
                       const real *const *inputs, int width, real *gradient) {
    vector slope[4];
    const real *input[4];
    for (int n = 0; n < together; n++) {
        input[n] = inputs[firings[n].row];
        slope[n] = all(slopes[n]);
    }
    for (int i = 0; i < width; i += LANES)
        for (int v = 0; v < VECTORS; v++) {
            int at = i + v * VECTOR_LANES;
            vector sum = load(gradient + at);
            for (int n = 0; n < together; n++)
                sum = fused(slope[n], load(input[n] + at), sum);
            store(gradient + at, sum);
        }
}

static void input_gradients(const struct firing *firings, const real *slopes, const int32_t *first,
                            int latents, const real *const *inputs, int d_model,
                            real *encoder_gradient) {
    size_t stride = (size_t)row_stride(d_model);
    int width = padded(d_model);
    for (int j = 0; j < latents; j++, encoder_gradient += stride) {
        int n = first[j], end = first[j + 1];
        for (; end - n >= 4; n += 4)
            add_inputs(4, firings + n, slopes + n, inputs, width, encoder_gradient);
        for (; end - n >= 2; n += 2)
            add_inputs(2, firings + n, slopes + n, inputs, width, encoder_gradient);
        if (n < end)
            add_inputs(1, firings + n, slopes + n, inputs, width, encoder_gradient);
    }
}

static void adam(const struct adam_step *step, real *weights, const real *gradient, real *means,
                 real *squares, size_t count) {
    for (size_t i = 0; i < count; i += VECTOR_LANES) {
        vector slope = load(gradient + i), mean = load(means + i), square = load(squares + i);
        mean = fused(all(step->mean_weight), slope - mean, mean);
        square = fused(all(step->square_weight), fused(slope, slope, -square), square);
        vector divisor =
            fused(all(step->square_root_gain), square_root(square), all(step->epsilon));
        store(means + i, mean);
        store(squares + i, square);
        store(weights + i, load(weights + i) - step->learning_rate * mean / divisor);
    }
}

static void unit_rows(real *rows, int count, int d_model) {
    size_t stride = (size_t)row_stride(d_model);
    for (real *row = rows; row < rows + (size_t)count * stride; row += stride) {
        folded square = square_lanes(row, d_model);
        real length = SQUARE_ROOT(fold_four((folded[4]){square, square, square, square})[0]);
        length = length > (real)1e-12 ? length : (real)1e-12;
        for (int i = 0; i < d_model; i += VECTOR_LANES)
            store(row + i, load(row + i) / length);
    }
}

static int nearest(const real *products, int count) {
    vector most = all(0);
    for (int j = 0; j < count; j += VECTOR_LANES)
        most = greater(most, size(load(products + j)));
    real largest = 0;
    for (int lane = 0; lane < VECTOR_LANES; lane++)
        largest = most[lane] > largest ? most[lane] : largest;
    for (int j = 0; j < count; j += VECTOR_LANES) {
        unsigned equal = bits(size(load(products + j)) == largest);
        if (equal)
            return j + __builtin_ctz(equal);
    }
    return 0;
}

static void raise(const real *products, int count, real *most) {
    for (int j = 0; j < count; j += VECTOR_LANES)
        store(most + j, greater(load(most + j), size(load(products + j))));
}

const struct kernels KERNELS = {
#ifdef __aarch64__
    .name = "neon",
    .instruction_set = "aarch64 with NEON",
#elif defined __AVX512F__
    .name = "v4",
    .instruction_set = "x86-64-v4",
#else
    .name = "v3",
    .instruction_set = "x86-64-v3",
#endif
    .pack = pack,
    .products = products,
    .collect = collect,
    .largest = largest,
    .reconstruct = reconstruct,
    .squares = squares,
    .error_gradients = error_gradients,
    .input_gradients = input_gradients,
    .adam = adam,
    .unit_rows = unit_rows,
    .nearest = nearest,
    .raise = raise,
};
