#!/usr/bin/env bash
# A metric of a model: its line in gen/metrics.m4 and its function are all that it takes to be found wherever a metric
# is told, drawn, compared, chosen by, claimed on and asked for.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

# --- the change ----------------------------------------------------------------------------------

cat >> gen/metrics.m4 <<'END'
_metric([l0], [model], [latents a row], [plain], [mean over models of l0], [], [], [],
    [stage 8, candidates 11, units 4], [mean number of latents that a row keeps])
END
cat >> src/metrics/model_metrics.c <<'END'

double model_l0(const struct model *model) {
    return artifact_number(model->unit, "l0");
}
END
cat > protocol/kept.m4 <<'END'
experiment(kept, [Latents that are kept])
uses(adaptive)

stage(search, like(adaptive.search))

choose(densest, from(search) maximise(l0) subject_to(l0 > 1) otherwise(stop))

compare(denser,
  like(bootstrap_95)
  of(l0) between(search.k4, search.k2)
  bootstrap(difference = 7))

claim(more_are_kept,
  when(search.k4.l0 > search.k2.l0, holds, [A row keeps \Value{search.k4.l0} latents.])
  otherwise(not_resolved, [A row keeps \Value{search.k2.l0} latents.]))

table(shown, of(search) shows(l0) caption([Latents that a row keeps.]))
END
made report

# --- where it is found ---------------------------------------------------------------------------

# the table of values, for every stage, with the number that the units hold
for id in search.k2 search.best_k control sweep.lambda1e-3; do
    has "adaptive\.$id\.l0	[24]	[24]\.00000	mean over models of l0	.*" results/adaptive/values.tsv
done

# the tables that figures are drawn from
[ "$(column results/adaptive/search.candidates.tsv l0 | xargs)" = '2 4' ] || fail 'not in the table of candidates'
[ "$(column results/adaptive/search.units.tsv l0 | xargs)" = '2 2 4 4' ] || fail 'not in the table of units'

# the stage's table of the report: heading and number, within the text
has '.*& MSE & latents a row\}' build/adaptive.tex
has '\\StageRow\{2 &.* & \\Value\{adaptive\.search\.k2\.l0\}\}.*' build/adaptive.tex
pdftotext -layout build/report.pdf build/report.txt
has ' *k +trained PWMCC .* MSE +latents a row' build/report.txt
has " *4 +$(value adaptive.search.k4.trained_pwmcc 3).* 4\.00000" build/report.txt
has 'adaptive\.search\.k4\.l0	[0-9]+	Table [0-9]+' build/tex/places.tsv
lacks 'Overfull \\hbox.*' build/tex/report.log

# a choice, a comparison, a claim, a table
[ "$(value kept.densest) $(value kept.denser.difference)" = '4 2' ] || fail 'not chosen or compared by'
has 'kept\.more_are_kept	holds	.*	kept\.search\.k4\.l0=4\.00000,kept\.search\.k2\.l0=2\.00000	.*' results/kept/claims.tsv
has ' *stage +latents a row' build/report.txt
has ' *search, k = 4 +4\.00000' build/report.txt

# the questions
made words
has '  l0 +of model: mean number of latents that a row keeps' build/said
has ' += mean over models of l0' build/said
made why VALUE=kept.search.k4.l0
has '  formula    mean over models of l0' build/said
has '  claims     kept\.more_are_kept: holds' build/said
made why VALUE=kept.denser.ci_low
has '    protocol/kept\.m4:10  of\(l0\) between\(.*' build/said

touched gen/metrics.m4 src/metrics/model_metrics.c protocol/kept.m4

# --- mistakes ------------------------------------------------------------------------------------

mistaken gen/metrics.m4 's/stage 8/stage 5/' \
    'gen/metrics\.m4: l0 and explained_variance both stand at place 5 of stage, expected two places'
mistaken gen/metrics.m4 's/stage 8/stage 9/' \
    'gen/metrics\.m4: l0 stands behind a gap in the places of stage, expected it at place 8'
mistaken gen/metrics.m4 's/units 4/pairs 3/' \
    "gen/metrics\.m4: l0: 'pairs 3' is no column for a metric of model, expected a place in one of: stage candidates units"
mistaken protocol/kept.m4 's/of(l0)/of(l1)/' "protocol/kept\.m4:10: of: 'l1' is no metric to compare stages by.*, expected one of.* l0"
mistaken protocol/kept.m4 's/maximise(l0)/maximise(l1)/' "protocol/kept\.m4:6: maximise: 'l1' is no metric.*, expected some of.* l0.*"
mistaken protocol/kept.m4 's/shows(l0)/shows(l1)/' "protocol/kept\.m4:17: shows: 'l1' is no value of kept\.search\.k2"
mistaken gen/metrics.m4 '/_metric(\[l0\]/s/\[\], \[\], \[\],$/[], [], [bootstrap],/' \
    'protocol/adaptive\.m4:7: stage\(search\): bootstrap lacks l0, expected l0 = seed'

passed
