/* Every kernel of every build against one number at a time, in the order that kernels.h states, bit
 * for bit. */
#include "arithmetic/kernels.h"
#include "child.h"
#include "draws/generators.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static struct torch_generator generator;

/* Normal numbers on a fresh block; rows of `columns` padded with zeros. The caller frees. */
static float *random_rows(int rows, int columns) {
    float *drawn = allocate((size_t)rows * columns, sizeof *drawn);
    float *values = allocate((size_t)rows * row_stride(columns), sizeof *values);
    torch_normal(&generator, drawn, (size_t)rows * columns, 1);
    for (int r = 0; r < rows; r++)
        memcpy(values + (size_t)r * row_stride(columns), drawn + (size_t)r * columns,
               (size_t)columns * sizeof *values);
    free(drawn);
    return values;
}

/* A test of each build. */
#define ON(build, test)                                                                            \
    { #test " " build, test, NULL, NULL, build }
#ifdef __x86_64__
#define EACH_BUILD(test) ON("v3", test), ON("v4", test)
#else
#define EACH_BUILD(test) ON("neon", test)
#endif

static bool runs_v4(void) {
    unsetenv("KERNELS");
    return strcmp(kernels()->name, "v4") == 0;
}

/* The build under test; skips v4 on a processor that cannot run it. */
static const struct kernels *build_of(void **state) {
    if (strcmp(*state, "v4") == 0 && !runs_v4())
        skip();
    setenv("KERNELS", *state, 1);
    const struct kernels *build = kernels();
    assert_string_equal(build->name, *state);
    torch_seed(&generator, 1);
    return build;
}

/* The last is wider than the inputs that a product takes at once. */
static const int widths[] = {1, 7, 16, 37, 64, 100, 128, 200, 300};
enum { WIDTHS = sizeof widths / sizeof *widths };

static float inner_product(const float *a, const float *b, int count) {
    float lanes[LANES] = {0};
    for (int i = 0; i < count; i++)
        lanes[i % LANES] = fmaf(a[i], b[i], lanes[i % LANES]);
    for (int apart = LANES / 2; apart > 0; apart /= 2)
        for (int lane = 0; lane < apart; lane++)
            lanes[lane] += lanes[lane + apart];
    return lanes[0];
}

static void products_add_in_order(void **state) {
    const struct kernels *build = build_of(state);
    enum { ROWS = 2 * TILE };
    for (int w = 0; w < WIDTHS; w++)
        for (int v = 0; v < WIDTHS; v++) {
            int d_model = widths[w], latents = widths[v], width = padded(latents);
            float *inputs = random_rows(ROWS, d_model), *weights = random_rows(latents, d_model);
            float *start = random_rows(1, latents);
            float *panels = allocate((size_t)width * d_model, sizeof *panels);
            int out_stride = width + LANES;
            float *out = allocate((size_t)ROWS * out_stride, sizeof *out);
            const float *rows[ROWS];
            for (int r = 0; r < ROWS; r++)
                rows[r] = inputs + (size_t)(ROWS - 1 - r) * row_stride(d_model);
            build->pack(weights, latents, d_model, panels);
            build->products(rows, ROWS, d_model, panels, latents, start, out_stride, out);
            for (int r = 0; r < ROWS; r++)
                for (int j = 0; j < latents; j++) {
                    float sum = start[j];
                    for (int i = 0; i < d_model; i++)
                        sum = fmaf(rows[r][i], weights[(size_t)j * row_stride(d_model) + i], sum);
                    assert_memory_equal(&sum, &out[(size_t)r * out_stride + j], sizeof sum);
                }
            free(inputs), free(weights), free(start), free(panels), free(out);
        }
}

/* `collect` and `largest` together; kept and values have room for k + LANES. */
static float found_largest(const struct kernels *build, const float *row, int width, int k,
                           float start, float step, int32_t *kept, float *values) {
    int32_t *latents = allocate((size_t)width + LANES, sizeof *latents);
    float *candidates = allocate((size_t)width + LANES, sizeof *candidates);
    int count = 0;
    for (int first = 0; first < width; first += 2 * LANES)
        count += build->collect(row, first, width - first < 2 * LANES ? width - first : 2 * LANES,
                                start, latents + count, candidates + count);
    float least =
        build->largest(row, width, k, count, start, step, latents, candidates, kept, values);
    free(latents), free(candidates);
    return least;
}

/* Hold it against repeated search for the first of the largest, begun at `start`. */
static void check_largest(const struct kernels *build, float *row, int latents, int k, float start,
                          float step) {
    int width = padded(latents);
    bool *wanted = allocate((size_t)latents, sizeof *wanted);
    int32_t *kept = allocate((size_t)k + LANES, sizeof *kept);
    float *values = allocate((size_t)k + LANES, sizeof *values), last = 0;
    for (int j = latents; j < width; j++)
        row[j] = -INFINITY;
    for (int n = 0; n < k; n++) {
        int best = -1;
        for (int j = 0; j < latents; j++)
            if (!wanted[j] && (best < 0 || row[j] > row[best]))
                best = j;
        wanted[best] = true;
        last = row[best];
    }
    assert_true(found_largest(build, row, width, k, start, step, kept, values) == last);
    for (int j = 0, n = 0; j < latents; j++)
        if (wanted[j]) {
            assert_int_equal(kept[n], j);
            assert_memory_equal(&values[n], &row[j], sizeof *row);
            n++;
        }
    free(wanted), free(kept), free(values);
}

/* From above, among and below the numbers of a row, and from where no number is. */
static const float starts[] = {-INFINITY, -1e30f, -3, -1, -.1f, 0, .5f, 1, 2, 4, 1e30f};
enum { STARTS = sizeof starts / sizeof *starts };

static void largest_are_found(void **state) {
    const struct kernels *build = build_of(state);
    for (int w = 0; w < WIDTHS; w++)
        for (int k = 1; k <= widths[w]; k += 1 + k / 3)
            for (int s = 0; s < STARTS; s++) {
                float *row = random_rows(1, widths[w]);
                check_largest(build, row, widths[w], k, starts[s], s % 2 ? .01f : 1);
                free(row);
            }
}

static void first_of_equals_win(void **state) {
    const struct kernels *build = build_of(state);
    for (int w = 0; w < WIDTHS; w++)
        for (int k = 1; k <= widths[w]; k += 1 + k / 3)
            for (int levels = 1; levels <= 5; levels++)
                for (int s = 0; s < STARTS; s++) {
                    float *row = random_rows(1, widths[w]);
                    for (int j = 0; j < widths[w]; j++)
                        row[j] = floorf(row[j] * (float)(levels - 1)) / 4;
                    check_largest(build, row, widths[w], k, starts[s], .1f);
                    free(row);
                }
}

static void largest_of_wild_rows(void **state) {
    const struct kernels *build = build_of(state);
    const float scales[] = {1e-45f, 1e-38f, 1e-20f, 1e18f, 1e30f, 3e37f};
    for (size_t s = 0; s < sizeof scales / sizeof *scales; s++)
        for (int k = 1; k <= 100; k += 9) {
            float *row = random_rows(1, 100);
            for (int j = 0; j < 100; j++)
                row[j] = j % 3 ? row[j] * scales[s] : row[j];
            check_largest(build, row, 100, k, 3, 1e-45f);
            check_largest(build, row, 100, k, -3, 1e38f);
            free(row);
        }
}

static void rows_not_finite_are_refused(void **state) {
    const struct kernels *build = build_of(state);
    int32_t kept[48];
    float values[48], row[32];
    for (int j = 0; j < 32; j++)
        row[j] = j < 20 ? NAN : -INFINITY;
    assert_true(found_largest(build, row, 32, 4, 0, 1, kept, values) == -INFINITY);
    assert_true(found_largest(build, row, 32, 4, NAN, 1, kept, values) == -INFINITY);
    row[3] = row[7] = row[19] = 1;
    assert_true(found_largest(build, row, 32, 4, 0, 1, kept, values) == -INFINITY);
    assert_true(found_largest(build, row, 32, 3, 0, 1, kept, values) == 1);
    row[0] = row[3] = row[7] = row[19] = INFINITY;
    assert_true(found_largest(build, row, 32, 3, 0, 1, kept, values) == INFINITY);
}

/* Every n-th of `latents`. */
static int some_latents(int latents, int every, int32_t *kept) {
    int k = 0;
    for (int j = 0; j < latents; j += every)
        kept[k++] = j;
    return k;
}

static void reconstruction_adds_in_order(void **state) {
    const struct kernels *build = build_of(state);
    enum { LATENTS = 23, ROWS = 5 };
    for (int w = 0; w < WIDTHS; w++)
        for (int every = 1; every < LATENTS; every += 4) {
            int d_model = widths[w], stride = row_stride(d_model);
            int32_t kept[LATENTS];
            int k = some_latents(LATENTS, every, kept);
            float *inputs = random_rows(ROWS, d_model), *decoder = random_rows(LATENTS, d_model);
            float *values = random_rows(1, ROWS * LATENTS);
            float *errors = random_rows(ROWS, d_model), squares[ROWS + 1] = {[ROWS] = 77};
            for (int r = 0; r < ROWS; r++)
                build->reconstruct(inputs + (size_t)r * (size_t)stride, kept, values + r * LATENTS,
                                   k, decoder, d_model, errors + (size_t)r * (size_t)stride);
            build->squares(errors, ROWS, d_model, squares);
            for (int r = 0; r < ROWS; r++) {
                for (int i = 0; i < d_model; i++) {
                    float sum = -inputs[r * stride + i];
                    for (int n = 0; n < k; n++)
                        sum = fmaf(values[r * LATENTS + n], decoder[kept[n] * stride + i], sum);
                    assert_true(sum == errors[r * stride + i]);
                }
                float *error = errors + (size_t)r * stride;
                assert_true(squares[r] == inner_product(error, error, d_model));
            }
            assert_true(squares[ROWS] == 77);
            free(inputs), free(decoder), free(values), free(errors);
        }
}

/* Firings of latents that fire on none, one, all and some of ROWS rows. */
enum { LATENTS = 6, ROWS = 9 };
static const int32_t first_firing[LATENTS + 1] = {0,        0,         1,        1 + ROWS,
                                                  5 + ROWS, 12 + ROWS, 12 + ROWS};
enum { FIRINGS = 12 + ROWS };

static void random_firings(struct firing firings[FIRINGS]) {
    float values[FIRINGS];
    torch_normal(&generator, values, FIRINGS, 1);
    for (int j = 0; j < LATENTS; j++)
        for (int n = first_firing[j]; n < first_firing[j + 1]; n++)
            firings[n] = (struct firing){n - first_firing[j], values[n]};
}

static void error_gradients_add_in_order(void **state) {
    const struct kernels *build = build_of(state);
    for (int w = 0; w < WIDTHS; w++) {
        int d_model = widths[w], stride = row_stride(d_model);
        float *errors = random_rows(ROWS, d_model), *decoder = random_rows(LATENTS, d_model);
        float *gradient = random_rows(LATENTS, d_model), slopes[FIRINGS + 1] = {[FIRINGS] = 77};
        float *before = allocate((size_t)LATENTS * (size_t)stride, sizeof *before);
        float bias[LATENTS] = {1, 2, 3, 4, 5, 6};
        struct firing firings[FIRINGS];
        random_firings(firings);
        memcpy(before, gradient, (size_t)LATENTS * (size_t)stride * sizeof *before);
        build->error_gradients(firings, slopes, first_firing, LATENTS, .25f, errors, decoder,
                               d_model, gradient, bias);
        for (int j = 0; j < LATENTS; j++) {
            float bias_sum = (float)(j + 1);
            for (int n = first_firing[j]; n < first_firing[j + 1]; n++) {
                float slope = .25f * inner_product(errors + firings[n].row * stride,
                                                   decoder + j * stride, d_model);
                assert_true(slopes[n] == slope);
                bias_sum += slope;
            }
            assert_true(bias[j] == bias_sum);
            for (int i = 0; i < d_model; i++) {
                float sum = before[j * stride + i];
                for (int n = first_firing[j]; n < first_firing[j + 1]; n++)
                    sum = fmaf(firings[n].value, errors[firings[n].row * stride + i], sum);
                assert_true(gradient[j * stride + i] == sum);
            }
        }
        assert_true(slopes[FIRINGS] == 77);
        free(errors), free(decoder), free(gradient), free(before);
    }
}

static void input_gradients_add_in_order(void **state) {
    const struct kernels *build = build_of(state);
    for (int w = 0; w < WIDTHS; w++) {
        int d_model = widths[w], stride = row_stride(d_model);
        float *inputs = random_rows(ROWS, d_model), *gradient = random_rows(LATENTS, d_model);
        float *before = allocate((size_t)LATENTS * (size_t)stride, sizeof *before);
        float *slopes = random_rows(1, FIRINGS);
        const float *rows[ROWS];
        struct firing firings[FIRINGS];
        random_firings(firings);
        for (int r = 0; r < ROWS; r++)
            rows[r] = inputs + (size_t)(r * 5 % ROWS) * (size_t)stride;
        memcpy(before, gradient, (size_t)LATENTS * (size_t)stride * sizeof *before);
        build->input_gradients(firings, slopes, first_firing, LATENTS, rows, d_model, gradient);
        for (int j = 0; j < LATENTS; j++)
            for (int i = 0; i < d_model; i++) {
                float sum = before[j * stride + i];
                for (int n = first_firing[j]; n < first_firing[j + 1]; n++)
                    sum = fmaf(slopes[n], rows[firings[n].row][i], sum);
                assert_true(gradient[j * stride + i] == sum);
            }
        free(inputs), free(gradient), free(before), free(slopes);
    }
}

static void adam_rounds_as_stated(void **state) {
    const struct kernels *build = build_of(state);
    enum { COUNT = 5 * LANES };
    const struct adam_step step = {3e-3f, 0.1f, 1e-3f, 31.6f, 1e-8f};
    float *weights = random_rows(1, COUNT), *gradient = random_rows(1, COUNT);
    float *means = random_rows(1, COUNT), *squares = random_rows(1, COUNT);
    float *wanted = allocate(3 * COUNT, sizeof *wanted);
    for (int i = 0; i < COUNT; i++) {
        squares[i] = fabsf(squares[i]);
        float mean = fmaf(step.mean_weight, gradient[i] - means[i], means[i]);
        float square =
            fmaf(step.square_weight, fmaf(gradient[i], gradient[i], -squares[i]), squares[i]);
        float divisor = fmaf(step.square_root_gain, sqrtf(square), step.epsilon);
        wanted[i] = weights[i] - step.learning_rate * mean / divisor;
        wanted[COUNT + i] = mean;
        wanted[2 * COUNT + i] = square;
    }
    build->adam(&step, weights, gradient, means, squares, COUNT);
    assert_memory_equal(weights, wanted, COUNT * sizeof *wanted);
    assert_memory_equal(means, wanted + COUNT, COUNT * sizeof *wanted);
    assert_memory_equal(squares, wanted + 2 * COUNT, COUNT * sizeof *wanted);
    free(weights), free(gradient), free(means), free(squares), free(wanted);
}

static void rows_get_unit_length(void **state) {
    const struct kernels *build = build_of(state);
    for (int w = 0; w < WIDTHS; w++) {
        int stride = row_stride(widths[w]);
        float *rows = random_rows(ROWS, widths[w]), *before = random_rows(ROWS, widths[w]);
        memset(rows + stride, 0, (size_t)stride * sizeof *rows); /* a row without a direction */
        memcpy(before, rows, (size_t)ROWS * stride * sizeof *rows);
        build->unit_rows(rows, ROWS, widths[w]);
        for (int r = 0; r < ROWS; r++) {
            const float *row = before + r * stride;
            float length = fmaxf(sqrtf(inner_product(row, row, widths[w])), 1e-12f);
            for (int i = 0; i < stride; i++)
                assert_true(rows[r * stride + i] == row[i] / length);
        }
        free(rows), free(before);
    }
}

static void nearest_is_the_first_of_the_largest(void **state) {
    const struct kernels *build = build_of(state);
    for (int w = 0; w < WIDTHS; w++)
        for (int levels = 1; levels < 6; levels++) {
            int count = widths[w], best = 0;
            float *row = random_rows(1, count), *most = random_rows(1, count);
            for (int j = 0; j < count; j++) {
                row[j] = floorf(row[j] * (float)(levels - 1));
                best = fabsf(row[j]) > fabsf(row[best]) ? j : best;
                most[j] = fabsf(most[j]);
            }
            float *before = allocate((size_t)padded(count), sizeof *before);
            memcpy(before, most, (size_t)padded(count) * sizeof *before);
            assert_int_equal(build->nearest(row, count), best);
            build->raise(row, count, most);
            for (int j = 0; j < padded(count); j++)
                assert_true(most[j] == fmaxf(before[j], fabsf(row[j])));
            free(row), free(most), free(before);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        EACH_BUILD(products_add_in_order),
        EACH_BUILD(largest_are_found),
        EACH_BUILD(first_of_equals_win),
        EACH_BUILD(largest_of_wild_rows),
        EACH_BUILD(rows_not_finite_are_refused),
        EACH_BUILD(reconstruction_adds_in_order),
        EACH_BUILD(error_gradients_add_in_order),
        EACH_BUILD(input_gradients_add_in_order),
        EACH_BUILD(adam_rounds_as_stated),
        EACH_BUILD(rows_get_unit_length),
        EACH_BUILD(nearest_is_the_first_of_the_largest),
    };
    return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
