/* Pickles that are malformed, or that hold more than a state dict: each is refused in one line. */
#include "files/tensor_file.h" /* before cmocka.h, which folder.h includes */

#include "files/archive_writer.h"
#include "files/folder.h"

static void read_and_free(const char *path) {
    struct tensor_file file = tensor_file_read(path);
    tensor_file_free(&file);
}

/* A .pt with that pickle and a storage 0 of four float32. */
static const char *write_pickle(const char *bytes, size_t size) {
    static const float storage[4] = {1, 2, 3, 4};
    const struct member members[] = {{"x/data.pkl", bytes, size},
                                     {"x/data/0", storage, sizeof storage}};
    const char *path = in_folder("malicious.pt");
    write_archive(path, members, 2, ZIP_CM_STORE);
    return path;
}

#define BYTES(pickle) pickle, sizeof(pickle) - 1
#define TEXT(length, characters) "X" length "\0\0\0" characters
#define INTEGER8(bytes) "\x8a\x08" bytes
#define STORAGE_OF(type, key, count) "(" TEXT("\7", "storage") type key TEXT("\3", "cpu") count "tQ"
#define STORAGE STORAGE_OF("ctorch\nFloatStorage\n", TEXT("\1", "0"), "K\4")
#define TENSOR_OF(storage, offset, size, strides)                                                  \
    "ctorch._utils\n_rebuild_tensor_v2\n(" storage offset size strides "\x89}tR"
#define TENSOR TENSOR_OF(STORAGE, "K\0", "K\2\x85", "K\1\x85")
/* {"t": value} */
#define DICT_OF(value) "\x80\2}" TEXT("\1", "t") value "s."

static const struct {
    const char *bytes;
    size_t size;
    const char *why;
} pickles[] = {
    /* what would be executed */
    {BYTES("cos\nsystem\n(X\4\0\0\0exittR."), "refuses the global os.system, expected"},
    {BYTES("\x80\2c__builtin__\neval\n."), "refuses the global __builtin__.eval"},
    {BYTES("\x80\4\x8c\5posix\x8c\6system\x93."), "refuses the global posix.system"},
    {BYTES("ctorch\nfloatstorage\n."), "refuses the global torch.floatstorage"},
    {BYTES("ctorch.storage\n_load_from_bytes\n."), "the global torch.storage._load_from_bytes"},
    {BYTES("c\x1b[2J\nx\ry\xff\n."), "refuses the global \\x1b[2J.x\\x0dy\\xff, expected"},
    {BYTES("(ios\nsystem\n."), "refuses the opcode INST at byte 1 of its pickle"},
    {BYTES("ctorch\nFloatStorage\n)\x81."), "refuses the opcode NEWOBJ at byte 21"},
    {BYTES("\x82\1."), "refuses the opcode EXT1"},
    {BYTES("Pos\n."), "refuses the opcode PERSID"},
    {BYTES("ctorch\nFloatStorage\n)R."), "its pickle calls torch.FloatStorage, expected"},
    {BYTES("N)R."), "its pickle calls None, expected collections.OrderedDict()"},
    {BYTES("ccollections\nOrderedDict\n]\x85R."), "its pickle calls collections.OrderedDict"},
    {BYTES("ccollections\nOrderedDict\n]R."), "its pickle calls collections.OrderedDict"},
    {BYTES(")}b."), "sets attributes of a tuple, expected of a dict alone"},
    {BYTES(DICT_OF("ctorch\nFloatStorage\n")), "t is a global, expected a tensor or a constant"},
    {BYTES(DICT_OF(STORAGE)), "t is a storage, expected a tensor or a constant"},
    /* what is no pickle */
    {BYTES(""), "truncated pickle: 0 bytes, expected 1 more after byte 0"},
    {BYTES("}"), "truncated pickle: 1 bytes, expected 1 more after byte 1"},
    {BYTES("ctorch\n."), "truncated pickle: a name without end"},
    {BYTES("X\xff\xff\xff\x7f."), "truncated pickle"},
    {BYTES("\x8d\xff\xff\xff\xff\xff\xff\xff\xff."), "truncated pickle"},
    {BYTES("\xff."), "malformed pickle: byte 0 is 255, expected an opcode"},
    {BYTES("\x80\6}."), "pickle of protocol 6, expected at most 5"},
    {BYTES("."), "its stack is empty at byte 1"},
    {BYTES("(."), "its stack is empty at byte 2"},
    {BYTES("}}."), "ends at byte 3 of 3 with 1 values left"},
    {BYTES("}.}"), "ends at byte 2 of 3"},
    {BYTES("}(N\x85s."), "its stack is empty"},
    {BYTES("t."), "no mark at byte 1"},
    {BYTES("}(Nu."), "1 items for a dict"},
    {BYTES("](Nu."), "1 items for a list"},
    {BYTES("}Na."), "1 items for a dict"},
    {BYTES("h\0."), "nothing in place 0 of its memo"},
    {BYTES("}q\1h\2."), "nothing in place 2 of its memo"},
    {BYTES("Nr\xff\xff\xff\xff."), "place 4294967295 of its pickle's memo"},
    {BYTES("NN\x93."), "a global without a name"},
    {BYTES("\x8a\x9"
           "123456789."),
     "a whole number of 9 bytes"},
    {BYTES(DICT_OF(TEXT("\2", "\xc3("))), "a text in its pickle is not UTF-8"},
    {BYTES(DICT_OF(TEXT("\2", "a\0"))), "a text in its pickle is not UTF-8 or holds a zero byte"},
    {BYTES("}N}s."), "a key in its pickle is None"},
    /* tensors that are none */
    {BYTES("NQ."), "refers to something that is no storage"},
    {BYTES(STORAGE_OF("ccollections\nOrderedDict\n", TEXT("\1", "0"), "K\4") "."), "no storage"},
    {BYTES(STORAGE_OF("ctorch\nFloatStorage\n", TEXT("\1", "0"), "J\xff\xff\xff\xff") "."),
     "no storage"},
    {BYTES("ctorch._utils\n_rebuild_tensor_v2\n)R."), "makes a tensor of something else"},
    {BYTES(DICT_OF("ctorch._utils\n_rebuild_parameter\n(N\x89}tR")), "makes a parameter of"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\0", "K\2\x85", ")"))), "has no size or strides"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\0", "N\x85", "K\1\x85"))), "has no size or strides"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\0", "(K\1K\1K\1K\1K\1K\1K\1K\1K\1t",
                             "(K\1K\1K\1K\1K\1K\1K\1K\1K\1t"))),
     "has no size or strides, expected as many whole numbers of both, at most 8"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE_OF("ctorch\nFloatStorage\n", TEXT("\4", "../1"), "K\4"), "K\0",
                             "K\2\x85", "K\1\x85"))),
     "tensor t: no member x/data/../1, expected its storage"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE_OF("ctorch\nFloatStorage\n", TEXT("\1", "0"), "K\5"), "K\0",
                             "K\2\x85", "K\1\x85"))),
     "its storage x/data/0 has 16 bytes, expected 5 elements of 4"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE_OF("ctorch\nDoubleStorage\n", TEXT("\1", "0"), "K\4"), "K\0",
                             "K\2\x85", "K\1\x85"))),
     "has 16 bytes, expected 4 elements of 8"},
    /* 2^62 + 4 elements of 4 bytes: 16 bytes if the product overflows */
    {BYTES(DICT_OF(TENSOR_OF(
         STORAGE_OF("ctorch\nFloatStorage\n", TEXT("\1", "0"), INTEGER8("\4\0\0\0\0\0\0\x40")),
         "K\0", "K\2\x85", "K\1\x85"))),
     "has 16 bytes, expected 4611686018427387908 elements"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\3", "K\2\x85", "K\1\x85"))),
     "tensor t: its offset and strides leave its storage, expected all elements among the 4"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\0", "K\2\x85", "K\4\x85"))), "leave its storage"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "J\xff\xff\xff\xff", "K\2\x85", "K\1\x85"))),
     "leave its storage"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\5", "K\0\x85", "K\1\x85"))), "leave its storage"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\1", "K\2\x85", "J\xff\xff\xff\xff\x85"))),
     "tensor t: stride -1, expected 0 or more"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\0", "J\xff\xff\xff\xff\x85", "K\1\x85"))),
     "tensor t: a negative size"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\0",
                             INTEGER8("\0\0\0\0\1\0\0\0") INTEGER8("\0\0\0\0\1\0\0\0") "\x86",
                             "K\0K\0\x86"))),
     "more elements than any file holds"},
    {BYTES(DICT_OF(
         TENSOR_OF(STORAGE, "K\1", "K\3K\2\x86", INTEGER8("\0\0\0\0\0\0\0\x40") "K\0\x86"))),
     "leave its storage"},
    {BYTES(DICT_OF(TENSOR_OF(STORAGE, "K\0", "J\0\0\1\0J\0\0\1\0\x86", "K\0K\0\x86"))),
     "4294967296 elements made of 4, expected at most 67108864 that repeat"},
    /* names that are there twice */
    {BYTES("\x80\2}(" TEXT("\1", "t") TENSOR TEXT("\1", "t") TENSOR "u."),
     "tensor t: there twice, expected different names"},
    {BYTES("\x80\2}(" TEXT("\3", "a.b") TENSOR TEXT("\1", "a") "}" TEXT("\1", "b") TENSOR "su."),
     "tensor a.b: there twice"},
    {BYTES("\x80\2}(" TEXT("\1", "k") "K\1" TEXT("\1", "k") "K\2u."), "k is there twice"},
    /* without end */
    {BYTES("}q\0X\1\0\0\0ah\0s."), "its pickle holds more than 1000000 values, too long texts, or"},
    {BYTES("]q\0h\0a."), "dicts 33 deep"},
};

static void test_pickles_are_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof pickles / sizeof pickles[0]; i++)
        assert_damaged(read_and_free, write_pickle(pickles[i].bytes, pickles[i].size),
                       pickles[i].why);
}

/* What the refused ones are made of is itself read. */
static void test_the_same_without_a_fault(void **state) {
    (void)state;
    struct tensor_file file = tensor_file_read(write_pickle(BYTES(DICT_OF(TENSOR))));
    const struct stored_tensor *tensor = tensor_named(&file, "t");
    float values[2];
    assert_non_null(tensor);
    tensor_to_float32(tensor, values);
    assert_true(tensor_elements(tensor) == 2 && values[0] == 1 && values[1] == 2);
    tensor_file_free(&file);
}

/* Lists of two of the list before: few bytes, and 2^31 values. */
static void test_values_that_multiply(void **state) {
    (void)state;
    char pickle[512], *end = pickle + sprintf(pickle, "](Nq%c", 0);
    for (int i = 0; i < 30; i++)
        end += sprintf(end, "](h%ch%ceq%c", i, i, i + 1);
    end += sprintf(end, "e.");
    assert_damaged(read_and_free, write_pickle(pickle, (size_t)(end - pickle)),
                   "its pickle holds more than 1000000 values");
}

/* One long text in many places, a long key, and more of a thing than any state dict has. */
static void test_long_pickles(void **state) {
    (void)state;
    enum { LONG = 1 << 20, TIMES = 100 };
    char *pickle = allocate((size_t)17 << 20, 1), *end = pickle;
    end += sprintf(end, "](X");
    *(uint32_t *)memcpy(end, &(uint32_t){LONG}, 4) = LONG;
    memset(end + 4, 'a', LONG);
    end += 4 + LONG;
    memcpy(end, "q\0", 2);
    end += 2;
    for (int i = 0; i < TIMES; i++, end += 2)
        memcpy(end, "h\0", 2);
    memcpy(end, "e.", 2);
    assert_damaged(read_and_free, write_pickle(pickle, (size_t)(end - pickle) + 2),
                   "too long texts");
    memcpy(pickle, "}X\xe9\3\0\0", 6);
    memset(pickle + 6, 'k', 1001);
    memcpy(pickle + 6 + 1001, "Ns.", 3);
    assert_damaged(read_and_free, write_pickle(pickle, 6 + 1001 + 3),
                   "expected a text of at most 1000 bytes");
    memset(pickle, 'N', (size_t)17 << 20);
    assert_damaged(read_and_free, write_pickle(pickle, (size_t)16 << 20),
                   "more than 1000000 values");
    assert_damaged(read_and_free, write_pickle(pickle, (size_t)17 << 20),
                   "a pickle of 17825792 bytes, expected at most 16777216");
    memset(pickle, '(', LONG);
    assert_damaged(read_and_free, write_pickle(pickle, LONG), "more than 1000000 marks");
    pickle[0] = 'N', pickle[1] = 'q', pickle[2] = '\0';
    for (size_t i = 3; i < (size_t)3 * LONG; i += 2)
        memcpy(pickle + i, "h\0", 2);
    assert_damaged(read_and_free, write_pickle(pickle, (size_t)3 * LONG),
                   "stacks more than 1000000 values");
    free(pickle);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pickles_are_refused),
        cmocka_unit_test(test_the_same_without_a_fault),
        cmocka_unit_test(test_values_that_multiply),
        cmocka_unit_test(test_long_pickles),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
