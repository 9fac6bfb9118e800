/* Every kernel of every build against one number at a time, in the order that kernels.h states, bit
 * for bit. */
#include "child.h"
#include "kernels.h"
#include "rng.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static struct torch_generator generator;

/* Normal numbers on a fresh block; rows of `columns` padded with zeros. The caller frees. */
static float *random_rows(int rows, int columns) {
    float *drawn = allocate((size_t)rows * columns, sizeof *drawn);
    float *values = allocate((size_t)rows * padded(columns), sizeof *values);
    torch_normal(&generator, drawn, (size_t)rows * columns, 1);
    for (int r = 0; r < rows; r++)
        memcpy(values + (size_t)r * padded(columns), drawn + (size_t)r * columns,
               (size_t)columns * sizeof *values);
    free(drawn);
    return values;
}

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

static const int widths[] = {1, 7, 16, 37, 64, 100, 128, 200};
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
            float *out = allocate((size_t)ROWS * width, sizeof *out);
            const float *rows[ROWS];
            for (int r = 0; r < ROWS; r++)
                rows[r] = inputs + (size_t)(ROWS - 1 - r) * padded(d_model);
            build->pack(weights, latents, d_model, padded(d_model), panels);
            build->products(rows, ROWS, d_model, panels, latents, start, out);
            for (int r = 0; r < ROWS; r++)
                for (int j = 0; j < latents; j++) {
                    float sum = start[j];
                    for (int i = 0; i < d_model; i++)
                        sum = fmaf(rows[r][i], weights[(size_t)j * padded(d_model) + i], sum);
                    assert_memory_equal(&sum, &out[(size_t)r * width + j], sizeof sum);
                }
            free(inputs), free(weights), free(start), free(panels), free(out);
        }
}

/* Hold `largest` against repeated search for the first of the largest, begun at `start`. */
static void check_largest(const struct kernels *build, float *row, int latents, int k, float start,
                          float step) {
    int width = padded(latents);
    bool *wanted = allocate((size_t)latents, sizeof *wanted);
    int32_t *kept = allocate((size_t)width + LANES, sizeof *kept);
    float *values = allocate((size_t)width + LANES, sizeof *values), last = 0;
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
    assert_true(build->largest(row, latents, k, start, step, kept, values) == last);
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
    assert_true(build->largest(row, 20, 4, 0, 1, kept, values) == -INFINITY);
    assert_true(build->largest(row, 20, 4, NAN, 1, kept, values) == -INFINITY);
    row[3] = row[7] = row[19] = 1;
    assert_true(build->largest(row, 20, 4, 0, 1, kept, values) == -INFINITY);
    assert_true(build->largest(row, 20, 3, 0, 1, kept, values) == 1);
    row[0] = row[3] = row[7] = row[19] = INFINITY;
    assert_true(build->largest(row, 20, 3, 0, 1, kept, values) == INFINITY);
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
    enum { LATENTS = 23 };
    for (int w = 0; w < WIDTHS; w++)
        for (int every = 1; every < LATENTS; every += 4) {
            int stride = padded(widths[w]);
            int32_t kept[LATENTS];
            int k = some_latents(LATENTS, every, kept);
            float *input = random_rows(1, widths[w]), *decoder = random_rows(LATENTS, widths[w]);
            float *values = random_rows(1, LATENTS), *error = allocate(stride, sizeof *error);
            float square = build->reconstruct(input, kept, values, k, decoder, stride, error);
            for (int i = 0; i < stride; i++) {
                float sum = -input[i];
                for (int n = 0; n < k; n++)
                    sum = fmaf(values[n], decoder[kept[n] * stride + i], sum);
                assert_true(sum == error[i]);
            }
            assert_true(square == inner_product(error, error, stride));
            free(input), free(decoder), free(values), free(error);
        }
}

static void inner_products_add_in_lanes(void **state) {
    const struct kernels *build = build_of(state);
    enum { LATENTS = 23 };
    for (int w = 0; w < WIDTHS; w++)
        for (int every = 1; every < LATENTS; every += 4) {
            int stride = padded(widths[w]);
            int32_t kept[LATENTS];
            float out[LATENTS + 1];
            int k = some_latents(LATENTS, every, kept);
            float *row = random_rows(1, widths[w]), *decoder = random_rows(LATENTS, widths[w]);
            out[k] = 77;
            build->inner_products(row, kept, k, decoder, stride, out);
            for (int n = 0; n < k; n++)
                assert_true(out[n] == inner_product(row, decoder + kept[n] * stride, stride));
            assert_true(out[k] == 77);
            free(row), free(decoder);
        }
}

static void weighted_sums_add_in_order(void **state) {
    const struct kernels *build = build_of(state);
    enum { LATENTS = 5, ROWS = 9, CAPACITY = 12 };
    const int32_t counts[LATENTS] = {0, 1, ROWS, 4, 0};
    for (int w = 0; w < WIDTHS; w++)
        for (int weight = 0; weight < 2; weight++) {
            int stride = padded(widths[w]), pitch = stride + LANES;
            float *rows = random_rows(ROWS, pitch), *gradient = random_rows(LATENTS, stride);
            float *before = allocate((size_t)LATENTS * stride, sizeof *before);
            float *weights = random_rows(2, LATENTS * CAPACITY);
            struct firing firings[LATENTS * CAPACITY];
            for (int n = 0; n < LATENTS * CAPACITY; n++)
                firings[n] = (struct firing){n % CAPACITY % ROWS,
                                             {weights[n], weights[LATENTS * CAPACITY + n]}};
            memcpy(before, gradient, (size_t)LATENTS * stride * sizeof *before);
            build->weighted_sums(firings, counts, CAPACITY, LATENTS, weight, rows, pitch, stride,
                                 gradient);
            for (int j = 0; j < LATENTS; j++)
                for (int i = 0; i < stride; i++) {
                    float sum = before[j * stride + i];
                    for (int n = 0; n < counts[j]; n++) {
                        const struct firing *firing = &firings[j * CAPACITY + n];
                        sum = fmaf(firing->weights[weight], rows[firing->row * pitch + i], sum);
                    }
                    assert_true(sum == gradient[j * stride + i]);
                }
            free(rows), free(gradient), free(before), free(weights);
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
        enum { ROWS = 3 };
        int stride = padded(widths[w]);
        float *rows = random_rows(ROWS, widths[w]), *before = random_rows(ROWS, widths[w]);
        memset(rows + stride, 0, (size_t)stride * sizeof *rows); /* a row without a direction */
        memcpy(before, rows, (size_t)ROWS * stride * sizeof *rows);
        build->unit_rows(rows, ROWS, stride);
        for (int r = 0; r < ROWS; r++) {
            const float *row = before + r * stride;
            float length = fmaxf(sqrtf(inner_product(row, row, stride)), 1e-12f);
            for (int i = 0; i < stride; i++)
                assert_true(rows[r * stride + i] == row[i] / length);
        }
        free(rows), free(before);
    }
}

static void choose_kernels(const char *name) {
    setenv("KERNELS", name, 1);
    kernels();
}

static void override_is_checked(void **state) {
    (void)state;
    struct ending ending = ending_of(choose_kernels, "v3");
    assert_int_equal(ending.status, 0);
    ending = ending_of(choose_kernels, "v5");
    assert_int_equal(ending.status, 1);
    assert_string_equal(ending.message, "KERNELS is \"v5\", expected v3 or v4\n");
    if (!runs_v4()) {
        ending = ending_of(choose_kernels, "v4");
        assert_int_equal(ending.status, 1);
        assert_non_null(strstr(ending.message, "no AVX-512"));
    }
}

#define BOTH_BUILDS(test)                                                                          \
    {#test " v3", test, NULL, NULL, "v3"}, {                                                       \
#test " v4", test, NULL, NULL, "v4"                                                        \
    }

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_BUILDS(products_add_in_order),       BOTH_BUILDS(largest_are_found),
        BOTH_BUILDS(first_of_equals_win),         BOTH_BUILDS(largest_of_wild_rows),
        BOTH_BUILDS(rows_not_finite_are_refused), BOTH_BUILDS(reconstruction_adds_in_order),
        BOTH_BUILDS(inner_products_add_in_lanes), BOTH_BUILDS(weighted_sums_add_in_order),
        BOTH_BUILDS(adam_rounds_as_stated),       BOTH_BUILDS(rows_get_unit_length),
        cmocka_unit_test(override_is_checked),
    };
    return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
