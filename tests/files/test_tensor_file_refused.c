/* Damaged and hostile files of tensors: each ends the program with one line. */
#define _GNU_SOURCE            /* memmem */
#include "files/tensor_file.h" /* before cmocka.h, which folder.h includes */

#include "files/archive_writer.h"
#include "files/folder.h"

#define REFERENCE "tests/files/reference/"

static void read_and_free(const char *path) {
    struct tensor_file file = tensor_file_read(path);
    tensor_file_free(&file);
}

static void test_no_files_of_tensors(void **state) {
    (void)state;
    assert_refused(read_and_free, in_folder("missing"), "cannot read: No such file or directory");
    assert_damaged(read_and_free, folder, "is a folder, expected a file of tensors");
    assert_damaged(read_and_free, "/dev/zero", "is a special file, expected a file of tensors");
    const char *path = in_folder("none");
    write_bytes(path, "", 0);
    assert_damaged(read_and_free, path, "is empty, expected a file of tensors");
    write_bytes(path, "1234567", 7);
    assert_damaged(read_and_free, path, "not a safetensors file: 7 bytes");
    write_bytes(path, "a line of text", 14);
    assert_damaged(read_and_free, path, "truncated or not a safetensors file: header of");
    write_bytes(path, "\x80\2\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19.", 15);
    assert_damaged(read_and_free, path, "is a .pt as torch before 1.6 wrote it, expected one of");
}

/* ---- Damage ---- */

/* The state of reference/state.pt, to which what a damaged copy gives is compared. */
static struct tensor_file whole;

enum { OTHER_NUMBERS = 99 };

/* Exit with OTHER_NUMBERS if the file is read and differs from `whole`. */
static void read_and_compare(const char *path) {
    struct tensor_file file = tensor_file_read(path);
    int is_same = file.count == whole.count && json_equal(file.constants, whole.constants);
    for (size_t i = 0; is_same && i < whole.count; i++) {
        const struct stored_tensor *tensor = &whole.tensors[i];
        const struct stored_tensor *read = tensor_named(&file, tensor->name);
        size_t size = (size_t)tensor_elements(tensor) * sizeof(double);
        is_same = read != NULL && tensor_elements(read) == tensor_elements(tensor);
        double *expected = allocate(size, 1), *values = allocate(size, 1);
        tensor_to_float64(tensor, expected);
        if (is_same)
            tensor_to_float64(read, values);
        is_same = is_same && memcmp(values, expected, size) == 0;
    }
    _exit(is_same ? 0 : OTHER_NUMBERS);
}

/* One bit of a byte is turned, of every `step`-th byte in turn: the .pt is refused, or still holds
 * the same. A safetensors file and a .npy have no checksum: they are read as something or refused.
 */
static void assert_flips(const char *name, int has_checksum, size_t step) {
    size_t size;
    char *bytes = bytes_of(name, &size);
    const char *path = in_folder("flipped");
    for (size_t i = 0; i < size; i += step) {
        bytes[i] ^= (char)(1 << i % 8);
        write_bytes(path, bytes, size);
        bytes[i] ^= (char)(1 << i % 8);
        struct ending ending = ending_of(has_checksum ? read_and_compare : read_and_free, path);
        if (ending.status != 0 && !is_refusal(&ending, path, DAMAGED))
            fail_msg("%s, bit %zu of byte %zu turned: status %d, \"%s\"", name, i % 8, i,
                     ending.status, ending.message);
    }
    free(bytes);
}

static void test_turned_bits(void **state) {
    (void)state;
    whole = tensor_file_read(REFERENCE "state.pt");
    assert_flips(REFERENCE "state.pt", 1, 1);
    tensor_file_free(&whole);
    whole = tensor_file_read(REFERENCE "state_protocol4.pt");
    assert_flips(REFERENCE "state_protocol4.pt", 1, 3);
    tensor_file_free(&whole);
    assert_flips(REFERENCE "compressed.npz", 0, 5);
    assert_flips(REFERENCE "types.safetensors", 0, 5);
    assert_flips(REFERENCE "version2.npy", 0, 1);
}

static void test_truncated_files(void **state) {
    (void)state;
    static const char *const names[] = {
        REFERENCE "state.pt",     REFERENCE "stored.npz",        REFERENCE "compressed.npz",
        REFERENCE "version3.npy", REFERENCE "types.safetensors",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t size;
        char *bytes = bytes_of(names[i], &size);
        const char *path = in_folder("truncated");
        for (size_t length = 0; length < size; length += length < 20 ? 1 : 13) {
            write_bytes(path, bytes, length);
            assert_damaged(read_and_free, path, "");
        }
        free(bytes);
    }
}

/* ---- Archives ---- */

static const char *written(const struct member *members, size_t count, int method) {
    const char *path = in_folder("archive");
    write_archive(path, members, count, method);
    return path;
}

/* Replace some bytes of a file, wherever they stand, by as many others. */
static void replace(const char *path, const char *old, const char *new, size_t length) {
    size_t size;
    char *bytes = bytes_of(path, &size), *at;
    while ((at = memmem(bytes, size, old, length)) != NULL)
        memcpy(at, new, length);
    write_bytes(path, bytes, size);
    free(bytes);
}

/* Set the bit of the archive's list that says that its first member is encrypted. */
static void set_encrypted(const char *path) {
    size_t size;
    char *bytes = bytes_of(path, &size);
    ((char *)memmem(bytes, size, "PK\1\2", 4))[8] |= 1;
    write_bytes(path, bytes, size);
    free(bytes);
}

static void test_archives(void **state) {
    (void)state;
    static const char npy[] =
        "\x93NUMPY\1\0\x37\0{'descr':'<f4','fortran_order':False,'shape':(1,)}"
        "     \1\2\3\4";
    const struct member members[] = {
        {"a1.npy", npy, sizeof npy - 1}, {"a2.npy", npy, sizeof npy - 1}, {"x/data.pkl", "}.", 2},
        {"y/data.pkl", "}.", 2},         {"x/byteorder", "big", 3},       {"notes.txt", "a", 1}};
    read_and_free(written(members, 2, ZIP_CM_STORE));
    read_and_free(written(members + 2, 1, ZIP_CM_STORE));
    assert_damaged(read_and_free, written(members + 2, 2, ZIP_CM_STORE), "two members data.pkl");
    const struct member big[] = {members[2], members[4]};
    assert_damaged(read_and_free, written(big, 2, ZIP_CM_STORE),
                   "byte order \"big\", expected little");
    assert_damaged(read_and_free, written(members + 5, 1, ZIP_CM_STORE),
                   "member notes.txt, expected a .npz (members .npy alone) or a .pt");
    assert_damaged(read_and_free, written(members, 1, ZIP_CM_BZIP2),
                   "member a1.npy is compressed by method 12, expected stored or deflated");
    const char *path = written(members, 2, ZIP_CM_STORE);
    replace(path, "a2.npy", "a1.npy", 6);
    assert_damaged(read_and_free, path, "two members a1.npy, expected different names");
    write_bytes(path, "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
    assert_damaged(read_and_free, path, "an empty zip archive, expected a .pt or .npz");
    path = written(members, 1, ZIP_CM_STORE);
    replace(path, "\1\2\3\4", "\1\2\3\5", 4);
    assert_damaged(read_and_free, path, "damaged zip archive: member a1.npy: CRC error");
    path = written(members, 1, ZIP_CM_STORE);
    set_encrypted(path);
    assert_damaged(read_and_free, path, "member a1.npy is encrypted");
}

static void test_zip_bombs(void **state) {
    (void)state;
    enum { LARGE = 65 << 20 };
    char *zeros = allocate(LARGE, 1);
    const struct member bomb = {"bomb.npy", zeros, LARGE};
    assert_damaged(read_and_free, written(&bomb, 1, ZIP_CM_DEFLATE), "(a zip bomb?)");
    uint64_t word = 1; /* what cannot be compressed: the archive may hold 100 times as much */
    char *noise = allocate(1 << 20, 1);
    for (int i = 0; i < 1 << 20; i++)
        noise[i] = (char)((word = word * 6364136223846793005u + 1442695040888963407u) >> 56);
    const struct member large[] = {bomb, {"noise.npy", noise, 1 << 20}};
    assert_damaged(read_and_free, written(large, 2, ZIP_CM_DEFLATE),
                   "member bomb.npy: truncated or no .npy");
    free(noise);
    const struct member small = {"small.npy", zeros, 1 << 20};
    assert_damaged(read_and_free, written(&small, 1, ZIP_CM_DEFLATE),
                   "member small.npy: truncated or no .npy");
    free(zeros);
}

/* ---- .npy ---- */

#define NPY(header) "\x93NUMPY\1\0", header

static const struct {
    const char *magic, *header;
    size_t data;
    const char *why;
} arrays[] = {
    {NPY("{'descr':'<f4','fortran_order':False,'shape':(3,)}"), 8,
     "2 elements of data, expected the 3"},
    {NPY("{'descr':'<f4','fortran_order':False,'shape':(3,)}"), 16,
     "4 elements of data, expected the 3"},
    {NPY("{'descr':'<f4','fortran_order':False,'shape':(3,)}"), 13,
     "13 bytes of data, expected elements of 4"},
    {NPY("{'descr':'<f4','fortran_order':False,'shape':(4294967296,4294967296)}"), 0,
     "more elements than any file"},
    {NPY("{'descr':'<f4','fortran_order':False,'shape':(9223372036854775808,)}"), 0,
     "expected a size below 2^63"},
    {NPY("{'descr':'<f4','fortran_order':False,'shape':(-1,)}"), 0,
     "at \"-1,)}\", expected a whole number"},
    {NPY("{'descr':'<f4','fortran_order':False,'shape':(1,1,1,1,1,1,1,1,1)}"), 4,
     "expected at most 8 dimensions"},
    {NPY("{'descr':'<f4','fortran_order':False,'shape':3}"), 12, "expected ("},
    {NPY("{'descr':'<f4','fortran_order':1,'shape':(3,)}"), 12,
     "at \"1,'shape':(3,)}\", expected False"},
    {NPY("{'descr':'>f4','fortran_order':False,'shape':(3,)}"), 12,
     "elements of type '>f4' (big-endian), expected <f8"},
    {NPY("{'descr':'|O','fortran_order':False,'shape':(3,)}"), 24,
     "elements of type '|O' (Python objects), expected"},
    {NPY("{'descr':'<c8','fortran_order':False,'shape':(3,)}"), 24,
     "elements of type '<c8', expected"},
    {NPY("{'descr':'','fortran_order':False,'shape':(3,)}"), 24, "elements of type '', expected"},
    {NPY("{'descr':'|f4','fortran_order':False,'shape':(3,)}"), 12,
     "elements of type '|f4', expected"},
    {NPY("{'descr':[('a','<f4')],'fortran_order':False,'shape':(3,)}"), 12, "not several fields"},
    {NPY("{'descr':'<f4','descr':'<f4','fortran_order':False,'shape':(3,)}"), 12, "once each"},
    {NPY("{'descr':'<f4','shape':(3,)}"), 12, "expected descr, fortran_order and shape, once each"},
    {NPY("{'descr':'<f4','more':1}"), 12, "expected 'descr', 'fortran_order' or 'shape'"},
    {NPY("{'descr':'<f4"), 12, "expected '"},
    {NPY("{'descr':'<f4' 'shape'"), 12, "expected , or }"},
    {NPY("{"), 0, "malformed .npy header at \"\""},
    {NPY("__import__('os').system('exit')"), 0, "malformed .npy header at \"__import__"},
    {"\x93NUMPY\4\0", "{}", 0, ".npy of version 4, expected 1, 2 or 3"},
};

static void test_arrays(void **state) {
    (void)state;
    const char *path = in_folder("array.npy");
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        char *bytes = allocate(1024, 1);
        size_t length = strlen(arrays[i].header);
        memcpy(bytes, arrays[i].magic, 8);
        bytes[8] = (char)length;
        memcpy(bytes + 10, arrays[i].header, length);
        write_bytes(path, bytes, 10 + length + arrays[i].data);
        assert_damaged(read_and_free, path, arrays[i].why);
        free(bytes);
    }
    write_bytes(path, "\x93NUMPY\1\0\x40", 9);
    assert_damaged(read_and_free, path, "truncated or no .npy: 9 bytes");
    write_bytes(path, "\x93NUMPY\1\0\x40\0{", 11);
    assert_damaged(read_and_free, path, "truncated .npy: header of 64 bytes in a file of 11");
    write_bytes(path, "\x93NUMPY\2\0\xff\xff\xff\xff{", 13);
    assert_damaged(read_and_free, path, ".npy header of 4294967295 bytes, expected at most 65535");
}

/* ---- safetensors, beyond what test_safetensors.c has ---- */

#define ENTRY(type, shape, offsets)                                                                \
    "{\"t\":{\"dtype\":\"" type "\",\"shape\":" shape ",\"data_offsets\":" offsets "}}"

static const struct {
    const char *header;
    size_t data;
    const char *why;
} headers[] = {
    {ENTRY("F8_E4M3", "[1]", "[0,1]"), 1, "tensor t: elements of type F8_E4M3, expected F64, F32"},
    {ENTRY("F8_E4M3", "[1]", "[0,1]"), 1, "tensor t: elements of type F8_E4M3, expected"},
    {ENTRY("C64", "[1]", "[0,8]"), 8, "expected a type of the format"},
    {ENTRY("F32", "[1,1,1,1,1,1,1,1,1]", "[0,4]"), 4, "tensor t: 9 dimensions, expected at most 8"},
    {ENTRY("F32", "[4294967296,4294967296]", "[0,0]"), 0, "as far apart as type and shape say"},
    {ENTRY("F32", "[-1]", "[0,4]"), 4, "as far apart as type and shape say"},
    {ENTRY("F32", "[2]", "[0,8]"), 4, "data_offsets within the file's data: is it truncated?"},
    {ENTRY("F32", "[1]", "[0,4]"), 8, "8 bytes of data; expected the 4 of its tensors"},
    {"{\"a\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[0,2]},"
     "\"b\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[1,3]}}",
     3, "gaps or overlaps"},
    {"{\"a\":1,\"a\":1}", 0, "not valid JSON"},
};

static void test_headers(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        assert_damaged(read_and_free, write_parts(headers[i].header, headers[i].data),
                       headers[i].why);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_files_of_tensors),
        cmocka_unit_test(test_turned_bits),
        cmocka_unit_test(test_truncated_files),
        cmocka_unit_test(test_archives),
        cmocka_unit_test(test_zip_bombs),
        cmocka_unit_test(test_arrays),
        cmocka_unit_test(test_headers),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
