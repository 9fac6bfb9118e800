/* Files are written whole or not at all, whatever goes wrong. */
#include "files/example.h"
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>

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
    struct utsname machine;
    uname(&machine);
    char *temporary = text("%s.%s.%ld.tmp", path, machine.nodename, (long)getpid());
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_kept_is_flushed),
        cmocka_unit_test(test_rewriting_leaves_one_whole_file),
        cmocka_unit_test(test_two_writers_do_not_mix),
        cmocka_unit_test(test_text_output),
        cmocka_unit_test(test_failed_writes),
        cmocka_unit_test(test_earlier_failed_write),
        cmocka_unit_test(test_what_is_not_finished_is_removed),
        cmocka_unit_test(test_places_that_cannot_be_written),
        cmocka_unit_test(test_folder_that_cannot_be_flushed),
    };
    return cmocka_run_group_tests_name("output", tests, make_folder, remove_folder);
}
