/* SHA-256 of files. */
#include "files/hash.h"

#include "files/folder.h"

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
        cmocka_unit_test(test_sha256),
    };
    return cmocka_run_group_tests_name("hash", tests, make_folder, remove_folder);
}
