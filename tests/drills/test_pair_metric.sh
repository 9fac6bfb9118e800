#!/usr/bin/env bash
# A metric of a pair of models: its line in gen/metrics.m4 and its function are all that it takes to be found wherever
# a metric is told, drawn, compared, chosen by, claimed on and asked for. It is resampled, so that its mean has an
# interval: the stages give a seed for that.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

# --- the change ----------------------------------------------------------------------------------

cat >> gen/metrics.m4 <<'END'
_metric([asymmetry], [pair], [asymmetry], [plain], [mean over pairs of abs(alignment(A, B) - alignment(B, A))],
    [], [], [bootstrap], [stage 8 alone, candidates 11, pairs 3],
    [how much nearer one decoder lies to the other than the other to it])
END
cat >> src/metrics/pair_metrics.c <<'END'

double pair_asymmetry(const struct pair *pair) {
    const struct model *a = pair->first, *b = pair->second;
    return fabs(alignment(a->decoder, a->d_sae, b->decoder, b->d_sae, a->d_model) -
                alignment(b->decoder, b->d_sae, a->decoder, a->d_sae, a->d_model));
}
END
refused 'protocol/adaptive\.m4:7: stage\(search\): bootstrap lacks asymmetry, expected asymmetry = seed' lint
sed -i 's/bootstrap(trained_pwmcc = 1./&, asymmetry = 41/' protocol/adaptive.m4
cat > protocol/sides.m4 <<'END'
experiment(sides, [Decoders from both sides])
uses(adaptive)

stage(search, like(adaptive.search))

choose(most_alike, from(search) maximise(asymmetry, delta) subject_to(asymmetry >= 0) otherwise(stop))

compare(more,
  like(bootstrap_95)
  of(asymmetry) between(adaptive.sweep.lambda1e-3, adaptive.sweep.lambda0)
  bootstrap(difference = 7))

claim(sides_differ,
  when(search.k4.asymmetry.ci_low > 0, holds, [The sides differ by \Value{search.k4.asymmetry}.])
  otherwise(not_resolved, [The sides may differ by \Value{search.k4.asymmetry}.]))

table(shown, of(search) shows(asymmetry) caption([Both sides.]))
END
made report

# --- where it is found ---------------------------------------------------------------------------

# the table of values, with the ends of its interval
for id in search.k2 search.best_k control sweep.lambda1e-3; do
    has "adaptive\.$id\.asymmetry	0\.[0-9e-]+	0\.[0-9]{5}	mean over pairs of abs.*" results/adaptive/values.tsv
    has "adaptive\.$id\.asymmetry\.ci_high	0\.[0-9e-]+	.*	bootstrap of the mean over pairs of abs.*, seed 41	.*" \
        results/adaptive/values.tsv
done

# the tables that figures are drawn from: the mean of a candidate's pairs is its value
pairs=results/adaptive/sweep.pairs.tsv
mean=$(paste <(column $pairs candidate) <(column $pairs asymmetry) |
    awk '$1 == "lambda0" { sum += $2; n++ } END { printf "%.6f", sum / n }')
[ "$mean" = "$(printf %.6f "$(value adaptive.sweep.lambda0.asymmetry)")" ] || fail "the pairs' mean is $mean"
[ "$(column results/adaptive/sweep.candidates.tsv asymmetry | awk 'NR == 1 { printf "%.6f", $1 }')" = "$mean" ] ||
    fail 'not in the table of candidates'
column results/adaptive/sweep.candidates.tsv asymmetry.ci_low > build/column

# a pair's mean of both sides, which lie as far from it as half of this, is its PWMCC: none is above one
paste <(column $pairs trained_pwmcc) <(column $pairs asymmetry) |
    awk '$2 < 0 || $1 + $2 / 2 > 1 { print; exit 1 }' || fail 'a side is above one'

# the stage's table of the report, without the interval, as the line says
has '.*& alignment & asymmetry\}' build/adaptive.tex
lacks '.*\\Interval\{adaptive\.search\.k2\.asymmetry\}.*' build/adaptive.tex
pdftotext -layout build/report.pdf build/report.txt
has ' *k +trained PWMCC .* MSE +asymmetry' build/report.txt
has " *4 +$(value adaptive.search.k4.trained_pwmcc 3).* $(value adaptive.search.k4.asymmetry 3)" build/report.txt

# a choice, a comparison (with pairs of both, leaving out a seed at a time), a claim, a table
has 'sides\.most_alike	[24]	[24]	.*' results/sides/values.tsv
has 'sides\.more\.jackknife_low	-?[0-9.e-]+	.*' results/sides/values.tsv
has 'sides\.sides_differ	(holds|not_resolved)	.*	sides\.search\.k4\.asymmetry\.ci_low=.*' results/sides/claims.tsv
has " *search, k = 4 +$(value sides.search.k4.asymmetry 3)" build/report.txt

# the questions
made words
has '  asymmetry +of pair: how much nearer .*' build/said
has ' +its interval needs bootstrap\(asymmetry = seed\)' build/said
made why VALUE=sides.search.k4.asymmetry
has '  formula    mean over pairs of abs\(alignment\(A, B\) - alignment\(B, A\)\)' build/said
made why VALUE=sides.more.difference
has '  formula    asymmetry of adaptive\.sweep\.lambda1e-3 less that of adaptive\.sweep\.lambda0' build/said

touched gen/metrics.m4 src/metrics/pair_metrics.c protocol/adaptive.m4 protocol/sides.m4

# --- mistakes ------------------------------------------------------------------------------------

mistaken gen/metrics.m4 's/pairs 3/pairs 2/' \
    'gen/metrics\.m4: asymmetry and random_pwmcc both stand at place 2 of pairs, expected two places'
mistaken gen/metrics.m4 's/pairs 3/units 4/' \
    "gen/metrics\.m4: asymmetry: 'units 4' is no column for a metric of pair, expected a place in one of: stage candidates pairs"
mistaken protocol/sides.m4 's/of(asymmetry)/of(symmetry)/' \
    "protocol/sides\.m4:10: of: 'symmetry' is no metric to compare stages by.*, expected one of .* asymmetry .*"

passed
