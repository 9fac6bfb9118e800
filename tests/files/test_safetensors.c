/* The safetensors format: what is malformed is refused, both when written and when read. */
#include "files/example.h"

static void write_number_as_metadata(const char *path) {
    artifact_write(path, NULL, 0, json_pack("{s:i}", "seed", 42));
}

static void write_same_name_twice(const char *path) {
    struct tensor twice[] = {{"same", TENSOR_F32, 3, 0, weights},
                             {"same", TENSOR_F32, 3, 0, weights}};
    artifact_write(path, twice, 2, json_object());
}

static void write_empty_tensor(const char *path) {
    struct tensor empty = {"nothing", TENSOR_F32, 0, 3, weights};
    artifact_write(path, &empty, 1, json_object());
}

static void test_what_could_not_be_read_is_not_written(void **state) {
    (void)state;
    const char *path = in_folder("unwritten");
    assert_refused(write_number_as_metadata, path, "metadata seed is not a string");
    assert_refused(write_same_name_twice, path, "2 tensors need different names");
    assert_refused(write_empty_tensor, path, "tensor nothing is [0, 3]");
    assert_int_equal(access(path, F_OK), -1);
}

/* A header of one tensor t. */
#define ENTRY(type, shape, offsets)                                                                \
    "{\"t\":{\"dtype\":\"" type "\",\"shape\":" shape ",\"data_offsets\":" offsets "}}"

static const struct {
    const char *header;
    size_t data;
    const char *why;
} malformed[] = {
    {"", 0, "header of 0 bytes is not valid JSON"},
    {"{\"t\":", 0, "header of 5 bytes is not valid JSON at byte 5"},
    {"{} more", 0, "not valid JSON"},
    {"{\"t\n\":1}", 0, "not valid JSON"},
    {"{\"a\":1,\"a\":1}", 0, "not valid JSON"},
    {"[]", 0, "not a JSON object"},
    {"{\"__metadata__\":[]}", 0, "__metadata__ is not a JSON object"},
    {"{\"__metadata__\":{\"seed\":42}}", 0, "__metadata__ holds more than strings"},
    {"{\"t\":1}", 0, "{\"t\":1}; expected dtype, shape and two data_offsets"},
    {"{\"\xc3\xa9\":1}", 0, "{\"\\u00E9\":1}; expected dtype"},
    {"{\"t\\nx\":1}", 0, "{\"t\\nx\":1}; expected dtype"},
    {"{\"t\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "expected dtype, shape and two data_offsets"},
    {ENTRY("F32", "[1]", "[0]"), 4, "expected dtype, shape and two data_offsets"},
    {ENTRY("F32", "[1]", "[0,4,8]"), 4, "expected dtype, shape and two data_offsets"},
    {ENTRY("F32", "[1]", "[0,4.5]"), 4, "expected dtype, shape and two data_offsets"},
    {ENTRY("C64", "[1]", "[0,8]"), 8, "\"C64\""},
    {ENTRY("F3", "[1]", "[0,4]"), 4, "expected a type of the format, such as F32"},
    {ENTRY("", "[1]", "[0,4]"), 4, "expected a type of the format, such as F32"},
    {ENTRY("F16", "[2,2]", "[0,16]"), 16, "as far apart as type and shape say"},
    {ENTRY("BF16", "[1,1,1]", "[0,2]"), 2, "expected one or two dimensions"},
    {ENTRY("I64", "[2,2,2]", "[0,32]"), 32, "as far apart as type and shape say"},
    {ENTRY("I64", "[-1]", "[0,8]"), 8, "as far apart as type and shape say"},
    {ENTRY("I64", "8", "[0,8]"), 8, "as far apart as type and shape say"},
    {ENTRY("U8", "[4294967296,4294967296]", "[0,0]"), 0, "as far apart as type and shape say"},
    {ENTRY("U8", "[1]", "[0,1]"), 2, "2 bytes of data; expected the 1 of its tensors"},
    {ENTRY("F32", "4", "[0,4]"), 4, "expected one or two dimensions"},
    {ENTRY("F32", "[]", "[0,4]"), 4, "expected one or two dimensions"},
    {ENTRY("F32", "[1,1,1]", "[0,4]"), 4, "expected one or two dimensions"},
    {ENTRY("F32", "[0,128]", "[0,0]"), 0, "expected one or more rows and columns"},
    {ENTRY("F32", "[4,0]", "[0,0]"), 0, "expected one or more rows and columns"},
    {ENTRY("F32", "[-1,-1]", "[0,4]"), 4, "expected one or more rows and columns"},
    {ENTRY("F32", "[1.5]", "[0,4]"), 4, "expected one or more rows and columns"},
    {ENTRY("F32", "[\"1\"]", "[0,4]"), 4, "expected one or more rows and columns"},
    {ENTRY("F32", "[4294967297]", "[0,4]"), 4, "expected one or more rows and columns"},
    {ENTRY("F32", "[99999999999999999999]", "[0,4]"), 4, "not valid JSON"},
    {ENTRY("F32", "[2]", "[0,8]"), 4, "is it truncated?"},
    {ENTRY("F32", "[2]", "[4,12]"), 8, "is it truncated?"},
    {ENTRY("F32", "[1]", "[-4,0]"), 8, "data_offsets within"},
    {ENTRY("F32", "[1]", "[8,4]"), 8, "data_offsets within"},
    {ENTRY("F32", "[1]", "[9223372036854775804,9223372036854775807]"), 8, "data_offsets within"},
    {ENTRY("F32", "[2]", "[0,4]"), 4, "as far apart as type and shape say"},
    {ENTRY("F64", "[1]", "[0,4]"), 4, "as far apart as type and shape say"},
    {ENTRY("F32", "[1]", "[0,5]"), 5, "as far apart as type and shape say"},
    /* 8 times rows times columns is 2^64 + 537552. */
    {ENTRY("F64", "[1073764994,2147437309]", "[0,537552]"), 537552, "as far apart as type"},
    {ENTRY("F32", "[1]", "[0,4]"), 8, "8 bytes of data; expected the 4 of its tensors"},
    {ENTRY("F32", "[1]", "[4,8]"), 8, "gaps or overlaps"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
     "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
     12, "gaps or overlaps"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
     "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
     4, "gaps or overlaps"},
    {"{}", 1, "1 bytes of data; expected the 0 of its tensors"},
};

static void test_malformed_files(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        assert_damaged(read_any_and_free, write_parts(malformed[i].header, malformed[i].data),
                       malformed[i].why);
}

static void test_order_is_that_of_the_data(void **state) {
    (void)state;
    const char *path =
        write_parts("{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8],\"more\":0},"
                    "\"a\":{\"shape\":[1,1],\"data_offsets\":[0,4],\"dtype\":\"F32\"}}  ",
                    8);
    struct artifact artifact = safetensors_read(path);
    assert_int_equal(artifact.count, 2);
    assert_string_equal(artifact.tensors[0].name, "a");
    assert_string_equal(artifact.tensors[1].name, "b");
    assert_int_equal(json_object_size(artifact.metadata), 0);
    artifact_free(&artifact);
}

/* Tensors that are not read count as data, whatever their shape, and are left out. */
static void test_other_types_are_left_out(void **state) {
    (void)state;
    const char *path =
        write_parts("{\"rows\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[17,21]},"
                    "\"none\":{\"dtype\":\"BOOL\",\"shape\":[0],\"data_offsets\":[17,17]},"
                    "\"tokens\":{\"dtype\":\"I64\",\"shape\":[1,2,1],\"data_offsets\":[0,16]},"
                    "\"one\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[16,17]}}",
                    21);
    struct artifact artifact = safetensors_read(path);
    assert_int_equal(artifact.count, 1);
    assert_string_equal(artifact.tensors[0].name, "rows");
    assert_int_equal(artifact.tensors[0].columns, 2);
    assert_ptr_equal(artifact.tensors[0].data, (char *)artifact.content + 17);
    artifact_free(&artifact);
}

static void test_no_safetensors_files(void **state) {
    (void)state;
    assert_refused(read_and_free, in_folder("missing"), "cannot read: No such file or directory");
    assert_damaged(read_and_free, folder, "cannot read: is a folder");
    assert_damaged(read_and_free, "/dev/zero", "cannot read: is a special file");
    const char *path = in_folder("short");
    write_bytes(path, "", 0);
    assert_damaged(read_and_free, path, "0 bytes; expected 8");
    write_bytes(path, "1234567", 7);
    assert_damaged(read_and_free, path, "7 bytes; expected 8");
    write_bytes(path, "\3\0\0\0\0\0\0\0{}", 10);
    assert_damaged(read_and_free, path, "header of 3 bytes in a file of 10");
    write_bytes(path, "\377\377\377\377\377\377\377\377{}", 10);
    assert_damaged(read_and_free, path, "header of 18446744073709551615 bytes in a file of 10");
    write_bytes(path, "\1\341\365\5\0\0\0\0{}", 10);
    assert_int_equal(truncate(path, 200000000), 0);
    assert_damaged(read_and_free, path, "header of 100000001 bytes; expected at most 100000000");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_could_not_be_read_is_not_written),
        cmocka_unit_test(test_malformed_files),
        cmocka_unit_test(test_order_is_that_of_the_data),
        cmocka_unit_test(test_other_types_are_left_out),
        cmocka_unit_test(test_no_safetensors_files),
    };
    return cmocka_run_group_tests_name("safetensors", tests, make_folder, remove_folder);
}
