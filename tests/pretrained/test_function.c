/* What is computed, against trivial sums and choices: wide rows, many rows, ties, threads. */
#include "arithmetic/kernels.h"
#include "cases.h"
#include "draws/generators.h"
#include "pretrained/function.h"

static struct torch_generator generator;

static void draw(float *values, size_t count) {
    torch_normal(&generator, values, count, 1);
}

static int descending(const void *a, const void *b) {
    double first = *(const double *)a, second = *(const double *)b;
    return (first < second) - (first > second);
}

static void test_largest(void **state) {
    (void)state;
    torch_seed(&generator, 1);
    for (int trial = 0; trial < 2000; trial++) {
        float drawn[64];
        double numbers[64], sorted[64];
        int n = 1 + trial % 60;
        draw(drawn, 64);
        for (int i = 0; i < n; i++)
            numbers[i] = sorted[i] = trial % 3 ? (double)drawn[i] : floor((double)drawn[i]);
        qsort(sorted, (size_t)n, sizeof *sorted, descending);
        int k = 1 + trial % n;
        assert_true(largest_of(numbers, (size_t)n, (size_t)k) == sorted[k - 1]);
    }
}

/* Of equal numbers the first are kept, and exactly k of them. */
static void test_ties(void **state) {
    (void)state;
    struct pretrained_function function = {0};
    const double p[8] = {1, -3, 2, 2, -2, 2, 3, 2};
    double spare[8];
    float acts[8];
    select_row(&function, LARGEST, 3, 8, p, spare, acts);
    assert_memory_equal(acts, ((float[]){0, 0, 2, 2, 0, 0, 3, 0}), sizeof acts);
    select_row(&function, LARGEST_SIZES, 4, 8, p, spare, acts);
    assert_memory_equal(acts, ((float[]){0, -3, 2, 2, 0, 0, 3, 0}), sizeof acts);
    select_row(&function, LARGEST_SIGNED, 7, 8, p, spare, acts);
    assert_memory_equal(acts, ((float[]){1, 0, 2, 2, -2, 2, 3, 2}), sizeof acts);
    select_row(&function, LARGEST_OF_GROUPS, 2, 8, p, spare, acts);
    assert_memory_equal(acts, ((float[]){0, 0, 2, 0, 0, 0, 3, 0}), sizeof acts);
    float batch[8] = {1, 0, 2, 2, 0, 2, 3, 2};
    select_batch(batch, 8, 3);
    assert_memory_equal(batch, ((float[]){0, 0, 2, 2, 0, 0, 3, 0}), sizeof batch);
    select_batch(batch, 8, 0);
    assert_memory_equal(batch, ((float[8]){0}), sizeof batch);
}

enum { D_IN = 600, D_SAE = 150, ROWS = 230 };

/* A standard autoencoder with drawn weights, which pretrained_free frees. */
static struct pretrained drawn_autoencoder(void) {
    size_t stride = (size_t)row_stride(D_IN);
    struct pretrained sae = {
        .d_in = D_IN,
        .d_sae = D_SAE,
        .d_out = D_IN,
        .encoder = allocate(D_SAE * stride, sizeof(real)),
        .decoder = allocate(D_SAE * stride, sizeof(real)),
        .function = allocate(1, sizeof *sae.function),
    };
    for (size_t j = 0; j < D_SAE; j++) {
        draw(sae.encoder + j * stride, D_IN);
        draw(sae.decoder + j * stride, D_IN);
    }
    sae.function->selection = POSITIVE;
    return sae;
}

/* The largest distance of acts and recon from sums in float64, in parts of the largest number. */
static void assert_exact(const struct pretrained *sae, const float *x, const float *acts,
                         const float *recon) {
    size_t stride = (size_t)row_stride(D_IN);
    double sum[D_IN], worst = 0, largest = 0;
    for (size_t r = 0; r < ROWS; r++) {
        memset(sum, 0, sizeof sum);
        for (size_t j = 0; j < D_SAE; j++) {
            double p = 0;
            for (size_t i = 0; i < D_IN; i++)
                p += (double)x[r * D_IN + i] * (double)sae->encoder[j * stride + i];
            p = p < 0 ? 0 : p;
            worst = fmax(worst, fabs(p - (double)acts[r * D_SAE + j]));
            largest = fmax(largest, p);
            for (size_t i = 0; i < D_IN; i++)
                sum[i] += p * (double)sae->decoder[j * stride + i];
        }
        for (size_t i = 0; i < D_IN; i++)
            worst = fmax(worst, fabs(sum[i] - (double)recon[r * D_IN + i]) / 10);
    }
    assert_true(largest > 10 && worst / largest < 1e-6);
}

/* Wide rows in several blocks: the sums are good, and the same on any number of threads. */
static void test_wide_rows(void **state) {
    (void)state;
    torch_seed(&generator, 2);
    struct pretrained sae = drawn_autoencoder();
    float *x = allocate(ROWS * D_IN, sizeof *x), *acts[2], *recon[2];
    draw(x, ROWS * D_IN);
    for (int i = 0; i < 2; i++) {
        setenv("THREADS", i == 0 ? "1" : "3", 1);
        acts[i] = allocate(ROWS * D_SAE, sizeof **acts);
        recon[i] = allocate(ROWS * D_IN, sizeof **recon);
        pretrained_apply(&sae, x, ROWS, acts[i], recon[i]);
    }
    unsetenv("THREADS");
    assert_exact(&sae, x, acts[0], recon[0]);
    assert_memory_equal(acts[0], acts[1], ROWS * D_SAE * sizeof **acts);
    assert_memory_equal(recon[0], recon[1], ROWS * D_IN * sizeof **recon);

    /* either may be left out */
    memset(recon[1], 0, ROWS * D_IN * sizeof **recon);
    pretrained_apply(&sae, x, ROWS, NULL, recon[1]);
    assert_memory_equal(recon[0], recon[1], ROWS * D_IN * sizeof **recon);
    for (int i = 0; i < 2; i++) {
        free(acts[i]);
        free(recon[i]);
    }
    free(x);
    pretrained_free(&sae);
}

/* The choice is among the rows of all blocks: as many are kept as k of each row would be. */
static void test_batch(void **state) {
    (void)state;
    torch_seed(&generator, 3);
    struct pretrained sae = drawn_autoencoder();
    sae.function->selection = LARGEST_OF_BATCH;
    sae.function->k = 2.5;
    float *x = allocate(ROWS * D_IN, sizeof *x), *acts = allocate(ROWS * D_SAE, sizeof *acts);
    float *all = allocate(ROWS * D_SAE, sizeof *all), least = INFINITY, most_dropped = 0;
    draw(x, ROWS * D_IN);
    pretrained_apply(&sae, x, ROWS, acts, NULL);
    sae.function->selection = POSITIVE;
    pretrained_apply(&sae, x, ROWS, all, NULL);
    int kept = 0;
    for (size_t i = 0; i < ROWS * D_SAE; i++) {
        kept += acts[i] > 0;
        if (acts[i] > 0)
            least = fminf(least, all[i]);
        else
            most_dropped = fmaxf(most_dropped, all[i]);
    }
    assert_int_equal(kept, (int)(2.5 * ROWS));
    assert_true(least >= most_dropped);
    free(x);
    free(acts);
    free(all);
    pretrained_free(&sae);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_ties),
        cmocka_unit_test(test_wide_rows),
        cmocka_unit_test(test_batch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
