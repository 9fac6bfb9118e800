/* Rows of one's own: NumPy's files, shards, names of matrices, and rows that memory does not hold.
 */
#include "activations/activations.h"
#include "activations/stored_rows.h"
#include "child.h"
#include "files/artifact.h"
#include "program/error.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

static char folder[] = "/tmp/rows.XXXXXX";

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state) {
    (void)state;
    char *command = text("rm -r '%s'", folder);
    int status = system(command);
    free(command);
    return status;
}

static char *in_folder(const char *name) {
    return text("%s/%s", folder, name);
}

/* A .npy file of that version: its header says so much of type, order and shape. */
static char *write_npy(const char *name, int version, const char *type, bool by_columns,
                       const char *shape, const void *data, size_t bytes) {
    char *path = in_folder(name);
    char *header = text("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n", type,
                        by_columns ? "True" : "False", shape);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    uint32_t length = (uint32_t)strlen(header);
    fprintf(file, "\x93NUMPY%c%c", version, 0);
    fwrite(&length, version == 1 ? 2 : 4, 1, file);
    fputs(header, file);
    assert_int_equal(fwrite(data, 1, bytes, file), bytes);
    assert_int_equal(fclose(file), 0);
    free(header);
    return path;
}

static char *write_matrix(const char *name, const char *tensor, enum tensor_type type, int rows,
                          int columns, const void *data) {
    char *path = in_folder(name);
    json_t *metadata = json_object();
    artifact_write(path, &(struct tensor){tensor, type, rows, columns, data}, 1, metadata);
    json_decref(metadata);
    return path;
}

/* The rows at `path`, which is freed, are this matrix. */
static void assert_rows(char *path, const char *tensor, int rows, int columns,
                        const float *expected) {
    struct activations found = activations_read(path, tensor);
    assert_int_equal(found.rows, rows);
    assert_int_equal(found.d_model, columns);
    for (int i = 0; i < rows * columns; i++)
        assert_true(activations_row(&found, i / columns)[i % columns] == expected[i]);
    activations_free(&found);
    free(path);
}

static const char *tensor_meant;

static void read_rows(const char *path) {
    struct activations rows = activations_read(path, tensor_meant);
    activations_free(&rows);
}

static void refused(char *path, const char *why) {
    assert_refused(read_rows, path, why);
    free(path);
}

static const float matrix[] = {0.5f, -1, 2, 3, 4.25f, -5};
static const float transposed[] = {0.5f, 3, -1, 4.25f, 2, -5};
static const double doubles[] = {0.5, -1, 2, 3, 4.25, -5};
static const uint16_t halves[] = {0x3800, 0xbc00, 0x4000, 0x4200, 0x4440, 0xc500};

static void test_numpy(void **state) {
    (void)state;
    for (int version = 1; version <= 3; version++)
        assert_rows(write_npy("a.npy", version, "<f4", false, "(2, 3)", matrix, sizeof matrix),
                    NULL, 2, 3, matrix);
    assert_rows(write_npy("a.npy", 1, "<f4", true, "(2, 3)", transposed, sizeof transposed), NULL,
                2, 3, matrix);
    assert_rows(write_npy("a.npy", 1, "<f8", false, "(2, 3)", doubles, sizeof doubles), NULL, 2, 3,
                matrix);
    assert_rows(write_npy("a.npy", 1, "<f2", false, "(2, 3)", halves, sizeof halves), NULL, 2, 3,
                matrix);
}

static void test_numpy_refused(void **state) {
    (void)state;
    refused(write_npy("a.npy", 1, "<f4", false, "(1, 2, 3)", matrix, sizeof matrix),
            "is [1, 2, 3], expected a matrix [rows, d_model]: reshape it to (-1, d_model)");
    refused(write_npy("a.npy", 1, "<f4", false, "(6,)", matrix, sizeof matrix),
            "is [6], expected a matrix [rows, d_model]");
    refused(write_npy("a.npy", 1, "<f4", false, "(6, 0)", matrix, 0),
            "is [6, 0], expected one or more rows and columns");
    refused(write_npy("a.npy", 1, "<f4", false, "(1, 6)", matrix, sizeof matrix),
            "all 1 rows are the same; expected rows that differ");
    refused(write_npy("a.npy", 1, "<i8", false, "(1, 3)", matrix, sizeof matrix),
            "holds whole numbers, expected F32, F64, F16 or BF16");
    char *object = write_npy("a.npy", 1, "|O", false, "(2, 3)", matrix, sizeof matrix);
    assert_damaged(read_rows, object, "expected");
    free(object);
    char *cut = write_npy("a.npy", 1, "<f4", false, "(2, 3)", matrix, sizeof matrix - 1);
    assert_damaged(read_rows, cut, "expected");
    free(cut);
    float nan[] = {1, 2, 3, 4, NAN, 6};
    refused(write_npy("a.npy", 1, "<f4", true, "(2, 3)", nan, sizeof nan),
            "row 0, column 2 (from 0) is nan; expected a number finite in float32");
}

/* shard_2 stands before shard_10, whatever their types; other files are not looked at. */
static void test_shards(void **state) {
    (void)state;
    char *shards = in_folder("shards");
    assert_int_equal(mkdir(shards, 0700), 0);
    refused(text("%s", shards), "a folder without files of rows, expected some that end in "
                                ".safetensors or .npy");
    free(write_npy("shards/shard_10.npy", 1, "<f4", false, "(1, 2)", matrix + 4, 8));
    free(write_npy("shards/shard_1.npy", 1, "<f8", false, "(1, 2)", doubles, 16));
    free(write_npy("shards/shard_2.npy", 2, "<f2", false, "(1, 2)", halves + 2, 4));
    free(write_npy("shards/.shard_3.npy", 2, "<f2", false, "(9,)", halves, 2));
    free(write_npy("shards/README.md", 2, "<f2", false, "(9,)", halves, 2));
    assert_rows(text("%s", shards), NULL, 3, 2, matrix);

    float nan[] = {7, NAN};
    free(write_npy("shards/shard_11.npy", 1, "<f4", false, "(1, 2)", nan, 8));
    refused(text("%s", shards), "row 0, column 1 (from 0) of shard_11.npy is nan");
    free(write_npy("shards/shard_11.npy", 1, "<f4", false, "(1, 3)", matrix, 12));
    char *why = text("its rows have 3 columns, but those of %s/shard_1.npy have 2; expected shards "
                     "of one width",
                     shards);
    struct ending ending = ending_of(read_rows, shards);
    char *line = text("%s/shard_11.npy: %s\n", shards, why);
    assert_string_equal(ending.message, line);
    free(line);
    free(why);
    free(write_matrix("shards/shard_12.safetensors", "x", TENSOR_F32, 1, 2, matrix));
    refused(text("%s", shards),
            "holds shard_1.npy and shard_12.safetensors, expected shards of one "
            "format");
    free(shards);
}

static void test_named(void **state) {
    (void)state;
    char *path = in_folder("two");
    json_t *metadata = json_object();
    struct tensor tensors[] = {{"blocks.0.resid", TENSOR_F32, 2, 3, matrix},
                               {"blocks.1.resid", TENSOR_F64, 3, 2, doubles},
                               {"bias", TENSOR_F32, 6, 0, matrix}};
    artifact_write(path, tensors, 3, metadata);
    json_decref(metadata);
    assert_rows(text("%s", path), "blocks.0.resid", 2, 3, matrix);
    assert_rows(text("%s", path), "blocks.1.resid", 3, 2, matrix);
    refused(text("%s", path),
            "holds 2 matrices of floats, none of them named activations; expected "
            "TENSOR=name with one of: blocks.0.resid, blocks.1.resid");
    tensor_meant = "blocks.2.resid";
    refused(text("%s", path), "holds no tensor blocks.2.resid, expected the name of one of its "
                              "matrices: blocks.0.resid, blocks.1.resid");
    tensor_meant = "bias";
    refused(path, "tensor bias is [6], expected a matrix [rows, d_model]");
    tensor_meant = NULL;
}

/* Tokens and labels may stand beside the rows, as whole numbers of any kind. */
static void test_beside(void **state) {
    (void)state;
    static const char *const types[] = {"I64", "U64", "U32", "U16", "U8"};
    static const int bytes[] = {8, 8, 4, 2, 1};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char *header = text("{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                            "\"tokens\":{\"dtype\":\"%s\",\"shape\":[1,1],\"data_offsets\":"
                            "[24,%d]}}",
                            types[i], 24 + bytes[i]);
        uint64_t length = strlen(header), tokens = 7;
        char *path = in_folder("beside");
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fwrite(&length, sizeof length, 1, file);
        fputs(header, file);
        fwrite(matrix, sizeof matrix, 1, file);
        fwrite(&tokens, (size_t)bytes[i], 1, file);
        assert_int_equal(fclose(file), 0);
        assert_rows(path, NULL, 2, 3, matrix);
        free(header);
    }
}

/* --- more rows than memory holds ---------------------------------------------------------------
 */

enum { MANY = 200000 };

static float many_entry(int i, int columns) {
    return (float)(i % 977) - (float)(i / columns % 31);
}

/* 200,000 rows, as float32 or as float64. */
static char *write_many(int columns, bool as_double) {
    size_t size = as_double ? sizeof(double) : sizeof(float),
           count = (size_t)MANY * (size_t)columns;
    char *data = room(count, size);
    for (size_t i = 0; i < count; i++) {
        double value = (double)many_entry((int)i, columns);
        float single = (float)value;
        memcpy(data + i * size, as_double ? (void *)&value : (void *)&single, size);
    }
    char *path =
        write_matrix("many", "x", as_double ? TENSOR_F64 : TENSOR_F32, MANY, columns, data);
    free(data);
    return path;
}

/* Read the rows with less memory of its own than the matrix takes, and look at each entry. */
static void read_in_little_memory(const char *path) {
    setenv("MEMORY", "1", 1);
    struct activations rows = activations_read(path, NULL);
    for (int i = 0; i < rows.rows * rows.d_model; i++)
        if (activations_row(&rows, i / rows.d_model)[i % rows.d_model] !=
            many_entry(i, rows.d_model))
            _exit(3);
    activations_free(&rows);
}

static void limit_memory(void) {
    struct rlimit limit = {24 << 20, 24 << 20};
    if (setrlimit(RLIMIT_DATA, &limit) != 0)
        _exit(3);
}

static void with_limit(const char *path) {
    limit_memory();
    read_in_little_memory(path);
}

static void held_with_limit(const char *path) {
    limit_memory();
    read_rows(path);
}

/* 32 columns are 25.6 MB, as are 33 with padding (38 MB): RLIMIT_DATA leaves 24 MB of memory, in
 * which the same rows do not fit where they are held. */
static void test_rows_are_mapped(void **state) {
    (void)state;
    /* the sanitizer and an emulator have memory of their own */
#if defined __SANITIZE_ADDRESS__ || !defined __x86_64__
    skip();
#endif
    static const struct {
        int columns;
        bool as_double;
    } cases[] = {{32, false}, {33, false}, {32, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = write_many(cases[i].columns, cases[i].as_double);
        struct ending ending = ending_of(with_limit, path);
        assert_string_equal(ending.message, "");
        assert_int_equal(ending.status, 0);
        ending = ending_of(held_with_limit, path);
        assert_non_null(strstr(ending.message, "out of memory"));
        free(path);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numpy),  cmocka_unit_test(test_numpy_refused),
        cmocka_unit_test(test_shards), cmocka_unit_test(test_named),
        cmocka_unit_test(test_beside), cmocka_unit_test(test_rows_are_mapped),
    };
    return cmocka_run_group_tests_name("stored rows", tests, make_folder, remove_folder);
}
