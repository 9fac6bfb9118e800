/* The table of the largest differences from PyTorch's results: as its record has it, and none where
 * there is no record. */
#include "files/folder.h"
#include "report/macros.h"

static void a_row_for_each_kind(void **state) {
    (void)state;
    static const char record[] = "# of a run\nwhat\tcompared\tlargest\tlimit\n"
                                 "EV of a seed\t86\t3.40e-05\t2e-04\nloss_1\t1\t0\tnone\n";
    assert_int_equal(mkdir("data", 0777), 0);
    write_bytes("data/conformance.tsv", record, strlen(record));
    conformance_macros("tex");
    assert_content("tex/conformance.tex",
                   "\\begin{Conformance}\n"
                   "\\ConformanceRow{EV of a seed}{86}{3.40e-05}{2e-04}\n"
                   "\\ConformanceRow{loss\\_1}{1}{0}{none}\n\\end{Conformance}\n");
}

static void no_table_without_a_record(void **state) {
    (void)state;
    assert_int_equal(unlink("data/conformance.tsv"), 0);
    conformance_macros("tex");
    assert_content("tex/conformance.tex", "");
}

static void a_damaged_record_is_told(void **state) {
    (void)state;
    static const char record[] = "what\tcompared\tlargest\tlimit\nEV\t86\t2e-04\n";
    write_bytes("data/conformance.tsv", record, strlen(record));
    assert_fails(conformance_macros,
                 "data/conformance.tsv:2: malformed, expected 4 columns between tabs");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_for_each_kind),
        cmocka_unit_test(no_table_without_a_record),
        cmocka_unit_test(a_damaged_record_is_told),
    };
    return cmocka_run_group_tests_name("conformance", tests, enter_folder, leave_folder);
}
