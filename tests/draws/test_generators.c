/* The draws are PyTorch's and NumPy's: words, uniforms, permutations and indices bit for bit,
 * normals to 1e-6. */
#include "draws/generators.h"

#include "golden.h"

#include <math.h>
#include <nettle/sha2.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

/* The seeds that golden.json has draws of. */
static const char *const torch_seeds[] = {"42", "123", "1011", "100042", NULL};
static const char *const numpy_seeds[] = {"11", "13", "23", "29", "31", "37", "43", "53", NULL};

static struct torch_generator torch_seeded(const char *seed) {
    struct torch_generator generator;
    torch_seed(&generator, strtoull(seed, NULL, 10));
    return generator;
}

static struct numpy_generator numpy_seeded(const char *seed) {
    struct numpy_generator generator;
    numpy_seed(&generator, strtoull(seed, NULL, 10));
    return generator;
}

static void torch_words_are_exact(void **state) {
    (void)state;
    for (const char *const *seed = torch_seeds; *seed != NULL; seed++) {
        const json_t *start = golden("torch_generator/%s/raw_uint32_first_8", *seed);
        const json_t *refilled = golden("torch_generator/%s/raw_uint32_620_to_628", *seed);
        struct torch_generator generator = torch_seeded(*seed);
        for (size_t i = 0; i < 628; i++) {
            uint32_t word = torch_word(&generator);
            if (i < 8)
                assert_int_equal(word, golden_integer(start, i));
            if (i >= 620)
                assert_int_equal(word, golden_integer(refilled, i - 620));
        }
    }
}

static void torch_seed_takes_low_32_bits(void **state) {
    (void)state;
    struct torch_generator narrow, wide;
    torch_seed(&narrow, 42);
    torch_seed(&wide, UINT64_C(7) << 32 | 42);
    assert_memory_equal(narrow.state, wide.state, sizeof narrow.state);
}

static void torch_int64_is_exact(void **state) {
    (void)state;
    for (const char *const *seed = torch_seeds; *seed != NULL; seed++) {
        const json_t *expected = golden("torch_generator/%s/random_int64_4", *seed);
        struct torch_generator generator = torch_seeded(*seed);
        for (size_t i = 0; i < 4; i++)
            assert_int_equal(torch_int64(&generator), golden_integer(expected, i));
    }
}

static void torch_uniforms_are_exact(void **state) {
    (void)state;
    for (const char *const *seed = torch_seeds; *seed != NULL; seed++) {
        const json_t *expected = golden("torch_generator/%s/rand_20", *seed);
        struct torch_generator generator = torch_seeded(*seed);
        float uniforms[20];
        torch_uniform(&generator, uniforms, 20, 0, 1);
        for (size_t i = 0; i < 20; i++)
            assert_true(uniforms[i] == (float)golden_number(expected, i));
    }
}

/* A range adds one rounding, not two. In double precision the product is exact (24 + 24 bits), and
 * so is the sum where the range is near one. */
static void torch_uniform_rounds_a_range_once(void **state) {
    (void)state;
    struct torch_generator generator = torch_seeded("42"), again = generator;
    float low = -0.3f, high = 0.3f, drawn[1000], unit[1000];
    torch_uniform(&generator, drawn, 1000, low, high);
    torch_uniform(&again, unit, 1000, 0, 1);
    for (size_t i = 0; i < 1000; i++)
        assert_true(drawn[i] == (float)((double)unit[i] * (high - low) + low));
}

/* The first `count` normals of the seed, against the array of that name. */
static void check_normals(const char *seed, size_t count, const char *name) {
    const json_t *expected = golden("torch_generator/%s/%s", seed, name);
    struct torch_generator generator = torch_seeded(seed);
    float normals[64];
    torch_normal(&generator, normals, count, 1);
    assert_int_equal(json_array_size(expected), count);
    for (size_t i = 0; i < count; i++)
        assert_true(fabs(normals[i] - golden_number(expected, i)) <= 1e-6);
}

static void torch_normals_match(void **state) {
    (void)state;
    for (const char *const *seed = torch_seeds; *seed != NULL; seed++) {
        check_normals(*seed, 5, "randn_5");
        check_normals(*seed, 16, "randn_16");
        check_normals(*seed, 37, "randn_37");
    }
}

/* The sums see all 16,384 of them; last-place roundings come to 3e-5 of a sum. */
static void torch_normal_matrix_matches(void **state) {
    (void)state;
    enum { count = 128 * 128 };
    static float normals[count];
    for (const char *const *seed = torch_seeds; *seed != NULL; seed++) {
        const json_t *start = golden("torch_generator/%s/randn_128x128_first_8", *seed);
        const json_t *end = golden("torch_generator/%s/randn_128x128_last_8", *seed);
        struct torch_generator generator = torch_seeded(*seed);
        torch_normal(&generator, normals, count, 1);
        for (size_t i = 0; i < 8; i++) {
            assert_true(fabs(normals[i] - golden_number(start, i)) <= 1e-6);
            assert_true(fabs(normals[count - 8 + i] - golden_number(end, i)) <= 1e-6);
        }
        double sum = 0, squares = 0;
        for (size_t i = 0; i < count; i++) {
            sum += normals[i];
            squares += (double)normals[i] * normals[i];
        }
        double expected_sum =
            json_number_value(golden("torch_generator/%s/randn_128x128_sum_f64", *seed));
        double expected_squares =
            json_number_value(golden("torch_generator/%s/randn_128x128_sumsq_f64", *seed));
        assert_true(fabs(sum - expected_sum) <= 1e-4);
        assert_true(fabs(squares - expected_squares) <= 1e-4);
    }
}

/* Five normals one by one leave a sine half behind: the sixth is that one, and takes no word. */
static void torch_keeps_the_second_normal(void **state) {
    (void)state;
    struct torch_generator split = torch_seeded("42"), whole = split;
    float parts[6], together[6];
    torch_normal(&split, parts, 5, 2);
    int words_taken = split.next;
    torch_normal(&split, parts + 5, 1, 2);
    torch_normal(&whole, together, 6, 2);
    assert_int_equal(split.next, words_taken);
    assert_memory_equal(parts, together, sizeof parts);
}

static void little_endian_sha256(const int32_t *values, size_t count, char hex[65]) {
    struct sha256_ctx context;
    sha256_init(&context);
    for (size_t i = 0; i < count; i++) {
        uint8_t bytes[8] = {0};
        for (int j = 0; j < 4; j++)
            bytes[j] = (uint8_t)(values[i] >> 8 * j);
        sha256_update(&context, sizeof bytes, bytes);
    }
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        sprintf(hex + 2 * i, "%02x", digest[i]);
}

static void torch_permutations_are_exact(void **state) {
    (void)state;
    enum { count = 12769 };
    static int32_t permutation[count];
    for (const char *const *seed = torch_seeds; *seed != NULL; seed++) {
        const json_t *start = golden("torch_generator/%s/randperm_12769_first_16", *seed);
        const json_t *end = golden("torch_generator/%s/randperm_12769_last_4", *seed);
        const json_t *sha256 = golden("torch_generator/%s/randperm_12769_sha256_le_int64", *seed);
        struct torch_generator generator = torch_seeded(*seed);
        torch_permutation(&generator, permutation, count);
        for (size_t i = 0; i < 16; i++)
            assert_int_equal(permutation[i], golden_integer(start, i));
        for (size_t i = 0; i < 4; i++)
            assert_int_equal(permutation[count - 4 + i], golden_integer(end, i));
        char hex[65];
        little_endian_sha256(permutation, count, hex);
        assert_string_equal(hex, json_string_value(sha256));
    }
}

static void numpy_words_are_exact(void **state) {
    (void)state;
    for (const char *const *seed = numpy_seeds; *seed != NULL; seed++) {
        const json_t *expected = golden("numpy_bootstrap/by_seed/%s/pcg64_raw_uint64_4", *seed);
        struct numpy_generator generator = numpy_seeded(*seed);
        for (size_t i = 0; i < 4; i++) {
            const char *word = json_string_value(json_array_get(expected, i));
            assert_true(numpy_word(&generator) == strtoull(word, NULL, 10));
        }
    }
}

static void numpy_indices_are_exact(void **state) {
    (void)state;
    for (const char *const *seed = numpy_seeds; *seed != NULL; seed++) {
        const json_t *rows = golden("numpy_bootstrap/by_seed/%s/integers_0_28_3x28", *seed);
        struct numpy_generator generator = numpy_seeded(*seed);
        for (size_t row = 0; row < 3; row++)
            for (size_t i = 0; i < 28; i++)
                assert_int_equal(numpy_below(&generator, 28),
                                 golden_integer(json_array_get(rows, row), i));
    }
}

/* Generator.choice(values, 28) is values at Generator.integers(0, 28). */
static void numpy_choice_is_exact(void **state) {
    (void)state;
    const json_t *values = golden("numpy_bootstrap/values");
    for (const char *const *seed = numpy_seeds; *seed != NULL; seed++) {
        const json_t *expected = golden("numpy_bootstrap/by_seed/%s/choice_28_row0", *seed);
        struct numpy_generator generator = numpy_seeded(*seed);
        for (size_t i = 0; i < 28; i++)
            assert_true(golden_number(values, numpy_below(&generator, 28)) ==
                        golden_number(expected, i));
    }
}

/* Two indices come from one word, the low half first; a bound of one takes none. */
static void numpy_halves_each_word(void **state) {
    (void)state;
    struct numpy_generator words = numpy_seeded("11"), halves = words;
    for (int i = 0; i < 100; i++) {
        uint64_t word = numpy_word(&words);
        assert_int_equal(numpy_below(&halves, 1 << 16), (uint32_t)word >> 16);
        assert_int_equal(numpy_below(&halves, 1), 0);
        assert_int_equal(numpy_below(&halves, 1 << 16), word >> 48);
    }
}

/* A bound of 3 * 2^30 has a surplus of 2^30: halves that are multiples of four are drawn again. */
static void numpy_draws_surplus_again(void **state) {
    (void)state;
    struct numpy_generator generator = numpy_seeded("11"), words = generator;
    const uint32_t bound = 3u << 30;
    for (int drawn = 0, half = 0; drawn < 1000; half++) {
        struct numpy_generator at_word = words;
        uint64_t word = numpy_word(half % 2 == 0 ? &at_word : &words);
        uint32_t taken = (uint32_t)(half % 2 == 0 ? word : word >> 32);
        if (taken % 4 == 0)
            continue;
        assert_int_equal(numpy_below(&generator, bound), (uint64_t)taken * bound >> 32);
        drawn++;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(torch_words_are_exact),
        cmocka_unit_test(torch_seed_takes_low_32_bits),
        cmocka_unit_test(torch_int64_is_exact),
        cmocka_unit_test(torch_uniforms_are_exact),
        cmocka_unit_test(torch_uniform_rounds_a_range_once),
        cmocka_unit_test(torch_normals_match),
        cmocka_unit_test(torch_normal_matrix_matches),
        cmocka_unit_test(torch_keeps_the_second_normal),
        cmocka_unit_test(torch_permutations_are_exact),
        cmocka_unit_test(numpy_words_are_exact),
        cmocka_unit_test(numpy_indices_are_exact),
        cmocka_unit_test(numpy_choice_is_exact),
        cmocka_unit_test(numpy_halves_each_word),
        cmocka_unit_test(numpy_draws_surplus_again),
    };
    return cmocka_run_group_tests_name("rng", tests, NULL, NULL);
}
