/* Runs that are killed, artifacts that are damaged, units that take long: the next run goes on,
 * with the same bytes. */
#include "tiny_study.h"

/* From scratch, with another number of jobs and threads: the same bytes. Killed half-way and
 * started again: what was made stays, and the bytes are the same. */
static void a_killed_run_goes_on_to_the_same_bytes(void **state) {
    (void)state;
    put_back();
    run_expecting(0, "make -j3 values");
    struct outcome whole = sums();
    run_expecting(0, "rm -r results && make -j1 values THREADS=3");
    struct outcome again = sums();
    assert_string_equal(again.output, whole.output);

    run_expecting(
        0, "rm -r results build/*.*; printf '#!/bin/sh\\nsleep 0.05\\nexec \"$@\"\\n' > slowly;"
           "chmod +x slowly; setsid make values LAUNCH=./slowly & group=$!;"
           "until [ $(find results -name '*.safetensors' | wc -l) -ge 5 ] || ! kill -0 $group; do "
           "sleep 0.01; done 2>/dev/null; kill -KILL -- -$group");
    struct outcome some = snapshot(ARTIFACTS);
    struct outcome none = {0};
    assert_in_range(new_lines(&none, &some, ""), 5, 14);
    make_values();
    struct outcome all = snapshot(ARTIFACTS);
    assert_kept(&some, &all);
    again = sums();
    assert_string_equal(again.output, whole.output);
}

/* However an artifact is damaged, make names it, and makes it again with the same bytes. */
static void a_damaged_artifact_is_named_and_made_again(void **state) {
    (void)state;
    static const char unit[] = UNITS SAE("4", "0") "/seed2/epoch2.safetensors";
    static const char *const faults[][2] = {
        {"truncate -s -50 $unit", "changed: its content is not what its sha256_of_rest says"},
        {"printf x | dd of=$unit bs=1 seek=5000 conv=notrunc", "changed: "},
        {"sed -i 's/\"k\":\"4\"/\"k\":\"5\"/' $unit", "changed: "},
        {"sed -i 's/__metadata__/__Metadata__/' $unit", "no artifact of this study: "},
        {"printf '\\377' | dd of=$unit bs=1 seek=5 conv=notrunc", "truncated or not a safetensors"},
        {": > $unit", "not a safetensors file: 0 bytes"},
        {"rm $unit; mkdir -p $unit/folder", "cannot read: is a folder"},
        {"cp " UNITS SAE("4", "0") "/seed1/epoch2.safetensors $unit",
         "misplaced: it was written as " UNITS SAE("4", "0") "/seed1/epoch2.safetensors"},
        {"rm $unit; mv " UNITS SAE("2", "0") "/seed2/epoch2.safetensors $unit", "misplaced: "}};
    put_back();
    make_values();
    struct outcome whole = sums();
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        run_expecting(0, "unit=%s; %s", unit, faults[i][0]);
        struct outcome made = make_values(), again = sums();
        char *named = text("%s: %s", unit, faults[i][1]);
        if (!strstr(made.output, named))
            fail_msg("expected a line with\n%s\ngot\n%s", named, made.output);
        free(named);
        assert_string_equal(again.output, whole.output);
    }
}

#define UNIT UNITS SAE("4", "0") "/seed1/epoch4.safetensors"

/* Deletes a unit and has its driver make it with this in the environment. */
static struct outcome make_one_again(int status, const char *setting) {
    return run_expecting(status, "rm -f " UNIT "; env %s build/bin/adaptive make " UNIT, setting);
}

static void a_long_unit_says_how_far_it_is(void **state) {
    (void)state;
    put_back();
    make_values();
    struct outcome outcome = make_one_again(0, "PROGRESS=0");
    assert_non_null(strstr(outcome.output, "seed=1: epoch 4 of 4, step "));
    assert_non_null(strstr(outcome.output, " s left\n"));
    outcome = make_one_again(0, "");
    assert_null(strstr(outcome.output, " s left\n"));
    outcome = make_one_again(1, "PROGRESS=often");
    assert_non_null(strstr(outcome.output, "PROGRESS is \"often\", expected seconds between two "
                                           "lines, such as 10\n"));
    outcome = make_one_again(1, "THREADS=0");
    assert_non_null(strstr(outcome.output, "THREADS is \"0\", expected a count from 1 to 1024\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_run_goes_on_to_the_same_bytes),
        cmocka_unit_test(a_damaged_artifact_is_named_and_made_again),
        cmocka_unit_test(a_long_unit_says_how_far_it_is),
    };
    return cmocka_run_group_tests_name("resume", tests, open_project, remove_project);
}
