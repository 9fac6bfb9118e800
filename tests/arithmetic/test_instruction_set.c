/* The build of the kernels that the variable KERNELS asks for, or the line that refuses it. */
#include "arithmetic/kernels.h"
#include "child.h"
#include <stdlib.h>

/* Exit status 2 if another build is chosen than asked for. */
static void choose_kernels(const char *name) {
    setenv("KERNELS", name, 1);
    if (strcmp(kernels()->name, name) != 0)
        _exit(2);
}

static void assert_line(const char *name, const char *line) {
    struct ending ending = ending_of(choose_kernels, name);
    assert_string_equal(ending.message, line);
    assert_int_equal(ending.status, line[0] != 0);
}

static void override_is_checked(void **state) {
    (void)state;
    unsetenv("KERNELS");
    assert_line(kernels()->name, "");
#ifdef __x86_64__
    assert_line("v3", "");
    assert_line("v5", "KERNELS is \"v5\", expected v3 or v4\n");
    assert_line("neon", "KERNELS is \"neon\", expected v3 or v4\n");
    if (strcmp(kernels()->name, "v4") != 0)
        assert_line("v4", "KERNELS is v4, but this processor has no AVX-512 (F, BW, DQ, VL, CD)\n");
#else
    assert_line("neon", "");
    assert_line("v3", "KERNELS is \"v3\", expected neon\n");
#endif
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(override_is_checked)};
    return cmocka_run_group_tests_name("instruction_set", tests, NULL, NULL);
}
