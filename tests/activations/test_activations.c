/* Activation rows: what is taken from a file, and which files are refused. */
#include "activations/activations.h"
#include "child.h"
#include "files/artifact.h"
#include "program/error.h"

#include <math.h>
#include <stdlib.h>

static char *path;

/* The one file that every test writes anew. */
static int name_file(void **state) {
    (void)state;
    const char *parent = getenv("TMPDIR");
    path = text("%s/activations.XXXXXX", parent != NULL ? parent : "/tmp");
    int descriptor = mkstemp(path);
    return descriptor < 0 || close(descriptor) != 0;
}

static int remove_file(void **state) {
    (void)state;
    int status = unlink(path);
    free(path);
    return status;
}

static void write_tensors(const struct tensor *tensors, size_t count) {
    json_t *metadata = json_object();
    artifact_write(path, tensors, count, metadata);
    json_decref(metadata);
}

static void write_bytes(const char *bytes, size_t count) {
    FILE *stream = fopen(path, "w");
    assert_int_equal(fwrite(bytes, 1, count, stream), count);
    assert_int_equal(fclose(stream), 0);
}

static void read_and_free(const char *file) {
    struct activations activations = activations_read(file, NULL);
    activations_free(&activations);
}

/* activations_read(path, NULL) is this matrix, its padding zero. */
static void assert_rows(int rows, int d_model, const float *expected) {
    struct activations activations = activations_read(path, NULL);
    assert_int_equal(activations.rows, rows);
    assert_int_equal(activations.d_model, d_model);
    assert_int_equal(activations.stride, row_stride(d_model));
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < activations.stride; column++) {
            float value = column < d_model ? expected[row * d_model + column] : 0;
            assert_true(activations.values[row * activations.stride + column] == value);
        }
    activations_free(&activations);
}

static float numbers[34] = {1, -2, 0.5f};

static void test_new_rows_are_zero(void **state) {
    (void)state;
    struct activations activations = activations_new(3, 17);
    assert_int_equal(activations.rows, 3);
    assert_int_equal(activations.d_model, 17);
    assert_int_equal((uintptr_t)activations.values % 64, 0);
    for (int i = 0; i < 3 * 32; i++)
        assert_true(activations.values[i] == 0);
    activations_free(&activations);
    assert_null(activations.values);
}

static void test_float32(void **state) {
    (void)state;
    for (int i = 0; i < 34; i++)
        numbers[i] = (float)(i + 1) / 7;
    write_tensors(&(struct tensor){"rows", TENSOR_F32, 2, 17, numbers}, 1);
    assert_rows(2, 17, numbers);
    write_tensors(&(struct tensor){"rows", TENSOR_F32, 2, 16, numbers}, 1);
    assert_rows(2, 16, numbers);
    write_tensors(&(struct tensor){"rows", TENSOR_F32, 34, 1, numbers}, 1);
    assert_rows(34, 1, numbers);
}

static void test_float64_is_rounded(void **state) {
    (void)state;
    const double doubles[] = {0.1, 1 + 0x1p-24, 1 + 0x1.8p-23, -1e-50};
    const float rounded[] = {0.1f, 1, 1 + 0x1p-22f, 0};
    write_tensors(&(struct tensor){"rows", TENSOR_F64, 2, 2, doubles}, 1);
    assert_rows(2, 2, rounded);
}

/* One float32 before them puts the doubles on a boundary of 4. */
static void test_one_of_several_by_name(void **state) {
    (void)state;
    const double doubles[] = {1, 2, 3};
    const float expected[] = {1, 2, 3};
    struct tensor tensors[] = {{"other", TENSOR_F32, 1, 0, numbers},
                               {"activations", TENSOR_F64, 3, 1, doubles},
                               {"another", TENSOR_F32, 2, 2, numbers}};
    write_tensors(tensors, 3);
    assert_rows(3, 1, expected);
}

/* Every number of 16 bits is what it is in float32; those that are not finite are refused. */
static void assert_widened(enum tensor_type type, int fraction_bits, int bias) {
    int exponents = 1 << (15 - fraction_bits), fractions = 1 << fraction_bits;
    for (int exponent = 0; exponent < exponents - 1; exponent++) {
        uint16_t *halves = allocate(2 * (size_t)fractions, sizeof *halves);
        float *expected = allocate(2 * (size_t)fractions, sizeof *expected);
        for (int i = 0; i < fractions; i++) {
            double size = exponent ? ldexp(1 + (double)i / fractions, exponent - bias)
                                   : ldexp((double)i / fractions, 1 - bias);
            halves[i] = (uint16_t)(exponent << fraction_bits | i);
            halves[fractions + i] = halves[i] | 0x8000;
            expected[i] = (float)size;
            expected[fractions + i] = -(float)size;
        }
        write_tensors(&(struct tensor){"rows", type, 2, fractions, halves}, 1);
        assert_rows(2, fractions, expected);
        free(halves);
        free(expected);
    }
    for (int fraction = 0; fraction < 2; fraction++) {
        uint16_t beyond[] = {0, (uint16_t)((exponents - 1) << fraction_bits | fraction)};
        write_tensors(&(struct tensor){"rows", type, 2, 1, beyond}, 1);
        assert_refused(read_and_free, path,
                       fraction ? "row 1, column 0 (from 0) is nan; expected a number"
                                : "row 1, column 0 (from 0) is inf; expected a number");
    }
}

static void test_16_bits_are_widened(void **state) {
    (void)state;
    assert_widened(TENSOR_F16, 10, 15);
    assert_widened(TENSOR_BF16, 7, 127);
}

static void test_rows_that_do_not_differ(void **state) {
    (void)state;
    const float same[] = {1, 2, 1, 2, 1, 2}, differing[] = {1, 2, 1, 2, 1, 3};
    write_tensors(&(struct tensor){"rows", TENSOR_F32, 3, 2, same}, 1);
    assert_refused(read_and_free, path, "all 3 rows are the same; expected rows that differ");
    write_tensors(&(struct tensor){"rows", TENSOR_F32, 1, 6, differing}, 1);
    assert_refused(read_and_free, path, "all 1 rows are the same; expected rows that differ");
    write_tensors(&(struct tensor){"rows", TENSOR_F32, 3, 2, differing}, 1);
    assert_rows(3, 2, differing);
}

/* The only matrix of floats is taken, whatever stands beside it. */
static void test_the_only_matrix(void **state) {
    (void)state;
    const char tokens[] = "\xb5\0\0\0\0\0\0\0"
                          "{\"tokens\":{\"dtype\":\"I64\",\"shape\":[2,1],\"data_offsets\":[1,17]},"
                          "\"flag\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]},"
                          "\"rows\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[17,25]}}";
    char bytes[sizeof tokens - 1 + 25] = {0};
    const float expected[] = {0.5f, -3};
    memcpy(bytes, tokens, sizeof tokens - 1);
    memcpy(bytes + sizeof tokens - 1 + 17, expected, sizeof expected);
    bytes[0] = (char)(sizeof tokens - 1 - 8);
    write_bytes(bytes, sizeof bytes);
    assert_rows(2, 1, expected);
    struct tensor tensors[] = {{"labels", TENSOR_F32, 4, 0, numbers},
                               {"rows", TENSOR_F32, 2, 1, expected}};
    write_tensors(tensors, 2);
    assert_rows(2, 1, expected);
}

static void test_refused_tensors(void **state) {
    (void)state;
    struct tensor tensors[] = {{"first", TENSOR_F32, 2, 2, numbers},
                               {"second", TENSOR_F32, 2, 2, numbers}};
    write_tensors(tensors, 2);
    assert_refused(read_and_free, path,
                   "holds 2 matrices of floats, none of them named activations; expected "
                   "TENSOR=name with one of: first, second");
    write_tensors(tensors, 0);
    assert_refused(read_and_free, path, "holds 0 tensors of floats");
    write_tensors(&(struct tensor){"rows", TENSOR_F32, 4, 0, numbers}, 1);
    assert_refused(read_and_free, path, "tensor rows is [4], expected a matrix [rows, d_model]");
}

static void test_refused_entries(void **state) {
    (void)state;
    float values[6] = {0};
    struct tensor tensor = {"rows", TENSOR_F32, 2, 3, values};
    values[5] = NAN;
    write_tensors(&tensor, 1);
    assert_refused(read_and_free, path, "row 1, column 2 (from 0) is nan; expected a number");
    values[1] = -INFINITY;
    write_tensors(&tensor, 1);
    assert_refused(read_and_free, path, "row 0, column 1 (from 0) is -inf; expected a number");
    const double large[] = {1, 1e39};
    write_tensors(&(struct tensor){"rows", TENSOR_F64, 2, 1, large}, 1);
    assert_refused(read_and_free, path, "row 1, column 0 (from 0) is 1e+39; expected a number");
}

static void test_refused_files(void **state) {
    (void)state;
    const char no_rows[] =
        "\x44\0\0\0\0\0\0\0{\"activations\":{\"dtype\":\"F32\",\"shape\":[0,128],"
        "\"data_offsets\":[0,0]}}  ";
    const char half[] = "\x44\0\0\0\0\0\0\0{\"activations\":{\"dtype\":\"F16\",\"shape\":[1,1],"
                        "\"data_offsets\":[0,2]}}    xx";
    write_bytes(no_rows, 8 + 0x44);
    assert_refused(read_and_free, path, "is [0, 128], expected one or more rows and columns");
    write_bytes(half, 40);
    assert_damaged(read_and_free, path, "truncated or not a safetensors file");
    write_bytes("row,column,value\n1,2,3\n", 23);
    assert_damaged(read_and_free, path, "truncated or not a safetensors file");
    assert_refused(read_and_free, "/nowhere/rows.safetensors", "No such file or directory");
    assert_refused(read_and_free, "/", "a folder without files of rows");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_rows_are_zero),
        cmocka_unit_test(test_float32),
        cmocka_unit_test(test_float64_is_rounded),
        cmocka_unit_test(test_one_of_several_by_name),
        cmocka_unit_test(test_refused_tensors),
        cmocka_unit_test(test_refused_entries),
        cmocka_unit_test(test_refused_files),
        cmocka_unit_test(test_16_bits_are_widened),
        cmocka_unit_test(test_rows_that_do_not_differ),
        cmocka_unit_test(test_the_only_matrix),
    };
    return cmocka_run_group_tests_name("activations", tests, name_file, remove_file);
}
