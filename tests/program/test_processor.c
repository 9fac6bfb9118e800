/* The processor's name, as /proc/cpuinfo has it on x86-64 and on aarch64, and where nothing has it.
 */
#include "child.h"
#include "program/processor.h"
#include <stdlib.h>

/* The name of the processor of a file with this text. */
static void assert_named(const char *content, const char *expected) {
    char path[] = "/tmp/cpuinfo.XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, content, strlen(content)), strlen(content));
    close(file);
    char *name = processor_name(path);
    assert_string_equal(name, expected);
    free(name);
    unlink(path);
}

static void a_model_has_a_name(void **state) {
    (void)state;
    assert_named(
        "processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel\t\t: 2\n"
        "model name\t: AMD EPYC 7763 64-Core Processor\n\nprocessor\t: 1\nmodel name\t: B\n",
        "AMD EPYC 7763 64-Core Processor");
}

static void on_aarch64_maker_and_part_are_told(void **state) {
    (void)state;
    assert_named("processor\t: 0\nBogoMIPS\t: 50.00\nCPU implementer\t: 0x41\n"
                 "CPU architecture: 8\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\nCPU revision\t: 1\n",
                 "ARM processor, implementer 0x41, part 0xd0c");
}

static void without_a_name_it_is_unknown(void **state) {
    (void)state;
    assert_named("", "unknown");
    assert_named("model\n", "unknown");
    assert_named("CPU implementer\t: 0x41\n", "unknown");
    char *name = processor_name("/nowhere/cpuinfo");
    assert_string_equal(name, "unknown");
    free(name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_has_a_name),
        cmocka_unit_test(on_aarch64_maker_and_part_are_told),
        cmocka_unit_test(without_a_name_it_is_unknown),
    };
    return cmocka_run_group_tests_name("processor", tests, NULL, NULL);
}
