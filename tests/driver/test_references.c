/* Stages that are aligned to each seed of another in turn, and their comparison candidate by
 * candidate. */
#include "tiny_study.h"

static void make_references(void) {
    put_back();
    run_expecting(0, "cp $CHECKOUT/tests/tiny/references.m4 protocol && make values");
}

/* A candidate's models are those of the other seeds, aligned to the unit of the seed that it says;
 * without a penalty they are the plain ones, trained once. */
static void each_seed_is_the_reference_in_turn(void **state) {
    (void)state;
    make_references();
    for (int reference = 1; reference <= 4; reference++)
        for (int seed = 1; seed <= 4; seed++)
            run_expecting(seed == reference ? 1 : 0,
                          "test -e '" UNITS SAE("4", "0.5") "/aligned/" SAE(
                              "4", "0") "/seed%d/epoch2/seed%d/epoch2.safetensors'",
                          reference, seed);
    run_expecting(0, "test $(ls -d '" UNITS SAE("4", "0") "'/seed[1-4]/epoch2.safetensors | wc -l)"
                                                          " = 4 && ! ls -d '" UNITS SAE(
                                                              "4", "0") "'/aligned");
    run_expecting(0, "cut -f2,3,4,7 results/references/plain.pairs.tsv | grep -c '^1\t3\t' | grep "
                     "-x 4 && test $(cut -f1,2 results/references/aligned.units.tsv | sort -u | "
                     "wc -l) = 17");
}

/* A candidate of one turn is that turn. */
static void a_turn_alone_is_the_same(void **state) {
    (void)state;
    make_references();
    run_expecting(0, "turn() { sed -n \"s/^references.$1[.]\\([a-z_.]*\\t[^\\t]*\\)\\t.*/\\1/p\" "
                     "results/references/values.tsv; };"
                     "diff <(turn one_turn) <(turn aligned.reference3) && diff <(turn one) <(turn "
                     "turns.reference3) && turn one_turn | grep -q alignment");
}

/* The differences, and their means and intervals as awk takes them from the tables of pairs; t with
 * two degrees of freedom is 4.302653, with three 3.182446. */
static void comparisons_are_summed_up(void **state) {
    (void)state;
    make_references();
    run_expecting(
        0, "cd results/references && paste aligned.pairs.tsv plain.pairs.tsv | awk '{ n = NF "
           "/ 2 } NR > 1 && $1 == $(n + 1) && $2 == $(n + 2) && $3 == $(n + 3) { print $1, "
           "$2, $3, $4 - $(n + 4), $n }' > expected && test $(wc -l < expected) = 24 &&"
           "awk 'NR > 1 { print $1, $3, $4, $5 + 0, $6 }' CONVFMT=%%.6g "
           "turns.differences.tsv | diff expected - && rm expected");
    run_expecting(
        0, "cd results/references && awk 'NR > 1 { c = $1; d[c, $6, ++n[c, $6]] = $5; s[c, $6] += "
           "$5 } END { for (i = 1; i <= 4; i++) { c = \"reference\" i; for (w = 1; w >= 0; w--) { "
           "m = s[c, w] / 3; q = 0; for (j = 1; j <= 3; j++) q += (d[c, w, j] - m)^2; r = 4.302653 "
           "* sqrt(q / 2 / 3) * (w ? 1 : 2); printf \"%%s %%.5f %%.5f %%.5f\\n\", c, m, m - r, m + "
           "r; mean[w] += m / 4; of[w, i] = m } } for (w = 1; w >= 0; w--) { q = 0; for (i = 1; i "
           "<= 4; i++) q += (of[w, i] - mean[w])^2; r = 3.182446 * sqrt(q / 3 / 4); printf \"all "
           "%%.5f %%.5f %%.5f\\n\", mean[w], mean[w] - r, mean[w] + r } }' turns.differences.tsv > "
           "expected; value() { awk -v id=references.turns.$1 '$1 == id { printf \" %%.5f\", $2 "
           "}' values.tsv; }; for c in reference{1,2,3,4}. ''; do for part in with without; do "
           "echo \"$(c=${c%%.}; echo ${c:-all})$(value $c${part}_reference)"
           "$(value $c${part}_reference_low)$(value $c${part}_reference_high)\"; done; done | diff "
           "expected - && rm expected");
}

static void a_turn_tells_its_chain(void **state) {
    (void)state;
    make_references();
    struct outcome told =
        run_expecting(0, "make why VALUE=references.turns.reference2.with_reference");
    ASSERT_LINES(told.output, "  compare_each references.turns",
                 "  stage references.aligned.reference2", "  stage references.models");
    assert_non_null(strstr(told.output, "/seed2/epoch2/seed1/epoch2.safetensors"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_seed_is_the_reference_in_turn),
        cmocka_unit_test(a_turn_alone_is_the_same),
        cmocka_unit_test(comparisons_are_summed_up),
        cmocka_unit_test(a_turn_tells_its_chain),
    };
    return cmocka_run_group_tests_name("references", tests, open_study, remove_project);
}
