/* PWMCC, alignment, its penalty and the random null, against PyTorch's values and plain sums in
 * double precision. */
#include "golden.h" /* before cmocka.h, which child.h includes */

#include "child.h"
#include "consistency/consistency.h"
#include "consistency/penalty.h"
#include <math.h>

enum { LATENTS = 23, OTHER_LATENTS = 37, D_MODEL = 7 };

static void random_pairs_equal_pytorchs(void **state) {
    (void)state;
    json_t *seeds = golden("random_pwmcc_128x128/seeds"),
           *pairs = golden("random_pwmcc_128x128/pairs");
    real *decoders[8];
    size_t count = json_array_size(seeds), pair = 0;
    assert_int_equal(count, 8);
    for (size_t s = 0; s < count; s++)
        decoders[s] = random_decoder(128, 128, 100000 + (uint64_t)golden_integer(seeds, s));
    double sum = 0;
    for (size_t a = 0; a < count; a++)
        for (size_t b = a + 1; b < count; b++, pair++) {
            json_t *wanted = json_object_get(json_array_get(pairs, pair), "pwmcc");
            double value = pwmcc(decoders[a], 128, decoders[b], 128, 128);
            assert_true(fabs(value - json_number_value(wanted)) < 1e-6);
            sum += value;
        }
    assert_int_equal(pair, 28);
    assert_true(fabs(sum / 28 - json_number_value(golden("random_pwmcc_128x128/mean"))) < 1e-6);
    for (size_t s = 0; s < count; s++)
        free(decoders[s]);
}

/* |cos| of two rows. */
static double plain_cosine(const real *a, const real *b) {
    double product = 0, aa = 0, bb = 0;
    for (int i = 0; i < D_MODEL; i++) {
        product += (double)a[i] * (double)b[i];
        aa += (double)a[i] * (double)a[i];
        bb += (double)b[i] * (double)b[i];
    }
    return fabs(product) / sqrt(aa * bb);
}

static double plain_alignment(const real *a, int a_latents, const real *b, int b_latents) {
    double sum = 0;
    for (int i = 0; i < a_latents; i++) {
        double nearest = 0;
        for (int j = 0; j < b_latents; j++)
            nearest = fmax(nearest,
                           plain_cosine(a + i * row_stride(D_MODEL), b + j * row_stride(D_MODEL)));
        sum += nearest;
    }
    return sum / a_latents;
}

static void measures_equal_plain_sums(void **state) {
    (void)state;
    real *a = random_decoder(LATENTS, D_MODEL, 1), *b = random_decoder(OTHER_LATENTS, D_MODEL, 2);
    double to_b = plain_alignment(a, LATENTS, b, OTHER_LATENTS);
    double to_a = plain_alignment(b, OTHER_LATENTS, a, LATENTS);
    assert_true(fabs(alignment(a, LATENTS, b, OTHER_LATENTS, D_MODEL) - to_b) < 1e-7);
    assert_true(fabs(alignment(b, OTHER_LATENTS, a, LATENTS, D_MODEL) - to_a) < 1e-7);
    double both = pwmcc(a, LATENTS, b, OTHER_LATENTS, D_MODEL);
    assert_true(fabs(both - (to_a + to_b) / 2) < 1e-7);
    assert_true(pwmcc(b, OTHER_LATENTS, a, LATENTS, D_MODEL) - both < 1e-15);
    free(a), free(b);
}

static void length_sign_and_order_do_not_count(void **state) {
    (void)state;
    real *a = random_decoder(LATENTS, D_MODEL, 1), *b = random_decoder(LATENTS, D_MODEL, 1);
    for (int j = 0; j < LATENTS; j++)
        for (int i = 0; i < D_MODEL; i++)
            b[(LATENTS - 1 - j) * row_stride(D_MODEL) + i] =
                a[j * row_stride(D_MODEL) + i] * (real)(j - 9.5);
    assert_true(fabs(pwmcc(a, LATENTS, b, LATENTS, D_MODEL) - 1) < 1e-6);
    assert_true(fabs(alignment(a, LATENTS, b, LATENTS, D_MODEL) - 1) < 1e-6);
    free(a), free(b);
}

static void cosine_with_start_is_signed(void **state) {
    (void)state;
    real now[2 * LANES] = {3, 4, [LANES] = 0, 2}, start[2 * LANES] = {4, 3, [LANES] = 0, -5};
    assert_true(fabs(cosine_with_start(now, start, 2, 2) - (24.0 / 25 - 1) / 2) < 1e-15);
    assert_true(fabs(cosine_with_start(now, now, 2, 2) - 1) < 1e-15);
}

/* The rows of a decoder scaled to unit length. */
static void make_unit(real *decoder, int latents) {
    for (int j = 0; j < latents; j++) {
        double squares = 0;
        real *row = decoder + j * row_stride(D_MODEL);
        for (int i = 0; i < D_MODEL; i++)
            squares += (double)row[i] * (double)row[i];
        for (int i = 0; i < D_MODEL; i++)
            row[i] = (real)((double)row[i] / sqrt(squares));
    }
}

/* Against a central difference of the plain alignment, which is smooth but where maxima meet. */
static void penalty_and_gradient_equal_plain_ones(void **state) {
    (void)state;
    real *decoder = random_decoder(LATENTS, D_MODEL, 1);
    real *reference = random_decoder(OTHER_LATENTS, D_MODEL, 2);
    real gradient[LATENTS * LANES];
    make_unit(reference, OTHER_LATENTS);
    for (int i = 0; i < LATENTS * LANES; i++)
        gradient[i] = 1;
    struct team *threads = team(1);
    struct alignment_target *target =
        alignment_target(reference, OTHER_LATENTS, D_MODEL, LATENTS, threads);
    double penalty = alignment_penalty(target, decoder);
    add_penalty_gradient(target, 3, 0, 5, gradient);
    add_penalty_gradient(target, 3, 5, LATENTS - 5, gradient + 5 * LANES);
    assert_true(fabs(penalty - 1 + plain_alignment(decoder, LATENTS, reference, OTHER_LATENTS)) <
                1e-7);
    for (int i = 0; i < LATENTS * LANES; i++) {
        real value = decoder[i];
        double slope = 0;
        if (i % LANES < D_MODEL) {
            decoder[i] = value + (real)1e-3;
            double step = (double)decoder[i];
            slope -= plain_alignment(decoder, LATENTS, reference, OTHER_LATENTS);
            decoder[i] = value - (real)1e-3;
            step -= (double)decoder[i];
            slope += plain_alignment(decoder, LATENTS, reference, OTHER_LATENTS);
            slope /= step;
            decoder[i] = value;
        }
        assert_true(fabs((double)gradient[i] - 1 - 3 * slope) < 1e-5);
    }
    alignment_target_free(target);
    team_free(threads);
    free(decoder), free(reference);
}

/* Two reference rows are equally near: the gradient goes to the first. */
static void first_of_equal_maxima_counts(void **state) {
    (void)state;
    const real decoder[LANES] = {2}, reference[2 * LANES] = {.8f, .6f, [LANES] = -.8f, .6f};
    real gradient[LANES] = {0};
    struct team *threads = team(1);
    struct alignment_target *target = alignment_target(reference, 2, 2, 1, threads);
    assert_true(fabs(alignment_penalty(target, decoder) - .2) < 1e-7);
    add_penalty_gradient(target, 1, 0, 1, gradient);
    assert_true(fabs((double)gradient[0]) < 1e-7 && fabs((double)gradient[1] + .3) < 1e-7);
    alignment_target_free(target);
    team_free(threads);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_pairs_equal_pytorchs),
        cmocka_unit_test(measures_equal_plain_sums),
        cmocka_unit_test(length_sign_and_order_do_not_count),
        cmocka_unit_test(cosine_with_start_is_signed),
        cmocka_unit_test(penalty_and_gradient_equal_plain_ones),
        cmocka_unit_test(first_of_equal_maxima_counts),
    };
    return cmocka_run_group_tests_name("consistency", tests, NULL, NULL);
}
