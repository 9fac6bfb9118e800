/* Which artifacts are removed before a run: those that are damaged, not those that could not be
 * read. */
#include "child.h"

#include "files/artifact.h"
#include "files/damage.h"
#include <stdlib.h>
#include <sys/resource.h>

static char folder[] = "/tmp/damage.XXXXXX";

static void write_unit(const char *path) {
    enum { ROWS = 1000, COLUMNS = 100 };
    float *numbers = allocate(ROWS * COLUMNS, sizeof *numbers);
    struct tensor tensor = {"decoder", TENSOR_F32, ROWS, COLUMNS, numbers};
    json_t *metadata = json_object();
    artifact_write(path, &tensor, 1, metadata);
    json_decref(metadata);
    free(numbers);
}

static void check(const char *path) {
    remove_damaged(1, (char *[]){(char *)path});
}

#ifndef __SANITIZE_ADDRESS__ /* which ends a program without memory in a way of its own */
/* There is no new memory, and no freed memory is left that could hold a unit. */
static void check_without_memory(const char *path) {
    setrlimit(RLIMIT_AS, &(struct rlimit){0, 0});
    for (size_t bytes = 1 << 20; bytes >= 1 << 16; bytes /= 2)
        for (void *volatile taken = malloc(bytes); taken; taken = malloc(bytes))
            continue;
    check(path);
}
#endif

static void sound_ones_stay(void **state) {
    (void)state;
    write_unit("unit");
    struct ending ending = ending_of(check, "unit");
    assert_int_equal(ending.status, 0);
    assert_string_equal(ending.message, "");
    assert_int_equal(access("unit", F_OK), 0);
}

static void damaged_ones_go(void **state) {
    (void)state;
    write_unit("unit");
    assert_int_equal(truncate("unit", 5000), 0);
    struct ending ending = ending_of(check, "unit");
    assert_int_equal(ending.status, 0);
    assert_string_equal(ending.message,
                        "unit: changed: its content is not what its sha256_of_rest says\n"
                        "  it is removed, to be made again\n");
    assert_int_equal(access("unit", F_OK), -1);
}

static void what_cannot_be_read_stays(void **state) {
    (void)state;
    struct ending ending = ending_of(check, "missing");
    assert_int_equal(ending.status, 1);
    assert_non_null(strstr(ending.message, "missing: could not be checked, and is kept\n"));
#ifndef __SANITIZE_ADDRESS__
    write_unit("unit");
    ending = ending_of(check_without_memory, "unit");
    assert_int_equal(ending.status, 1);
    assert_non_null(strstr(ending.message, "out of memory"));
    assert_non_null(strstr(ending.message, "unit: could not be checked, and is kept\n"));
    assert_int_equal(access("unit", F_OK), 0);
#endif
}

static int open_folder(void **state) {
    (void)state;
    return !mkdtemp(folder) || chdir(folder);
}

static int remove_folder(void **state) {
    (void)state;
    unlink("unit");
    return chdir("/") || rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_ones_stay),
        cmocka_unit_test(damaged_ones_go),
        cmocka_unit_test(what_cannot_be_read_stays),
    };
    return cmocka_run_group_tests_name("damage", tests, open_folder, remove_folder);
}
