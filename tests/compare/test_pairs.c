/* Pairs of other tools' autoencoders against what NumPy and scipy gave for them in float64, and the
 * nulls and intervals against a direct computation. */
#include "child.h"
#include "compare/pairs.h"
#include "consistency/consistency.h"
#include "program/error.h"
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#define FORMATS "tests/pretrained/formats"

static struct compared_set read_set(int count, const char *const *names, const char *rows) {
    char *paths[8];
    for (int n = 0; n < count; n++)
        paths[n] = text("%s/%s", FORMATS, names[n]);
    struct compared_set set = compared_read(count, paths, rows, rows ? "x" : NULL);
    for (int n = 0; n < count; n++)
        free(paths[n]);
    return set;
}

static void ignore(void *context, double rows) {
    (void)context;
    (void)rows;
}

/* --- the reference ---------------------------------------------------------------------------- */

static void assert_list(json_t *said, const char *name, const int *found, int count) {
    json_t *list = json_object_get(said, name);
    assert_int_equal(json_array_size(list), count);
    for (int i = 0; i < count; i++)
        if (json_integer_value(json_array_get(list, (size_t)i)) != found[i])
            fail_msg("%s of %s and %s: latent %d has %d", name,
                     json_string_value(json_object_get(said, "a")),
                     json_string_value(json_object_get(said, "b")), i, found[i]);
}

static void assert_measures(json_t *said, const double *value) {
    for (int measure = 0; measure < LIKENESS_MEASURES; measure++) {
        json_t *number = json_object_get(said, likeness_table[measure].name);
        if (!json_is_number(number) || !(fabs(json_number_value(number) - value[measure]) < 1e-6))
            fail_msg("%s of %s and %s is %.12g, expected %.12g", likeness_table[measure].name,
                     json_string_value(json_object_get(said, "a")),
                     json_string_value(json_object_get(said, "b")), value[measure],
                     json_number_value(number));
    }
}

static void each_pair_equals_scipys(void **state) {
    (void)state;
    json_t *values = json_load_file(FORMATS "/values.json", 0, NULL), *said;
    json_t *pairs = json_object_get(values, "pairs");
    size_t place;
    assert_int_equal(json_array_size(pairs), 20);
    json_array_foreach(pairs, place, said) {
        const char *names[] = {json_string_value(json_object_get(said, "a")),
                               json_string_value(json_object_get(said, "b"))};
        struct compared_set set = read_set(2, names, NULL);
        struct compared_pairs measured = pairs_measured(&set, 1);
        const struct compared_pair *pair = measured.pair;
        int shared[40], count = 0, latents = set.item[0].sae.d_sae;
        assert_measures(said, pair->value);
        assert_list(said, "hungarian_decoder_partner", pair->likeness.decoder_partner, latents);
        assert_list(said, "hungarian_encoder_partner", pair->likeness.encoder_partner, latents);
        for (int i = 0; i < latents; i++)
            if (pair->likeness.is_shared[i])
                shared[count++] = i;
        assert_list(said, "shared", shared, count);
        pairs_free(&measured);
        compared_free(&set);
    }
    json_decref(values);
}

/* --- nulls and intervals ---------------------------------------------------------------------- */

static const char *const three[] = {"saelens/topk", "saelens/topk_b", "saelens/topk_small"};
#define ROWS FORMATS "/saelens/topk/ref.safetensors"

static double null_pwmcc(enum null_kind kind, const struct compared_set *set, int a, int b) {
    struct covariance covariance = covariance_of(&set->rows);
    struct null_directions first = null_drawn(kind, set, a, &covariance, 7);
    struct null_directions second = null_drawn(kind, set, b, &covariance, 7);
    double value = pwmcc(first.latents.decoder, first.latents.count, second.latents.decoder,
                         second.latents.count, first.latents.d_out);
    null_free(&first);
    null_free(&second);
    covariance_free(&covariance);
    return value;
}

static void nulls_are_of_the_same_shapes(void **state) {
    (void)state;
    struct compared_set set = read_set(3, three, ROWS);
    struct compared_pairs measured = pairs_measured(&set, 7);
    real *first = random_decoder(40, 24, 100007), *second = random_decoder(32, 24, 100009);
    assert_true(fabs(measured.pair[1].null[NULL_random][LIKENESS_pwmcc] -
                     pwmcc(first, 40, second, 32, 24)) < 1e-12);
    free(first), free(second);
    for (enum null_kind kind = 0; kind < NULLS; kind++)
        for (size_t p = 0; p < 3; p++)
            assert_true(fabs(measured.pair[p].null[kind][LIKENESS_pwmcc] -
                             null_pwmcc(kind, &set, measured.pair[p].a, measured.pair[p].b)) <
                        1e-6);
    double values[3] = {measured.pair[0].value[0], measured.pair[1].value[0],
                        measured.pair[2].value[0]};
    struct interval interval = jackknife_interval(values, 3, 0, 0.95);
    assert_true(measured.mean[0].mean == mean(values, 3));
    assert_true(measured.mean[0].interval.low == interval.low);
    assert_true(measured.mean[0].interval.high == interval.high);
    pairs_free(&measured);
    compared_free(&set);
}

static int ascending(const void *first, const void *second) {
    real a = *(const real *)first, b = *(const real *)second;
    return (a > b) - (a < b);
}

static void column_of(const real *directions, int count, int width, int column, real *values) {
    for (int j = 0; j < count; j++)
        values[j] = directions[(size_t)j * (size_t)row_stride(width) + (size_t)column];
    qsort(values, (size_t)count, sizeof *values, ascending);
}

/* Each coordinate keeps its entries, and not their places; the encoder's move as the decoder's. */
static void permuted_directions_keep_their_columns(void **state) {
    (void)state;
    struct compared_set set = read_set(3, three, ROWS);
    compared_measure(&set, ignore, NULL);
    struct null_directions null = null_drawn(NULL_permuted, &set, 0, NULL, 7);
    real before[40], after[40];
    const struct pretrained *sae = &set.item[0].sae;
    assert_memory_not_equal(sae->decoder, null.latents.decoder, 40 * sizeof(real));
    for (int i = 0; i < 24; i++) {
        column_of(sae->decoder, 40, 24, i, before);
        column_of(null.latents.decoder, 40, 24, i, after);
        assert_memory_equal(before, after, sizeof before);
    }
    size_t stride = (size_t)row_stride(24);
    for (int j = 0; j < 40; j++)
        for (int from = 0; from < 40; from++)
            if (sae->decoder[(size_t)from * stride] == null.latents.decoder[(size_t)j * stride])
                assert_true(sae->encoder[(size_t)from * stride] ==
                            null.latents.encoder[(size_t)j * stride]);
    null_free(&null);
    compared_free(&set);
}

/* --- rows ------------------------------------------------------------------------------------- */

/* What the tool's own activations and reconstructions of the same rows say. */
static void quality_is_that_of_the_tool(void **state) {
    (void)state;
    struct compared_set set = read_set(1, three, ROWS);
    struct activations x = activations_read(ROWS, "x"), acts = activations_read(ROWS, "acts"),
                       recon = activations_read(ROWS, "recon");
    double sum = 0, squares = 0, error = 0, squared_error = 0, active = 0, dead = 0;
    for (int r = 0; r < 16; r++)
        for (int i = 0; i < 24; i++) {
            double entry = (double)activations_row(&x, r)[i];
            double off = (double)activations_row(&recon, r)[i] - entry;
            sum += entry, squares += entry * entry, error += off, squared_error += off * off;
        }
    for (int j = 0; j < 40; j++) {
        int fired = 0;
        for (int r = 0; r < 16; r++)
            fired += activations_row(&acts, r)[j] != 0;
        active += fired;
        dead += fired == 0;
    }
    compared_measure(&set, ignore, NULL);
    const struct compared *found = set.item;
    double entries = 16 * 24;
    double ev = 1 - (squared_error - error * error / entries) / (squares - sum * sum / entries);
    assert_true(fabs(found->explained_variance - ev) < 1e-5);
    assert_true(fabs(found->mean_squared_error / (squared_error / entries) - 1) < 1e-5);
    assert_true(found->l0 == active / 16);
    assert_true(found->dead == dead);
    assert_true(found->live == 40 - dead);
    activations_free(&x), activations_free(&acts), activations_free(&recon);
    compared_free(&set);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pair_equals_scipys),
        cmocka_unit_test(nulls_are_of_the_same_shapes),
        cmocka_unit_test(permuted_directions_keep_their_columns),
        cmocka_unit_test(quality_is_that_of_the_tool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
