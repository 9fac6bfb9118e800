/* Artifacts: exact bytes, nothing half-written, and no file that the reader trusts. */
#include "files/artifact.h"
#include "child.h"
#include "program/error.h"

#include <dirent.h>
#include <fcntl.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static char *folder;

static int make_folder(void **state) {
    (void)state;
    const char *parent = getenv("TMPDIR");
    folder = text("%s/artifact.XXXXXX", parent != NULL ? parent : "/tmp");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state) {
    (void)state;
    char *command = text("rm -r '%s'", folder);
    int status = system(command);
    free(command);
    free(folder);
    return status;
}

/* A path in the test's folder, good until the next call. */
static const char *in_folder(const char *name) {
    static char *path;
    free(path);
    return path = text("%s/%s", folder, name);
}

static void write_bytes(const char *path, const void *bytes, size_t count) {
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, count, stream), count);
    assert_int_equal(fclose(stream), 0);
}

/* The file's bytes, which the caller frees. */
static char *bytes_of(const char *path, size_t *count) {
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    *count = (size_t)status.st_size;
    char *bytes = allocate(*count + 1, 1);
    FILE *stream = fopen(path, "r");
    assert_int_equal(fread(bytes, 1, *count, stream), *count);
    fclose(stream);
    return bytes;
}

static void assert_content(const char *path, const char *expected) {
    size_t count;
    char *bytes = bytes_of(path, &count);
    assert_string_equal(bytes, expected);
    free(bytes);
}

/* The number of files in the test's folder whose names end in .tmp. */
static int temporaries(void) {
    int count = 0;
    DIR *entries = opendir(folder);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        const char *dot = strrchr(entry->d_name, '.');
        count += dot != NULL && strcmp(dot, ".tmp") == 0;
    }
    closedir(entries);
    return count;
}

static const float weights[6] = {0, 1, -2, 0.5f, 3e-38f, FLT_MAX};
static const double losses[3] = {0.1, -DBL_MAX, 5e-324};

/* A matrix and a vector of both types, with three entries of metadata. */
static void write_example(const char *path) {
    struct tensor tensors[] = {{"encoder", TENSOR_F32, 2, 3, weights},
                               {"bias", TENSOR_F32, 3, 0, weights + 3},
                               {"losses", TENSOR_F64, 3, 0, losses}};
    json_t *metadata =
        json_pack("{s:s,s:s,s:s}", "seed", "42", "claim", "4 \"k\" \xc3\xa9\n", "note", "");
    artifact_write(path, tensors, 3, metadata);
    json_decref(metadata);
}

static void read_and_free(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_free(&artifact);
}

static void read_any_and_free(const char *path) {
    struct artifact artifact = safetensors_read(path);
    artifact_free(&artifact);
}

/* ---- Writing ---- */

/* SHA-256 of `count` bytes from `bytes` on. */
static void hash(const char *bytes, size_t count, char digest[SHA256_TEXT]) {
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, count, (const uint8_t *)bytes);
    sha256_text(&context, digest);
}

static void test_bytes_are_those_of_the_format(void **state) {
    (void)state;
    static const char before[] = "{\"__metadata__\":{\"sha256_of_rest\":\"";
    const char *path = in_folder("example");
    char *after = text("\",\"path\":\"%s\","
                       "\"seed\":\"42\",\"claim\":\"4 \\\"k\\\" \xc3\xa9\\n\",\"note\":\"\"},"
                       "\"encoder\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                       "\"bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]},"
                       "\"losses\":{\"dtype\":\"F64\",\"shape\":[3],\"data_offsets\":[36,60]}}",
                       path);
    size_t digits = 8 + sizeof before - 1, rest = digits + 64, end = rest + strlen(after);
    size_t length = (end - 8 + 7) / 8 * 8, count;
    write_example(path);
    char *bytes = bytes_of(path, &count), digest[SHA256_TEXT];
    assert_int_equal(count, 8 + length + 60);
    assert_int_equal((unsigned char)bytes[0] + 256 * (unsigned char)bytes[1], length);
    assert_memory_equal(bytes + 2, "\0\0\0\0\0", 6);
    assert_memory_equal(bytes + 8, before, sizeof before - 1);
    hash(bytes + rest, count - rest, digest);
    assert_memory_equal(bytes + digits, digest, 64);
    assert_memory_equal(bytes + rest, after, strlen(after));
    for (size_t i = end; i < 8 + length; i++)
        assert_int_equal(bytes[i], ' ');
    assert_memory_equal(bytes + 8 + length, weights, 24);
    assert_memory_equal(bytes + 8 + length + 24, weights + 3, 12);
    assert_memory_equal(bytes + 8 + length + 36, losses, 24);
    free(after);
    free(bytes);
}

static void test_read_back(void **state) {
    (void)state;
    const char *path = in_folder("new/folders/example");
    write_example(path);
    struct artifact artifact = artifact_read(path);
    assert_string_equal(artifact.path, path);
    assert_int_equal(artifact.count, 3);
    assert_string_equal(artifact.tensors[2].name, "losses");
    assert_int_equal(artifact.tensors[2].type, TENSOR_F64);
    assert_int_equal(artifact.tensors[2].rows, 3);
    assert_int_equal(artifact.tensors[2].columns, 0);
    assert_memory_equal(artifact.tensors[2].data, losses, sizeof losses);
    assert_memory_equal(artifact_matrix(&artifact, "encoder", 2, 3), weights, 24);
    assert_memory_equal(artifact_matrix(&artifact, "bias", 3, 0), weights + 3, 12);
    double read[3];
    artifact_doubles(&artifact, "losses", 3, read);
    assert_memory_equal(read, losses, sizeof losses);
    assert_string_equal(artifact_text(&artifact, "claim"), "4 \"k\" \xc3\xa9\n");
    assert_true(artifact_number(&artifact, "seed") == 42);
    artifact_free(&artifact);
}

/* Of a file whose data are cut off too; of none that is no safetensors file, or is not there. */
static void test_metadata_are_read_alone(void **state) {
    (void)state;
    const char *path = in_folder("example");
    write_example(path);
    struct artifact artifact = artifact_read(path);
    size_t count;
    free(bytes_of(path, &count));
    assert_int_equal(truncate(path, (off_t)count - 60), 0);
    assert_damaged(read_and_free, path, "changed: its content is not what");
    json_t *metadata = artifact_metadata(path);
    assert_true(json_equal(metadata, artifact.metadata));
    json_decref(metadata);
    artifact_free(&artifact);
    write_bytes(path, "\1\0\0\0\0\0\0\0{", 9);
    assert_null(artifact_metadata(path));
    unlink(path);
    assert_null(artifact_metadata(path));
}

/* In place of the library's: it counts, and does as that. */
static int flushed;
int fsync(int descriptor) {
    flushed++;
    return (int)syscall(SYS_fsync, descriptor);
}

static void test_what_is_kept_is_flushed(void **state) {
    (void)state;
    const char *path = in_folder("example");
    flushed = 0;
    write_example(path);
    assert_int_equal(flushed, 2); /* the file and its folder */
    setenv("FLUSH", "no", 1);
    write_example(path);
    assert_int_equal(flushed, 2);
    unsetenv("FLUSH");
}

static void test_rewriting_leaves_one_whole_file(void **state) {
    (void)state;
    char first[SHA256_TEXT], second[SHA256_TEXT];
    const char *path = in_folder("example");
    write_bytes(path, first, sizeof first);
    write_example(path);
    file_sha256(path, first);
    write_example(path);
    file_sha256(path, second);
    assert_string_equal(first, second);
    assert_int_equal(temporaries(), 0);
}

static void write_and_read_often(const char *path) {
    for (int i = 0; i < 20; i++) {
        write_example(path);
        read_and_free(path);
    }
}

static void test_two_writers_do_not_mix(void **state) {
    (void)state;
    const char *path = in_folder("contended");
    fflush(NULL);
    pid_t other = fork();
    if (other == 0) {
        write_and_read_often(path);
        _exit(0);
    }
    struct ending ending = ending_of(write_and_read_often, path);
    int status;
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
    assert_string_equal(ending.message, "");
    assert_int_equal(ending.status, 0);
    assert_int_equal(temporaries(), 0);
}

static void write_text(const char *path) {
    struct output output = output_begin(path);
    fprintf(output.stream, "new\n");
    output_finish(&output);
}

static void test_text_output(void **state) {
    (void)state;
    const char *path = in_folder("a/b/text");
    write_text(path);
    assert_content(path, "new\n");
    struct output output = output_begin(path);
    fprintf(output.stream, "half");
    fflush(output.stream);
    assert_content(path, "new\n");
    output_finish(&output);
    assert_content(path, "half");
}

static void write_beyond_limit(const char *path) {
    static const float zeros[25000];
    struct tensor tensor = {"zeros", TENSOR_F32, 25000, 0, zeros};
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, 4096});
    artifact_write(path, &tensor, 1, json_object());
}

/* Let the .tmp of `path` be a device, on which writing or flushing goes wrong. */
static void place_device(const char *path, const char *device) {
    char *temporary = text("%s.%ld.tmp", path, (long)getpid());
    if (symlink(device, temporary) != 0)
        _exit(2);
}

static void write_to_full_disk(const char *path) {
    place_device(path, "/dev/full");
    write_text(path);
}

static void write_artifact_to_full_disk(const char *path) {
    place_device(path, "/dev/full");
    write_example(path);
}

/* The first write fails; the last, to a disk with space again, does not. */
static void write_to_disk_full_for_a_while(const char *path) {
    place_device(path, "/dev/full");
    struct output output = output_begin(path);
    fprintf(output.stream, "lost\n");
    fflush(output.stream);
    int space = open(in_folder("space"), O_WRONLY | O_CREAT, 0666);
    dup2(space, fileno(output.stream));
    output_finish(&output);
}

static void write_without_flushing(const char *path) {
    place_device(path, "/dev/null");
    write_text(path);
}

static void test_failed_writes(void **state) {
    (void)state;
    const char *path = in_folder("kept");
    write_bytes(path, "old\n", 4);
    assert_refused(write_beyond_limit, path, "cannot write: File too large");
    assert_refused(write_to_full_disk, path, "cannot write: No space left on device");
    assert_refused(write_artifact_to_full_disk, path, "cannot write: No space left on device");
    assert_refused(write_without_flushing, path, "cannot write: Invalid argument");
    assert_content(path, "old\n");
    assert_int_equal(temporaries(), 0);
}

static void test_earlier_failed_write(void **state) {
    (void)state;
    char *path = text("%s", in_folder("kept"));
    write_bytes(path, "old\n", 4);
    assert_refused(write_to_disk_full_for_a_while, path, "cannot write: ");
    assert_content(path, "old\n");
    assert_int_equal(temporaries(), 0);
    free(path);
}

static void end_before_it_is_finished(const char *path) {
    struct output output = output_begin(path);
    fprintf(output.stream, "half\n");
    fflush(output.stream);
    (fail)("%s: something else is wrong", path);
}

static void test_what_is_not_finished_is_removed(void **state) {
    (void)state;
    char *path = text("%s", in_folder("kept"));
    write_bytes(path, "old\n", 4);
    assert_refused(end_before_it_is_finished, path, "something else is wrong");
    assert_content(path, "old\n");
    assert_int_equal(temporaries(), 0);
    free(path);
}

static void test_places_that_cannot_be_written(void **state) {
    (void)state;
    write_bytes(in_folder("file"), "", 0);
    assert_refused(write_text, in_folder("file/below"), "cannot write: Not a directory");
    assert_refused(write_text, in_folder("file/far/below"), "cannot write: Not a directory");
    assert_int_equal(mkdir(in_folder("taken"), 0777), 0);
    assert_refused(write_text, in_folder("taken"), "cannot write: Is a directory");
    assert_refused(write_text, "/proc/nowhere/file", "cannot write: No such file or directory");
    assert_int_equal(temporaries(), 0);
}

/* As a user who may write in the folder but not open it, hence not flush it either. */
static void write_in_unreadable_folder(const char *path) {
    if (chdir(in_folder("unreadable")) != 0 || (geteuid() == 0 && seteuid(65534) != 0))
        _exit(2);
    write_text(path);
}

static void test_folder_that_cannot_be_flushed(void **state) {
    (void)state;
    assert_int_equal(mkdir(in_folder("unreadable"), 0777), 0);
    assert_int_equal(chmod(in_folder("unreadable"), 0333), 0);
    assert_refused(write_in_unreadable_folder, "file", "cannot write: Permission denied");
    assert_int_equal(chmod(in_folder("unreadable"), 0777), 0);
    assert_int_equal(rmdir(in_folder("unreadable")), 0); /* so nothing was left in it */
}

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

/* ---- Reading ---- */

/* A file of that header and of `data` zero bytes. */
static const char *write_parts(const char *header, size_t data) {
    const char *path = in_folder("malformed");
    uint64_t length = strlen(header);
    char *bytes = allocate(8 + length + data, 1);
    memcpy(bytes, &length, 8);
    memcpy(bytes + 8, header, length);
    write_bytes(path, bytes, 8 + length + data);
    free(bytes);
    return path;
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
    {ENTRY("I64", "[1]", "[0,8]"), 8, "\"I64\""},
    {ENTRY("I64", "[1]", "[0,8]"), 8, "expected type F32 or F64"},
    {ENTRY("F16", "[2]", "[0,4]"), 4, "expected type F32 or F64"},
    {ENTRY("BF16", "[2]", "[0,4]"), 4, "expected type F32 or F64"},
    {ENTRY("F3", "[1]", "[0,4]"), 4, "expected type F32 or F64"},
    {ENTRY("", "[1]", "[0,4]"), 4, "expected type F32 or F64"},
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

/* The file of another, or of another place, is none of ours; as any safetensors file it is read. */
static void test_an_artifact_is_of_its_path(void **state) {
    (void)state;
    size_t count;
    char *written = text("%s", in_folder("example"));
    write_example(written);
    char *bytes = bytes_of(written, &count);
    const char *path = in_folder("elsewhere");
    write_bytes(path, bytes, count);
    char *why = text("misplaced: it was written as %s", written);
    assert_damaged(read_and_free, path, why);
    read_any_and_free(path);
    path = write_parts("{\"__metadata__\":{\"path\":\"malformed\"}}", 0);
    assert_damaged(read_and_free, path, "no artifact of this study");
    read_any_and_free(path);
    free(why);
    free(bytes);
    free(written);
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

static void ask_missing_tensor(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_matrix(&artifact, "decoder", 2, 3);
}

static void ask_other_shape(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_matrix(&artifact, "encoder", 3, 2);
}

static void ask_other_rank(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_matrix(&artifact, "bias", 3, 1);
}

static void ask_other_type(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_matrix(&artifact, "losses", 3, 0);
}

static void ask_doubles_of_floats(const char *path) {
    double read[3];
    struct artifact artifact = artifact_read(path);
    artifact_doubles(&artifact, "bias", 3, read);
}

static void ask_missing_entry(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_text(&artifact, "epoch");
}

static void ask_number_of_text(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_number(&artifact, "claim");
}

static void ask_number_of_nothing(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_number(&artifact, "note");
}

static void test_asking_for_what_is_not_there(void **state) {
    (void)state;
    const char *path = in_folder("example");
    write_example(path);
    assert_refused(ask_missing_tensor, path, "no tensor decoder; expected it as F32 [2, 3]");
    assert_refused(ask_other_shape, path, "encoder is F32 [2, 3]; expected F32 [3, 2]");
    assert_refused(ask_other_rank, path, "bias is F32 [3]; expected F32 [3, 1]");
    assert_refused(ask_other_type, path, "losses is F64 [3]; expected F32 [3]");
    assert_refused(ask_doubles_of_floats, path, "bias is F32 [3]; expected F64 [3]");
    assert_refused(ask_missing_entry, path, "no metadata entry epoch");
    assert_refused(ask_number_of_text, path, "metadata entry claim is not a number");
    assert_refused(ask_number_of_nothing, path, "metadata entry note is not a number");
}

/* Damage a file's bytes: variant 0 .. count - 1 cuts it there, later ones change one to four
 * bytes at places that a linear congruence draws. */
static size_t damage(char *bytes, size_t count, size_t variant) {
    if (variant < count)
        return variant;
    uint64_t draw = variant;
    for (size_t change = 0; change <= variant % 4; change++) {
        draw = draw * 6364136223846793005u + 1442695040888963407u;
        bytes[(draw >> 33) % count] ^= (char)(1 + (draw >> 20) % 255);
    }
    return count;
}

/* Whatever is damaged, an artifact is refused. */
static void test_damaged_files_end_in_one_line(void **state) {
    (void)state;
    size_t count, variants = 3000;
    const char *path = in_folder("damaged");
    write_example(path);
    char *whole = bytes_of(path, &count), *bytes = allocate(count, 1);
    for (size_t variant = 0; variant < variants; variant++) {
        memcpy(bytes, whole, count);
        write_bytes(path, bytes, damage(bytes, count, variant));
        struct ending ending = ending_of(read_and_free, path);
        bool is_damaged = variant < count || memcmp(bytes, whole, count) != 0;
        if (is_damaged ? !is_refusal(&ending, path, DAMAGED) : ending.status != 0)
            fail_msg("variant %zu ends with \"%s\" and status %d", variant, ending.message,
                     ending.status);
    }
    free(whole);
    free(bytes);
}

/* ---- Numbers and digests ---- */

static void assert_written_as(double value, const char *expected) {
    char *digits = exact_number(value);
    assert_string_equal(digits, expected);
    free(digits);
}

static void test_exact_numbers(void **state) {
    (void)state;
    assert_written_as(0, "0");
    assert_written_as(-0.0, "-0");
    assert_written_as(25, "25");
    assert_written_as(0.1, "0.1");
    assert_written_as(9.95, "9.95");
    assert_written_as(1e22, "1e+22");
    assert_written_as(2.0 / 3, "0.6666666666666666");
    assert_written_as(0.1 + 0.2, "0.30000000000000004");
    assert_written_as(DBL_MAX, "1.7976931348623157e+308");
    assert_written_as(INFINITY, "inf");
    assert_written_as(NAN, "nan");
    uint64_t bits = 1;
    for (int i = 0; i < 10000; i++) {
        double value;
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        memcpy(&value, &bits, sizeof value);
        char *digits = exact_number(value);
        assert_true(isnan(value) || strtod(digits, NULL) == value);
        free(digits);
    }
}

static void ask_digest(const char *path) {
    char digest[SHA256_TEXT];
    file_sha256(path, digest);
}

/* Digests of FIPS 180-2's examples. */
static void test_sha256(void **state) {
    (void)state;
    char digest[SHA256_TEXT], *million = allocate(1000000, 1);
    memset(million, 'a', 1000000);
    const char *path = in_folder("digested");
    write_bytes(path, "", 0);
    file_sha256(path, digest);
    assert_string_equal(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    write_bytes(path, "abc", 3);
    file_sha256(path, digest);
    assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    write_bytes(path, million, 1000000);
    file_sha256(path, digest);
    assert_string_equal(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_refused(ask_digest, in_folder("missing"), "cannot read: No such file or directory");
    assert_refused(ask_digest, folder, "cannot read: Is a directory");
    free(million);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes_are_those_of_the_format),
        cmocka_unit_test(test_read_back),
        cmocka_unit_test(test_metadata_are_read_alone),
        cmocka_unit_test(test_what_is_kept_is_flushed),
        cmocka_unit_test(test_rewriting_leaves_one_whole_file),
        cmocka_unit_test(test_two_writers_do_not_mix),
        cmocka_unit_test(test_text_output),
        cmocka_unit_test(test_failed_writes),
        cmocka_unit_test(test_earlier_failed_write),
        cmocka_unit_test(test_what_is_not_finished_is_removed),
        cmocka_unit_test(test_places_that_cannot_be_written),
        cmocka_unit_test(test_folder_that_cannot_be_flushed),
        cmocka_unit_test(test_what_could_not_be_read_is_not_written),
        cmocka_unit_test(test_malformed_files),
        cmocka_unit_test(test_order_is_that_of_the_data),
        cmocka_unit_test(test_an_artifact_is_of_its_path),
        cmocka_unit_test(test_no_safetensors_files),
        cmocka_unit_test(test_asking_for_what_is_not_there),
        cmocka_unit_test(test_damaged_files_end_in_one_line),
        cmocka_unit_test(test_exact_numbers),
        cmocka_unit_test(test_sha256),
    };
    return cmocka_run_group_tests_name("artifact", tests, make_folder, remove_folder);
}
