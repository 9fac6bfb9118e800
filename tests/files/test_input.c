/* A file that another machine has just made is found, though this one remembers that it was not
 * there. */
#include "files/folder.h"
#include "files/input.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>

/* In place of the library's: below the test's folder, this machine remembers that a name is not
 * there until the folder is opened that holds it. */
static char remembered[3][4096];

static int is_remembered(const char *path) {
    for (int i = 0; i < 3; i++) {
        size_t length = strlen(remembered[i]);
        if (length && strncmp(path, remembered[i], length) == 0 && strchr("/", path[length]))
            return 1;
    }
    return 0;
}

int access(const char *path, int mode) {
    if (!is_remembered(path))
        return (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
    errno = ENOENT;
    return -1;
}

/* A folder that is opened: what it holds is looked at again. */
int open(const char *path, int flags, ...) {
    size_t length = strlen(path);
    if (is_remembered(path)) {
        errno = ENOENT;
        return -1;
    }
    for (int i = 0; i < 3; i++)
        if (strncmp(remembered[i], path, length) == 0 && remembered[i][length] == '/' &&
            !strchr(remembered[i] + length + 1, '/'))
            *remembered[i] = '\0';
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
}

static void remember(int place, const char *name) {
    snprintf(remembered[place], sizeof remembered[place], "%s", in_folder(name));
}

static void what_another_machine_made_is_found(void **state) {
    (void)state;
    assert_int_equal(mkdir(in_folder("a"), 0777), 0);
    assert_int_equal(mkdir(in_folder("a/b"), 0777), 0);
    write_bytes(in_folder("a/b/file"), "x", 1);
    remember(0, "a");
    remember(1, "a/b");
    remember(2, "a/b/file");
    assert_true(is_there(in_folder("a/b/file")));
}

static void what_is_not_there_is_not_found(void **state) {
    (void)state;
    assert_false(is_there(in_folder("a/b/other")));
    assert_int_equal(errno, ENOENT);
    assert_false(is_there(in_folder("a/b/file/below")));
    assert_int_equal(errno, ENOTDIR);
    assert_false(is_there("nowhere"));
    assert_false(is_there("/nowhere"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_another_machine_made_is_found),
        cmocka_unit_test(what_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests_name("input", tests, make_folder, remove_folder);
}
