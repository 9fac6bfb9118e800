#!/usr/bin/env bash
# A metric of a comparison: its line in gen/metrics.m4 and its function are all that it takes to be found for every
# comparison, in tables, claims and questions.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

# --- the change ----------------------------------------------------------------------------------

cat >> gen/metrics.m4 <<'END'
_metric([ratio], [comparison], [ratio], [plain], [<of> of <first> over that of <second>], [], [], [], [],
    [mean of the first over mean of the second])
END
cat >> src/metrics/comparison.c <<'END'

double comparison_ratio(const struct comparison *comparison) {
    return comparison->first->measured[comparison->of].mean / comparison->second->measured[comparison->of].mean;
}
END
cat > protocol/gains.m4 <<'END'
experiment(gains, [Gains as ratios])
uses(adaptive)

compare(error,
  like(bootstrap_95)
  of(mean_squared_error) between(adaptive.retrain, adaptive.control)
  bootstrap(difference = 7))

claim(error_falls,
  when(error.ratio < 1, holds, [The error falls to \Value{error.ratio} of what it was.])
  otherwise(not_resolved, [The error stands at \Value{error.ratio} of what it was.]))

claim(pwmcc_rises,
  when(adaptive.lambda_gain.ratio > 1 and adaptive.lambda_gain.ci_low > 0, holds, [PWMCC rises.])
  otherwise(not_resolved, [PWMCC rises by a factor of \Value{adaptive.lambda_gain.ratio}.]))

table(shown, of(error, adaptive.lambda_gain) shows(ratio, difference) caption([Ratios.]))
END
made report

# --- where it is found ---------------------------------------------------------------------------

# the table of values, of comparisons that were there before too
ratio=$(value gains.error.ratio)
expected=$(awk -v a="$(value adaptive.retrain.mean_squared_error)" -v b="$(value adaptive.control.mean_squared_error)" \
    'BEGIN { printf "%.9f", a / b }')
[ "$(printf %.9f "$ratio")" = "$expected" ] || fail "the ratio is $ratio, expected $expected"
has "gains\.error\.ratio	$ratio	.*	mean_squared_error of adaptive\.retrain over that of adaptive\.control	protocol/gains.m4:4" \
    results/gains/values.tsv
has 'adaptive\.lambda_gain\.ratio	.*	trained_pwmcc of adaptive\.sweep\.lambda1e-3 over that of .*' \
    results/adaptive/values.tsv

# a table, a claim
pdftotext -layout build/report.pdf build/report.txt
has ' *comparison +ratio +difference' build/report.txt
has " *error +$(value gains.error.ratio 3) .*" build/report.txt
has " *lambda_gain +$(value adaptive.lambda_gain.ratio 3) .*" build/report.txt
has "gains\.error_falls	(holds|not_resolved)	.*	gains\.error\.ratio=$(value gains.error.ratio 3)	.*" \
    results/gains/claims.tsv
has 'gains\.pwmcc_rises	.*	adaptive\.lambda_gain\.ratio=.*,adaptive\.lambda_gain\.ci_low=.*' results/gains/claims.tsv

# the questions
made words
has '  ratio +of comparison: mean of the first over mean of the second' build/said
made why VALUE=gains.error.ratio
has '  formula    mean_squared_error of adaptive\.retrain over that of adaptive\.control' build/said
has '  claims     gains\.error_falls: .*' build/said
has '.* page [0-9]+, Table [0-9]+' build/said

touched gen/metrics.m4 src/metrics/comparison.c protocol/gains.m4

# --- mistakes ------------------------------------------------------------------------------------

mistaken protocol/gains.m4 's/shows(ratio/shows(ration/' \
    "protocol/gains\.m4:17: shows: 'ration' is no value of gains\.error"
mistaken protocol/gains.m4 's/when(error\.ratio/when(error.ration/' \
    "protocol/gains\.m4:10: when: 'error\.ration' is no value known here, expected the id of one declared above"
mistaken gen/metrics.m4 '/_metric(\[ratio\]/s/\[\],$/[stage 8],/' \
    "gen/metrics\.m4: ratio: 'stage 8' is no column for a metric of comparison, expected a place in one of: "

passed
