/* What is said of a run beside the certified one, in a folder made by hand. */
#include "files/folder.h"

#include "files/output.h"
#include "provenance/certificate.h"
#include "provenance/provenance.h"
#include <stdlib.h>

static void put(const char *path, const char *content) {
    struct output output = output_begin(path);
    fputs(content, output.stream);
    output_finish(&output);
}

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  "
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb  "
#define UNIT "results/units/u.safetensors\n"
#define VALUES "results/e/values.tsv\n"
#define VERDICT "results/verdict/values.tsv\n"

static void put_facts(const char *compiler) {
    char *facts = text("tool\t" COMPILER "\t%s\ntool\tC library\t2.36\n"
                       "machine\tinstruction set used\tx86-64-v3\n"
                       "machine\tprocessor\tP\n",
                       compiler);
    put("build/provenance.tsv", facts);
    free(facts);
}

#define HEADING "against\texperiment\tblock\tsetting\told\tnew\twhere\twhy\n"

/* The certified run has a unit, values and a verdict. */
static int certify(void **state) {
    (void)state;
    put_facts("12");
    put("build/deviations.tsv", HEADING);
    put("results/manifest.sha256", A UNIT A VALUES A VERDICT);
    certificate_write();
    return 0;
}

static void assert_sentence(const char *expected) {
    char *sentence = certificate_sentence();
    assert_string_equal(sentence, expected);
    free(sentence);
}

static void the_same_run_is_the_same(void **state) {
    (void)state;
    assert_sentence("3 of 3 artifacts are the bytes of the certified run");
}

static void the_first_that_differs_is_named_with_what_is_around_it(void **state) {
    (void)state;
    put("results/manifest.sha256", A UNIT B VALUES B VERDICT);
    assert_sentence(
        "1 of 3 artifacts are the bytes of the certified run; the first that differs is "
        "results/e/values.tsv (tools, processor and protocols are the same)");
    put_facts("14");
    put("build/deviations.tsv", HEADING "lock\te\tstage(s)\tk\t4\t8\tprotocol/e.m4:3\t\n");
    assert_sentence(
        "1 of 3 artifacts are the bytes of the certified run; the first that differs is "
        "results/e/values.tsv (compiler: " COMPILER " 14, certified with " COMPILER
        " 12; protocols: 1 deviation from "
        "the lock)");
}

/* The verdict of a part of the run is another verdict. */
static void a_part_of_the_run_is_compared_in_what_it_has(void **state) {
    (void)state;
    put("results/manifest.sha256", A VALUES B VERDICT B "results/f/values.tsv\n");
    assert_sentence(
        "1 of 1 artifacts are the bytes of the certified run; not made: 1 of the certified "
        "run, so the verdict and what rests on it are not compared; beyond the certified "
        "run: 1");
}

static void a_part_with_the_same_verdict_is_compared_in_it_too(void **state) {
    (void)state;
    put("results/manifest.sha256", A VALUES A VERDICT);
    assert_sentence(
        "2 of 2 artifacts are the bytes of the certified run; not made: 1 of the certified run");
}

/* So are the tables of an experiment whose claims rest on the verdict, and no others. */
static void what_rests_on_the_verdict_is_as_the_verdict(void **state) {
    (void)state;
    const char *columns = "id\tverdict\tpublished\twhere_published\tsentence\trests_on\twhere\n"
                          "e.c\tholds\t\t\tIt does.\ta.b=1,%sverdict.within=2\tprotocol/e.m4:3\n";
    put("results/manifest.sha256", A UNIT B VALUES);
    char *on_verdict = text(columns, ""), *on_another = text(columns, "no_");
    put("results/e/claims.tsv", on_verdict);
    assert_sentence("1 of 1 artifacts are the bytes of the certified run; not made: 1 of the "
                    "certified run, so the verdict and what rests on it are not compared");
    put("results/e/claims.tsv", on_another);
    assert_sentence("1 of 2 artifacts are the bytes of the certified run; the first that differs "
                    "is results/e/values.tsv (tools, processor and protocols are the same); not "
                    "made: 1 of the certified run");
    free(on_verdict);
    free(on_another);
}

static void write_certificate(const char *path) {
    (void)path;
    certificate_write();
}

static void a_run_of_other_protocols_is_not_certified(void **state) {
    (void)state;
    put("build/deviations.tsv", HEADING "lock\te\tstage(s)\tk\t4\t8\tprotocol/e.m4:3\t\n");
    struct ending ending = ending_of(write_certificate, "");
    assert_int_equal(ending.status, 1);
    assert_string_equal(ending.message, "build/deviations.tsv: the run deviates from the lock, "
                                        "expected a run of the locked protocols\n");
    assert_sentence("3 of 3 artifacts are the bytes of the certified run");
}

static void nothing_certified_is_said(void **state) {
    (void)state;
    assert_int_equal(unlink(CERTIFICATE_PATH), 0);
    assert_sentence("no certified run to compare with: data/certified.sha256 is missing");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_same_run_is_the_same, certify),
        cmocka_unit_test_setup(the_first_that_differs_is_named_with_what_is_around_it, certify),
        cmocka_unit_test_setup(a_part_of_the_run_is_compared_in_what_it_has, certify),
        cmocka_unit_test_setup(a_part_with_the_same_verdict_is_compared_in_it_too, certify),
        cmocka_unit_test_setup(what_rests_on_the_verdict_is_as_the_verdict, certify),
        cmocka_unit_test_setup(a_run_of_other_protocols_is_not_certified, certify),
        cmocka_unit_test_setup(nothing_certified_is_said, certify),
    };
    return cmocka_run_group_tests_name("certificate", tests, enter_folder, leave_folder);
}
