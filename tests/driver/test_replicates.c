/* Experiments repeated on other transformers: the tables of the replicates, what they say together,
 * and the verdict by their interval. */
#include "tiny_study.h"

/* The tiny study repeated on two more transformers and on a checkpoint, with three of its values
 * published: one as it is, one far off, one near. */
static void make_repeats(void) {
    make_report();
    run_expecting(0, "cp $CHECKOUT/tests/tiny/other_replicates.m4 protocol &&"
                     "printf 'adaptive.control.explained_variance\t0.9999\tnowhere\n"
                     "adaptive.retrain.delta\t%%+.3f\tnowhere\n' "
                     "$(awk '$1 == \"adaptive.retrain.delta\" { print $2 + 0.001 }' "
                     "results/adaptive/values.tsv) >> data/reported.tsv && make report");
}

/* A replicate on the study's own activations has the study's bytes; others have units of their own,
 * of the candidates that are kept. */
static void a_replicate_is_the_experiment_as_it_stands(void **state) {
    (void)state;
    make_repeats();
    run_expecting(0,
                  "for table in values claims search.candidates sweep.pairs; do cmp "
                  "results/{,other_replicates/seeds/answer/}adaptive/$table.tsv || exit 1; done");
    assert_exists("results/units/" TRANSFORMER("2") "/layer1-position5/" SAE(
        "4", "0") "/seed1/epoch2.safetensors");
    run_expecting(0, "test $(find results/units -path '*keeplast/epoch1/*k2-lambda0-*' | grep -c "
                     "epoch2) = 2 && ! find results/units -path '*keeplast/epoch1/*k4-*' | grep "
                     "epoch2.safetensors");
    run_expecting(0, "sed -i 's/bootstrap(difference = 53)/bootstrap(difference = 54)/' "
                     "protocol/adaptive.m4 && make values && cmp "
                     "results/{,other_replicates/seeds/answer/}adaptive/values.tsv");
}

/* A transformer goes on from an earlier epoch of its own; from its start it comes out the same. */
static void a_later_epoch_goes_on_from_an_earlier_one(void **state) {
    (void)state;
    make_repeats();
    run_expecting(0,
                  "first=$(ls results/transformers/*/*-keeplast/epoch1.safetensors) &&"
                  "second=${first%%1.safetensors}2.safetensors && sha256sum $second > made &&"
                  "rm $second && make -n BUILDING=yes values | grep -q \"make $second $first\" &&"
                  "build/bin/other_replicates make $second && sha256sum -c made");
}

/* Mean, spread and interval as awk takes them; t with two degrees of freedom is 4.302653. */
static void a_repeat_tells_where_one_more_would_lie(void **state) {
    (void)state;
    make_repeats();
    run_expecting(
        0,
        "grep -h '^adaptive.retrain.delta\t' results/other_replicates/seeds/*/adaptive/values.tsv "
        "| awk '{ y[NR] = $2; sum += $2 } END { m = sum / NR; for (i = 1; i <= NR; i++) "
        "q += (y[i] - m)^2; s = sqrt(q / (NR - 1)); r = 4.302653 * s * sqrt(1 + 1 / NR); "
        "printf \"%%.5f %%.5f %%.5f %%.5f\\n\", m, s, m - r, m + r }' > expected;"
        "awk '$1 ~ /seeds.adaptive.retrain.delta.(mean|spread|prediction_)/ { printf "
        "\"%%s%%.5f\", between, $2; between = \" \" } END { print \"\" }' "
        "results/other_replicates/values.tsv | diff expected -");
    run_expecting(
        0,
        "holds=$(cut -f1,2 results/other_replicates/seeds/*/adaptive/claims.tsv | grep -c "
        "'alignment_helps\tholds'); grep \"^other_replicates.seeds.adaptive.alignment_helps.holds"
        "\t$holds\t\" results/other_replicates/values.tsv");
}

static void a_published_value_is_judged_by_its_interval(void **state) {
    (void)state;
    make_repeats();
    run_expecting(0, "high=$(awk '$1 ~ /seeds.adaptive.control.explained_variance.prediction_high/ "
                     "{ print $2 }' results/other_replicates/values.tsv);"
                     "awk -v high=$high '$1 == \"adaptive.control.explained_variance\" && $7 == "
                     "\"outside\" && $8 == sprintf(\"%%+.4f\", 0.9999 - high) { found = 1 } END { "
                     "exit !found }' results/verdict/reported.tsv");
    run_expecting(0,
                  "grep -P '^adaptive.retrain.delta\t.*\twithin\t\tnowhere$' "
                  "results/verdict/reported.tsv && "
                  "grep -P '^adaptive.best_k\t.*\tequal\t\tnowhere$' results/verdict/reported.tsv");
    run_expecting(0, "grep -P '^verdict.outside\t1\t' results/verdict/values.tsv && pdftotext "
                     "-layout build/report.pdf - | grep -q 'outside by'");
    run_expecting(0, "make report REPLICATES=0 && grep -P '^verdict.outside\tnan\t--' "
                     "results/verdict/values.tsv && ! pdftotext build/report.pdf - | grep 'other "
                     "transformers'");
}

/* A second publication has a verdict of its own, by the same intervals, and changes nothing of the
 * first; of its values only those that a repeat keeps are told. */
static void another_publication_is_told_apart(void **state) {
    (void)state;
    make_repeats();
    run_expecting(0, "cp -r results before && cp $CHECKOUT/tests/tiny/letter.m4 "
                     "protocol/letter_values.m4 &&"
                     "rm data/reported-* && find results -name 'reported-*' -delete && printf "
                     "'adaptive.search.k4.explained_variance\t-5.0\t"
                     "page 1\nadaptive.search.k2.delta\t%%+.9f\tpage 2\nadaptive.gone\t3\tpage "
                     "3\n' \"$(awk '$1 == \"adaptive.search.k2.delta\" { print $2 }' "
                     "results/adaptive/values.tsv)\" > data/reported-letter.tsv && make report");
    run_expecting(
        0, "cmp {before,results}/verdict/reported.tsv && cmp "
           "{before,results}/other_replicates/seeds.replicates.tsv && for table in "
           "other_replicates verdict; do grep -v paper before/$table/values.tsv > was &&"
           "grep -v '[.]search[.]\\|letter' results/$table/values.tsv | diff was - || exit 1; "
           "done");
    struct outcome told = run_expecting(
        0,
        "cut -f1,3 results/verdict/values.tsv; cut -f1,2,7,9 results/verdict/reported-letter.tsv;"
        "cut -f1,2 results/letter_values/claims.tsv; cut -f1 results/other_replicates/values.tsv");
    ASSERT_LINES(told.output, "verdict.letter.published\t3", "verdict.letter.rebuilt\t2",
                 "verdict.letter.equal_as_printed\t1", "verdict.letter.outside\t1",
                 "verdict.letter.below\t1", "verdict.letter.above\t0",
                 "adaptive.search.k4.explained_variance\t-5.0\toutside\tpage 1",
                 "adaptive.gone\t3\tnot rebuilt\tpage 3",
                 "letter_values.search_as_in_letter\tholds",
                 "other_replicates.seeds.adaptive.search.k4.explained_variance.mean",
                 "other_replicates.checkpoints.epoch_1.adaptive.search.k2.delta");
    assert_null(strstr(told.output, "checkpoints.epoch_1.adaptive.search.k4"));
    told = run_expecting(0, "make why VALUE=adaptive.search.k4.explained_variance; make why "
                            "VALUE=letter.adaptive.search.k4.explained_variance");
    ASSERT_LINES(told.output, "  published  -5.0 (page 1)",
                 "  kept in    data/reported-letter.tsv");
    run_expecting(
        0, "sed -i 's/\t-5.0\t/\t5.0\t/' data/reported-letter.tsv && make report && grep -P "
           "'^verdict.letter.above\t1\t' results/verdict/values.tsv && grep -P "
           "'search_as_in_letter\tnot_resolved' results/letter_values/claims.tsv && make audit");
}

static void a_replicates_value_tells_its_own_chain(void **state) {
    (void)state;
    make_repeats();
    struct outcome told =
        run_expecting(0, "make why VALUE=other_replicates.seeds.seed_1.adaptive.retrain.delta");
    ASSERT_LINES(told.output, "  repeat other_replicates.seeds",
                 "  replicate seed_1: results/other_replicates/seeds/seed_1/",
                 "  stage adaptive.retrain", "  activations other_replicates.seed_1",
                 "  transformer other_replicates.adder_1",
                 "    protocol/other_replicates.m4:8  seed(1)");
    assert_null(strstr(told.output, "activations setup.answer"));
    assert_non_null(strstr(told.output, "results/units/" TRANSFORMER("1") "/layer1-position5/"));
}

/* A claim on an experiment that is not repeated would hold in every replicate or in none. */
static void a_claim_that_rests_elsewhere_is_not_counted(void **state) {
    (void)state;
    put_back();
    run_expecting(0,
                  "cp $CHECKOUT/tests/tiny/{curves,other_replicates}.m4 protocol &&"
                  "printf '%%s\n' 'experiment(judged, [Judged])' 'uses(adaptive)' 'uses(curves)'"
                  " '' 'claim(here, when(adaptive.lambda_gain.ci_low > -2 and setup.answer.rows >"
                  " 0, holds, [Here.]) otherwise(not_resolved, [Nowhere.]))' '' 'claim(there,"
                  " when(adaptive.lambda_gain.ci_low > -2 and curves.longer.difference > -2,"
                  " holds, [There.]) otherwise(not_resolved, [Nowhere.]))' > protocol/judged.m4");
    run_expecting(0, "sed -i 's/^uses(adaptive)/&\\nuses(judged)/; s/of(adaptive)/of(adaptive, "
                     "judged)/' protocol/other_replicates.m4 && make report");
    run_expecting(0, "grep -q '^other_replicates.seeds.judged.here.holds\t3\t' "
                     "results/other_replicates/values.tsv &&"
                     "! grep 'judged.there' results/other_replicates/values.tsv");
    assert_says(1,
                "protocol/other_replicates.m4:30: when: 'seeds.judged.there.holds' is no value "
                "known here, expected the id of one declared above",
                "sed -i 's/when(seeds.adaptive.alignment_helps/when(seeds.judged.there/' "
                "protocol/other_replicates.m4 && make lint");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replicate_is_the_experiment_as_it_stands),
        cmocka_unit_test(a_later_epoch_goes_on_from_an_earlier_one),
        cmocka_unit_test(a_repeat_tells_where_one_more_would_lie),
        cmocka_unit_test(a_published_value_is_judged_by_its_interval),
        cmocka_unit_test(another_publication_is_told_apart),
        cmocka_unit_test(a_replicates_value_tells_its_own_chain),
        cmocka_unit_test(a_claim_that_rests_elsewhere_is_not_counted),
    };
    return cmocka_run_group_tests_name("replicates", tests, open_study, remove_project);
}
