/* Repeats that are held against publications: what they come to, which is the nearest, and that the
 * choice looks at one publication alone. */
#include "tiny_study.h"

#define REPORT "data/reported.tsv"
#define LETTER "data/reported-letter.tsv"

/* The values of the study that are published: those that it has, as printed. One letter prints two
 * more. */
static void make_populations(void) {
    put_back();
    run_expecting(0,
                  "rm -rf data && cp -a $CHECKOUT/data . && rm data/reported-* && make values &&"
                  "awk -F'\t' -v OFS='\t' '$1 ~ /^adaptive.(control|sweep.lambda0|best_k)/ && $1 "
                  "!~ /ci_|jack|low|expected|deviation/ { print $1, $3, \"nowhere\" }' "
                  "results/adaptive/values.tsv | tee all | grep -v mean_squared > data/reported.tsv"
                  " && grep mean_squared all > data/reported-letter.tsv &&"
                  "cp $CHECKOUT/tests/tiny/populations.m4 protocol && make report");
}

/* Publish, in that file, the mean that the replicates of one population have for each value. */
static void publish_mean_of(const char *population, const char *file) {
    run_expecting(
        0,
        "awk -F'\t' -v OFS='\t' -v own=populations.%s. 'NR == FNR { if (index($1, own) == "
        "1) { id = substr($1, length(own) + 1); sub(/^[a-z0-9_]*[.]/, \"\", id); sum[id] "
        "+= $2; count[id]++ } next } { $2 = sprintf(\"%%.9f\", sum[$1] / count[$1]); print "
        "}' results/populations/values.tsv %s > mean && mv mean %s && make report",
        population, file, file);
}

/* Which of the two lies at the means is the nearest, and the values of the nearest are told again.
 * A repeat that is held against publications gives the verdict no interval. */
static void the_nearest_is_the_one_at_the_means(void **state) {
    (void)state;
    make_populations();
    publish_mean_of("early", REPORT);
    struct outcome told =
        run_expecting(0, "cut -f1,3 results/{populations,verdict}/values.tsv; cut "
                         "-f1,2 results/populations/claims.tsv");
    ASSERT_LINES(
        told.output, "populations.likeliest\t1", "populations.likeliest.early.rank\t1",
        "populations.likeliest.trained.rank\t2", "populations.early.published.distance\t0.00",
        "populations.early.published.outside\t0", "populations.early.published.p_value\t1.000",
        "populations.trained_is_nearest\tcontradicted", "verdict.within\t--");
    publish_mean_of("trained", REPORT);
    told = run_expecting(0, "cut -f1,3 results/{populations,verdict}/values.tsv; cut -f1,2 "
                            "results/populations/claims.tsv");
    ASSERT_LINES(told.output, "populations.likeliest\t2", "populations.likeliest.trained.rank\t1",
                 "populations.likeliest.published.distance\t0.00",
                 "populations.trained_is_nearest\tholds");
    run_expecting(0, "value() { awk -v id=populations.$1 '$1 == id { print $2 }' "
                     "results/populations/values.tsv; };"
                     "for metric in varying within outside distance p_value; do "
                     "test $(value trained.letter.$metric) = $(value likeliest.letter.$metric) || "
                     "exit 1; done; test $(value trained.published.within) = $(grep -c . "
                     "data/reported.tsv)");
    run_expecting(0,
                  "test $(grep -c '^adaptive' results/populations/trained.replicates.tsv) -gt 6");
    told = run_expecting(0, "make why VALUE=populations.early.published.distance; make why "
                            "VALUE=populations.likeliest");
    ASSERT_LINES(told.output, "  repeat populations.early", "  nearest populations.likeliest",
                 "    protocol/populations.m4:24  held_against(published,letter)");
    run_expecting(0, "make audit");
}

/* The letter is held against the chosen population, and has no part in choosing it: wherever its
 * values lie, the report's pick the same one. */
static void another_publication_has_no_part_in_the_choice(void **state) {
    (void)state;
    make_populations();
    publish_mean_of("trained", REPORT);
    publish_mean_of("trained", LETTER);
    run_expecting(0, "cp -r results before");
    publish_mean_of("early", LETTER);
    struct outcome before = run_expecting(0, "cut -f1,3 before/populations/values.tsv"),
                   after = run_expecting(0, "cut -f1,3 results/populations/values.tsv");
    ASSERT_LINES(before.output, "populations.likeliest\t2",
                 "populations.trained.letter.distance\t0.00");
    ASSERT_LINES(after.output, "populations.likeliest\t2",
                 "populations.early.letter.distance\t0.00");
    assert_false(has_line(after.output, "populations.trained.letter.distance\t0.00"));
    run_expecting(0,
                  "diff {before,results}/populations/values.tsv | grep '^[<>]' | grep -v letter; "
                  "test $? = 1");
    run_expecting(0,
                  "cd before && find populations adaptive -name '*.tsv' ! -path "
                  "'*/verdict/*' ! -path populations/values.tsv ! -name claims.tsv -exec cmp {} "
                  "../results/{} \\; > ../changes && ! grep . ../changes && cut -f1,2 "
                  "populations/claims.tsv | diff - <(cut -f1,2 ../results/populations/claims.tsv)");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_is_the_one_at_the_means),
        cmocka_unit_test(another_publication_has_no_part_in_the_choice),
    };
    return cmocka_run_group_tests_name("populations", tests, open_study, remove_project);
}
