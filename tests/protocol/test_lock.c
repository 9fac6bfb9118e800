/* The lock, by the Makefile's own rules: what a changed protocol differs in, and what is no
 * difference. The protocols are those of tests/tiny/; nothing is trained. */
#include "project.h"

/* The tiny protocols, locked. */
static int lock(void **state) {
    (void)state;
    return run("rm -f protocol/* && cp $CHECKOUT/tests/tiny/{setup,adaptive}.m4 protocol && "
               "make lock")
        .status;
}

/* Edits protocol/adaptive.m4 with sed(1). */
static void edit(const char *script) {
    run_expecting(0,
                  "cp protocol/adaptive.m4 before && sed -i \"%s\" protocol/adaptive.m4 && "
                  "! cmp -s before protocol/adaptive.m4",
                  script);
}

/* The rows against the lock, made with these variables on the command line, are these. */
static void assert_deviations(const char *variables, const char *expected) {
    run_expecting(0, "make BUILDING=yes build/deviations.tsv %s", variables);
    struct outcome rows = run("grep '^lock\t' build/deviations.tsv | cut -f2-7");
    assert_string_equal(rows.output, expected);
}

static void what_was_locked_differs_in_nothing(void **state) {
    (void)state;
    assert_deviations("", "");
    run_expecting(0, "cp protocol.lock before && make lock && cmp protocol.lock before");
}

static void a_lock_is_sorted_lines_behind_their_hash(void **state) {
    (void)state;
    run_expecting(0, "for experiment in setup adaptive; do"
                     "  grep \"^$experiment\t\" protocol.lock | cut -f2- > lines;"
                     "  tail -n +2 lines | LC_ALL=C sort -c &&"
                     "  head -1 lines | grep -q \"$(tail -n +2 lines | sha256sum | cut -c1-64)\" "
                     "  || exit 1; done");
    run_expecting(0, "grep -q '^adaptive\tstage(search)\tk\t2, 4$' protocol.lock");
}

static void a_setting_is_told_wherever_it_is_used(void **state) {
    (void)state;
    edit("/^stage(search/,/epochs/s/seeds(1, 2)/seeds(1, 2, 3)/");
    assert_deviations("",
                      "adaptive\tstage(control)\tseeds\t1, 2\t1, 2, 3\tprotocol/adaptive.m4:10\n"
                      "adaptive\tstage(retrain)\tseeds\t1, 2\t1, 2, 3\tprotocol/adaptive.m4:10\n"
                      "adaptive\tstage(search)\tseeds\t1, 2\t1, 2, 3\tprotocol/adaptive.m4:10\n");
}

static void a_criterion_and_a_sentence_are_told(void **state) {
    (void)state;
    edit("s/>= 0.9/>= 0.8/; s/It may/It might/; s/, holds,/, contradicted,/");
    assert_deviations("",
                      "adaptive\tchoose(best_k)\tsubject_to\texplained_variance >= 0.9\t"
                      "explained_variance >= 0.8\tprotocol/adaptive.m4:17\n"
                      "adaptive\tclaim(alignment_helps)\totherwise.sentence\tIt may.\tIt might.\t"
                      "protocol/adaptive.m4:52\n"
                      "adaptive\tclaim(alignment_helps)\twhen.1.verdict\tholds\tcontradicted\t"
                      "protocol/adaptive.m4:51\n");
}

static void an_added_and_a_removed_setting_lack_a_side(void **state) {
    (void)state;
    edit("/subject_to/d; s/otherwise(not_resolved/when(lambda_gain.ci_high < 0, contradicted, "
         "[No.])\\n  &/");
    assert_deviations("",
                      "adaptive\tchoose(best_k)\tsubject_to\texplained_variance >= 0.9\t--\t--\n"
                      "adaptive\tclaim(alignment_helps)\twhen.2\t--\tlambda_gain.ci_high < 0\t"
                      "protocol/adaptive.m4:51\n"
                      "adaptive\tclaim(alignment_helps)\twhen.2.sentence\t--\tNo.\t"
                      "protocol/adaptive.m4:51\n"
                      "adaptive\tclaim(alignment_helps)\twhen.2.verdict\t--\tcontradicted\t"
                      "protocol/adaptive.m4:51\n");
}

static void an_experiment_is_told_as_one(void **state) {
    (void)state;
    run_expecting(0, "cp $CHECKOUT/tests/tiny/follow_up.m4 protocol");
    run_expecting(0, "make BUILDING=yes build/deviations.tsv");
    run_expecting(0, "grep -cP '^lock\t' build/deviations.tsv | grep -qx 1 && "
                     "grep -qP '^lock\tfollow_up\texperiment\tsha256\t--\t[0-9a-f]{64}\t"
                     "protocol/follow_up.m4\t$' build/deviations.tsv");
    run_expecting(0, "make lock && rm protocol/follow_up.m4");
    run_expecting(0, "make BUILDING=yes build/deviations.tsv");
    run_expecting(0, "grep -cP '^lock\t' build/deviations.tsv | grep -qx 1 && "
                     "grep -qP '^lock\tfollow_up\texperiment\tsha256\t[0-9a-f]{64}\t--\t--\t$' "
                     "build/deviations.tsv");
}

/* One that a report need not have is no deviation where it is left out. */
static void an_extended_experiment_may_be_left_out(void **state) {
    (void)state;
    run_expecting(0, "sed '1s/)$/, [extended])/' $CHECKOUT/tests/tiny/follow_up.m4 > "
                     "protocol/follow_up.m4; make lock");
    run_expecting(0, "grep -qP '^follow_up\\textended\\tonly\\tyes$' protocol.lock");
    assert_deviations("", "");
    assert_deviations("EXTENDED=yes", "");
    run_expecting(0, "rm protocol/follow_up.m4 && make lock");
}

static void comments_spaces_lines_and_captions_are_no_settings(void **state) {
    (void)state;
    edit("s/^The search/A new line.\\n&/; s/^stage(sweep/%{\\nA comment.\\n%}\\n\\n&/;"
         "s/epochs(2)/epochs( 2 )/; s/variance >= 0.9/variance>=0.9/; s/\\[It may/[\\n   It   may/;"
         "s/Loss by epoch/Another caption/; s/2, 4)/2,4)/");
    assert_deviations("", "");
}

static void the_command_line_is_told(void **state) {
    (void)state;
    run_expecting(0, "touch rows");
    assert_deviations("ACTIVATIONS=rows THREADS=2 CC='gcc -pipe' EXTRA_CFLAGS=-g",
                      "--\tmake\tCC\t--\tgcc -pipe\tcommand line\n"
                      "--\tmake\tEXTRA_CFLAGS\t--\t-g\tcommand line\n"
                      "setup\tactivations(answer)\tfile\t--\trows\tcommand line\n"
                      "setup\tactivations(answer)\tfrom\tsetup.adder\t--\t--\n"
                      "setup\tactivations(answer)\tlayer\t1\t--\t--\n"
                      "setup\tactivations(answer)\tposition\t5\t--\t--\n");
    assert_deviations("", "");
    struct outcome refused = run_expecting(1, "make lock ACTIVATIONS=rows");
    assert_non_null(strstr(refused.output, "ACTIVATIONS is set, expected none"));
}

static void a_declared_deviation_is_of_the_study(void **state) {
    (void)state;
    run_expecting(0, "printf '%%s\\n' 'deviation(odd,' '  published([An even $k$.], [nowhere])'"
                     " '  here([An odd one, of 50\\%%.])' '  because([Why not?]))'"
                     " >> protocol/adaptive.m4 && make lock");
    assert_deviations("", "");
    run_expecting(0, "cut -f1-6,8 build/deviations.tsv | grep -qxF 'study\tadaptive\t"
                     "deviation(odd)\tnowhere\tAn even $k$.\tAn odd one, of 50\\%%.\tWhy not?'");
}

/* The comparison ends with this line, and nothing of it is left. */
static void assert_lock_refused(const char *message) {
    run_expecting(0, "rm -f build/deviations.tsv");
    struct outcome outcome = run_expecting(2, "make BUILDING=yes build/deviations.tsv 2>&1");
    if (!has_line(outcome.output, message))
        fail_msg("expected the line \"%s\", got:\n%s", message, outcome.output);
    run_expecting(1, "test -e build/deviations.tsv");
}

static void a_lock_that_is_none_is_refused(void **state) {
    (void)state;
    run_expecting(0, "rm protocol.lock");
    assert_lock_refused(
        "protocol.lock: not found, expected the lock of the protocols: run 'make lock'");
    run_expecting(0, "make lock && sed -i '3s/\t/ /' protocol.lock");
    assert_lock_refused("protocol.lock:3: malformed, expected 4 columns between tabs");
    run_expecting(0, "make lock && sed -i 's/0.9$/0.8/' protocol.lock");
    assert_lock_refused("protocol.lock: the hash of adaptive is not that of its lines, expected "
                        "them as 'make lock' writes them");
    run_expecting(0, "make lock && sed -i '/sha256/d' protocol.lock");
    assert_lock_refused("protocol.lock: the hash of adaptive is not that of its lines, expected "
                        "them as 'make lock' writes them");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_was_locked_differs_in_nothing, lock),
        cmocka_unit_test_setup(a_lock_is_sorted_lines_behind_their_hash, lock),
        cmocka_unit_test_setup(a_setting_is_told_wherever_it_is_used, lock),
        cmocka_unit_test_setup(a_criterion_and_a_sentence_are_told, lock),
        cmocka_unit_test_setup(an_added_and_a_removed_setting_lack_a_side, lock),
        cmocka_unit_test_setup(an_experiment_is_told_as_one, lock),
        cmocka_unit_test_setup(an_extended_experiment_may_be_left_out, lock),
        cmocka_unit_test_setup(comments_spaces_lines_and_captions_are_no_settings, lock),
        cmocka_unit_test_setup(the_command_line_is_told, lock),
        cmocka_unit_test_setup(a_declared_deviation_is_of_the_study, lock),
        cmocka_unit_test_setup(a_lock_that_is_none_is_refused, lock),
    };
    return cmocka_run_group_tests_name("lock", tests, open_project, remove_project);
}
