/* Experiments repeated on other transformers with seeds of their own. */
#include "tiny_study.h"

#define FRESH "results/fresh_replicates/fresh/"

/* The tiny study repeated twice on two more transformers: as it stands, and with its seeds raised
 * by 10 from one transformer to the next. Of a stage of its own the seeds are declared so. */
static void make_fresh(void) {
    put_back();
    run_expecting(0, "cp $CHECKOUT/tests/tiny/{other,fresh}_replicates.m4 protocol && rm -r data &&"
                     "cp -a $CHECKOUT/data . &&"
                     "printf 'adaptive.control.explained_variance\t0.5\tnowhere\n' "
                     ">> data/reported.tsv &&"
                     "printf 'experiment(declared, [Seeds said])\nuses(adaptive)\n"
                     "uses(other_replicates)\nstage(control, like(adaptive.control) "
                     "on(other_replicates.seed_2) seeds(21, 22))\n' > protocol/declared.m4 &&"
                     "make values");
}

/* The first replicate is the study itself. The others have its values under the same ids, with the
 * same bootstrap seeds, from units of seeds that no other replicate has. */
static void each_replicate_has_seeds_of_its_own(void **state) {
    (void)state;
    make_fresh();
    run_expecting(0,
                  "for table in values claims search.candidates sweep.pairs; do cmp "
                  "results/{,fresh_replicates/fresh/answer/}adaptive/$table.tsv || exit 1; done");
    run_expecting(0, "diff <(cut -f1,4,5 " FRESH "answer/adaptive/values.tsv) <(cut -f1,4,5 " FRESH
                     "seed_2/adaptive/values.tsv)");
    run_expecting(0, "for replicate in answer: seed_1:1 seed_2:2; do cut -f1,2 " FRESH
                     "${replicate%%:*}/adaptive/sweep.units.tsv | sort -u | grep -c "
                     "\"[^0-9]${replicate#*:}[123]$\" | grep -x 6 || exit 1; done");
    assert_exists("results/units/" TRANSFORMER("2") "/layer1-position5/" SAE(
        "4", "1e-3") "/aligned/" SAE("4", "0") "/seed23/epoch3/seed22/epoch3.safetensors");
}

static void raised_seeds_are_declared_seeds(void **state) {
    (void)state;
    make_fresh();
    run_expecting(0,
                  "control() { sed -n \"s/^[a-z]*.control[.]\\([a-z_.]*\\t[^\\t]*\\)\\t.*/\\1/p\" "
                  "$1; }; diff <(control results/declared/values.tsv) <(control " FRESH
                  "seed_2/adaptive/values.tsv) && control results/declared/values.tsv | grep -q "
                  "random_pwmcc");
}

/* A unit that is lost is made again, from a reference that is made again too. */
static void a_lost_unit_comes_back(void **state) {
    (void)state;
    make_fresh();
    run_expecting(
        0,
        "units=results/units/" TRANSFORMER("1") "/layer1-position5 && reference=$units/" SAE(
            "4",
            "0") "/seed13/epoch3.safetensors && unit=$units/" SAE("4",
                                                                  "1e-3") "/aligned/" SAE("4",
                                                                                          "0") "/se"
                                                                                               "ed1"
                                                                                               "3/"
                                                                                               "epo"
                                                                                               "ch3"
                                                                                               "/se"
                                                                                               "ed1"
                                                                                               "2/"
                                                                                               "epo"
                                                                                               "ch3"
                                                                                               ".sa"
                                                                                               "fet"
                                                                                               "ens"
                                                                                               "ors"
                                                                                               " &&"
                                                                                               " "
                                                                                               "sha"
                                                                                               "256"
                                                                                               "sum"
                                                                                               " $"
                                                                                               "uni"
                                                                                               "t "
                                                                                               "$re"
                                                                                               "fer"
                                                                                               "enc"
                                                                                               "e "
                                                                                               "> "
                                                                                               "mad"
                                                                                               "e "
                                                                                               "&& "
                                                                                               "rm "
                                                                                               "$un"
                                                                                               "it "
                                                                                               "$re"
                                                                                               "fer"
                                                                                               "enc"
                                                                                               "e "
                                                                                               "&& "
                                                                                               "mak"
                                                                                               "e "
                                                                                               "$un"
                                                                                               "it "
                                                                                               "&& "
                                                                                               "sha"
                                                                                               "256"
                                                                                               "sum"
                                                                                               " -"
                                                                                               "c "
                                                                                               "mad"
                                                                                               "e");
}

/* There is a mean and a spread, as awk takes them, and no prediction of what was published. */
static void a_spread_and_no_prediction(void **state) {
    (void)state;
    make_fresh();
    run_expecting(0,
                  "grep -h '^adaptive.control.explained_variance\t' " FRESH
                  "*/adaptive/values.tsv | awk '{ y[NR] = $2; sum += $2 } END { m = sum / NR; "
                  "for (i = 1; i <= NR; i++) q += (y[i] - m)^2; printf \"%%.5f %%.5f\\n\", m, "
                  "sqrt(q / (NR - 1)) }' > expected; awk '$1 ~ "
                  "/fresh.adaptive.control.explained_variance.(mean|spread|prediction)/ { printf "
                  "\"%%s%%.5f\", between, $2; between = \" \" } END { print \"\" }' "
                  "results/fresh_replicates/values.tsv | diff expected -");
    struct outcome told =
        run_expecting(0, "make why VALUE=fresh_replicates.fresh.seed_2.adaptive.control"
                         ".explained_variance");
    ASSERT_LINES(told.output,
                 "  replicate seed_2: results/fresh_replicates/fresh/seed_2/, each seed of a stage "
                 "+ 20");
    assert_non_null(strstr(told.output, "/seed21/epoch4.safetensors"));
    assert_null(strstr(told.output, "not made"));
}

static void a_driver_refuses_what_is_no_number(void **state) {
    (void)state;
    make_fresh();
    assert_says(1, "seeds_above -1: expected a whole number up to 999999999",
                "build/bin/adaptive seeds_above -1 values 2>&1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_replicate_has_seeds_of_its_own),
        cmocka_unit_test(raised_seeds_are_declared_seeds),
        cmocka_unit_test(a_lost_unit_comes_back),
        cmocka_unit_test(a_spread_and_no_prediction),
        cmocka_unit_test(a_driver_refuses_what_is_no_number),
    };
    return cmocka_run_group_tests_name("fresh", tests, open_study, remove_project);
}
