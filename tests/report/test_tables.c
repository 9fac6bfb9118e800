/* What the program report says of tables that no run writes. */
#include "project.h"

static int open_program(void **state) {
    return open_project(state) || run("make BUILDING=yes build/bin/report").status;
}

/* Write the tables of an experiment `odd` with one value, and of a verdict with none. */
static void write_values(const char *id, const char *where) {
    run_expecting(0,
                  "mkdir -p results/odd results/verdict && "
                  "printf 'id\\tvalue\\tprinted\\tformula\\twhere\\n' | tee "
                  "results/verdict/values.tsv > results/odd/values.tsv && "
                  "printf '%%s\\t1\\t1\\tone\\t%%s\\n' \"%s\" %s >> results/odd/values.tsv",
                  id, where);
}

static void long_ids_are_compared(void **state) {
    (void)state;
    write_values("odd.$(head -c 20000000 /dev/zero | tr '\\0' a)", "p:1");
    run_expecting(1, "build/bin/report why odd.b odd");
}

static void a_line_past_the_end_is_none(void **state) {
    (void)state;
    write_values("odd.a", "data/reported.tsv:999999999999");
    struct outcome said = run_expecting(1, "timeout 10 build/bin/report why odd.a odd");
    assert_true(has_line(said.output, "  said at    data/reported.tsv:999999999999"));
}

static void claims_must_be_the_experiments(void **state) {
    (void)state;
    write_values("odd.a", "p:1");
    run_expecting(0, ": > results/odd/claims.tsv");
    assert_says(1, "results/odd/claims.tsv: empty, expected a heading and lines of 7 columns",
                "build/bin/report tex build/odd odd");
    run_expecting(0, "printf 'a\\tb\\tc\\td\\te\\tf\\tg\\n%%.0s' 1 2 > results/odd/claims.tsv");
    assert_says(1, "results/odd/claims.tsv:2: 'a', expected a claim of odd",
                "build/bin/report tex build/odd odd");
    run_expecting(0, "rm -r results/odd results/verdict build/odd");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_ids_are_compared),
        cmocka_unit_test(a_line_past_the_end_is_none),
        cmocka_unit_test(claims_must_be_the_experiments),
    };
    return cmocka_run_group_tests_name("tables", tests, open_program, remove_project);
}
