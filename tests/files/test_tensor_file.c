/* Files of tensors of each format: the same numbers, wherever and in whatever order they lie.
 * reference/make.py wrote the files. */
#include "files/tensor_file.h" /* before cmocka.h, which folder.h includes */

#include "files/folder.h"
#include <math.h>

#define REFERENCE "tests/files/reference/"

/* Element i of a storage, as make.py has it. */
static double number(int64_t i) {
    return (double)i / 4 - 2;
}

/* The same as an element of that type. */
static double number_as(enum element_type type, int64_t i) {
    switch (type) {
    case ELEMENT_I64:
    case ELEMENT_I32:
    case ELEMENT_I16:
    case ELEMENT_I8:
        return trunc(number(i));
    case ELEMENT_U8:
        return (uint8_t)(int)number(i);
    case ELEMENT_BOOL:
        return number(i) != 0;
    default:
        return number(i);
    }
}

/* The tensor has that shape (which a size of -1 ends), and element [i, j, ...] is element
 * `offset` + i * strides[0] + j * strides[1] + ... of its storage. */
static void assert_tensor(const struct tensor_file *file, const char *name, enum element_type type,
                          const int64_t *shape, int64_t offset, const int64_t *strides) {
    const struct stored_tensor *tensor = tensor_named(file, name);
    if (tensor == NULL)
        fail_msg("%s: no tensor %s", file->path, name);
    assert_int_equal(tensor->type, type);
    int64_t elements = 1;
    int dimensions = 0;
    for (; shape[dimensions] >= 0; dimensions++) {
        assert_int_equal(tensor->shape[dimensions], shape[dimensions]);
        elements *= shape[dimensions];
    }
    assert_int_equal(tensor->dimensions, dimensions);
    assert_int_equal(tensor_elements(tensor), elements);
    float *singles = allocate((size_t)elements, sizeof *singles);
    double *doubles = allocate((size_t)elements, sizeof *doubles);
    tensor_to_float32(tensor, singles);
    tensor_to_float64(tensor, doubles);
    for (int64_t i = 0; i < elements; i++) {
        int64_t place = offset, rest = i;
        for (int d = dimensions - 1; d >= 0; rest /= shape[d--])
            place += rest % shape[d] * strides[d];
        if (doubles[i] != number_as(type, place) || singles[i] != (float)doubles[i])
            fail_msg("%s: %s: element %jd is %g and %g, expected %g", file->path, name, (intmax_t)i,
                     doubles[i], singles[i], number_as(type, place));
    }
    free(singles);
    free(doubles);
}

#define NUMBERS(...) ((const int64_t[]){__VA_ARGS__})

static const char constants[] =
    "{\"inner\":{\"rate\":0.25,\"note\":\"caf\xc3\xa9\"},"
    "\"constants\":{\"whole\":-3,\"large\":1099511627776,\"negative\":-1099511627776,\"least\":-"
    "9223372036854775808,"
    "\"none\":null,\"yes\":true,\"no\":false,\"nothing\":{},\"tuple\":[1,[2,3],4,[5,6,7,8]],"
    "\"list\":[\"a\",\"b\"],\"one\":[1],\"far\":\"Infinity\",\"not\":\"NaN\","
    "\"7\":\"key of a number\"}}";

/* Several tensors in one storage, transposed, a part, repeated, in dicts; and what is no tensor. */
static void assert_state(const char *path) {
    struct tensor_file file = tensor_file_read(path);
    assert_int_equal(file.count, 8);
    assert_tensor(&file, "matrix", ELEMENT_F32, NUMBERS(4, 6, -1), 0, NUMBERS(6, 1));
    assert_tensor(&file, "transposed", ELEMENT_F32, NUMBERS(6, 4, -1), 0, NUMBERS(1, 6));
    assert_tensor(&file, "part", ELEMENT_F32, NUMBERS(2, 2, -1), 7, NUMBERS(6, 1));
    assert_tensor(&file, "repeated", ELEMENT_F64, NUMBERS(2, 2, -1), 1, NUMBERS(0, 1));
    assert_tensor(&file, "k", ELEMENT_I64, NUMBERS(-1), 0, NULL);
    assert_tensor(&file, "empty", ELEMENT_F64, NUMBERS(0, 5, -1), 0, NUMBERS(5, 1));
    assert_tensor(&file, "inner.vector", ELEMENT_F64, NUMBERS(3, -1), 0, NUMBERS(1));
    assert_tensor(&file, "tensors.vector", ELEMENT_F64, NUMBERS(2, -1), 1, NUMBERS(1));
    assert_null(tensor_named(&file, "inner"));
    assert_ptr_equal(tensor_named(&file, "matrix")->data, tensor_named(&file, "transposed")->data);
    char *json = json_dumps(file.constants, JSON_COMPACT);
    assert_string_equal(json, constants);
    free(json);
    tensor_file_free(&file);
}

static void test_state_dicts(void **state) {
    (void)state;
    assert_state(REFERENCE "state.pt");
    assert_state(REFERENCE "state_protocol4.pt");
}

/* The types that a file has, [3, 4] each, under NumPy's names. */
static void assert_types(const struct tensor_file *file, int has_bf16) {
    static const char *const names[] = {"f8", "f4", "f2", "bf16", "i8",
                                        "i4", "i2", "i1", "u1",   "b1"};
    for (int type = 0; type <= ELEMENT_BOOL; type++)
        if (type != ELEMENT_BF16 || has_bf16)
            assert_tensor(file, names[type], (enum element_type)type, NUMBERS(3, 4, -1), 0,
                          NUMBERS(4, 1));
}

static void test_types(void **state) {
    (void)state;
    struct tensor_file file = tensor_file_read(REFERENCE "types.pt");
    assert_types(&file, 1);
    assert_int_equal(file.count, ELEMENT_BOOL + 1);
    assert_int_equal(json_object_size(file.constants), 0);
    tensor_file_free(&file);
    file = tensor_file_read(REFERENCE "types.safetensors");
    assert_types(&file, 1);
    assert_tensor(&file, "cube", ELEMENT_F32, NUMBERS(2, 3, 2, -1), 0, NUMBERS(6, 2, 1));
    assert_tensor(&file, "scalar", ELEMENT_F32, NUMBERS(-1), 0, NULL);
    assert_tensor(&file, "empty", ELEMENT_F32, NUMBERS(0, 3, -1), 0, NUMBERS(3, 1));
    assert_string_equal(json_string_value(json_object_get(file.constants, "format")), "pt");
    tensor_file_free(&file);
}

static void test_arrays(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct tensor_file file =
            tensor_file_read(i == 0 ? REFERENCE "stored.npz" : REFERENCE "compressed.npz");
        assert_types(&file, 0);
        assert_tensor(&file, "fortran", ELEMENT_F32, NUMBERS(2, 3, 4, -1), 0, NUMBERS(12, 4, 1));
        assert_tensor(&file, "scalar", ELEMENT_F32, NUMBERS(-1), 0, NULL);
        assert_int_equal(file.count, ELEMENT_BOOL + 2);
        tensor_file_free(&file);
    }
    static const char *const arrays[] = {REFERENCE "rows.npy", REFERENCE "version2.npy",
                                         REFERENCE "version3.npy"};
    for (int i = 0; i < 3; i++) {
        struct tensor_file file = tensor_file_read(arrays[i]);
        assert_int_equal(file.count, 1);
        assert_tensor(&file, "tensor", ELEMENT_F32, NUMBERS(3, 4, -1), 0, NUMBERS(4, 1));
        tensor_file_free(&file);
    }
}

static void test_a_pt_that_is_one_tensor(void **state) {
    (void)state;
    struct tensor_file file = tensor_file_read(REFERENCE "tensor.pt");
    assert_int_equal(file.count, 1);
    assert_tensor(&file, "tensor", ELEMENT_F32, NUMBERS(2, 3, -1), 0, NUMBERS(3, 1));
    assert_true(json_is_object(file.constants));
    tensor_file_free(&file);
}

static void test_a_large_table_of_tensors(void **state) {
    (void)state;
    enum { TENSORS = 1000 };
    json_t *header = json_object();
    for (int i = 0; i < TENSORS; i++) {
        char *name = text("layer%d", i);
        json_object_set_new(header, name,
                            json_pack("{s:s,s:[i],s:[ii]}", "dtype", "I32", "shape", 1,
                                      "data_offsets", 4 * i, 4 * i + 4));
        free(name);
    }
    char *json = json_dumps(header, JSON_COMPACT);
    struct tensor_file file = tensor_file_read(write_parts(json, (size_t)4 * TENSORS));
    assert_int_equal(file.count, TENSORS);
    assert_string_equal(tensor_named(&file, "layer999")->name, "layer999");
    tensor_file_free(&file);
    free(json);
    json_decref(header);
}

static void test_values_of_half_precision(void **state) {
    (void)state;
    static const struct {
        uint16_t bits;
        double value;
    } halves[] = {{0, 0},
                  {0x0001, 0x1p-24},
                  {0x03ff, 0x3ffp-24},
                  {0x0400, 0x1p-14},
                  {0x8401, -0x401p-24},
                  {0x3c00, 1},
                  {0xbc01, -(1 + 0x1p-10)},
                  {0x7bff, 65504},
                  {0x7c00, INFINITY},
                  {0xfc00, -INFINITY}};
    struct stored_tensor half = {.type = ELEMENT_F16}, bfloat = {.type = ELEMENT_BF16};
    float single;
    double value;
    for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
        half.data = &halves[i].bits;
        tensor_to_float32(&half, &single);
        tensor_to_float64(&half, &value);
        assert_true(single == halves[i].value && value == halves[i].value);
    }
    half.data = &(uint16_t){0x7e00};
    tensor_to_float32(&half, &single);
    assert_true(isnan(single));
    half.data = &(uint16_t){0x8000};
    tensor_to_float32(&half, &single);
    assert_true(single == 0 && signbit(single));
    bfloat.data = &(uint16_t){0xc049};
    tensor_to_float32(&bfloat, &single);
    assert_true(single == -3.140625f);
}

/* A tensor in memory whose dimensions lie in any order, and on no boundary. */
static void test_any_strides(void **state) {
    (void)state;
    enum { A = 3, B = 70, C = 45, D = 2 };
    static const int64_t strides[][4] = {{B * C * D, C * D, D, 1},
                                         {1, A, A * B, A * B * C},
                                         {D, A * D, A * B * D, 1},
                                         {B, 1, A * B, A * B * C}};
    char *bytes = allocate((size_t)A * B * C * D + 1, sizeof(float));
    for (int i = 0; i < A * B * C * D; i++)
        memcpy(bytes + 1 + (size_t)i * sizeof(float), &(float){(float)i}, sizeof(float));
    float *values = allocate((size_t)A * B * C * D, sizeof *values);
    for (size_t s = 0; s < sizeof strides / sizeof strides[0]; s++) {
        struct stored_tensor tensor = {
            .type = ELEMENT_F32, .dimensions = 4, .shape = {A, B, C, D}, .data = bytes + 1};
        memcpy(tensor.strides, strides[s], sizeof strides[s]);
        tensor_to_float32(&tensor, values);
        const float *value = values;
        for (int64_t a = 0; a < A; a++)
            for (int64_t b = 0; b < B; b++)
                for (int64_t c = 0; c < C; c++)
                    for (int64_t d = 0; d < D; d++)
                        assert_true(*value++ == (float)(a * strides[s][0] + b * strides[s][1] +
                                                        c * strides[s][2] + d * strides[s][3]));
    }
    free(values);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_state_dicts),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_arrays),
        cmocka_unit_test(test_a_pt_that_is_one_tensor),
        cmocka_unit_test(test_a_large_table_of_tensors),
        cmocka_unit_test(test_values_of_half_precision),
        cmocka_unit_test(test_any_strides),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
