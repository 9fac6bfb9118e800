#!/usr/bin/env bash
# A figure: a script in figures/, and its mention in a protocol.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

# --- the change ----------------------------------------------------------------------------------

cat > figures/pwmcc_by_pair.gp <<'END'
# PWMCC of each pair of a stage's models.
call 'figures/style.gp' 'pairs'
set label 1 'PWMCC of a pair'
set xlabel 'pair'
plot for [i = 1:words(stages)] word(stages, i).'.pairs.tsv' using 0:"trained_pwmcc" with linespoints linestyle i \
    title word(names, i)
load 'figures/close.gp'
END
cat > protocol/pairs.m4 <<'END'
experiment(pairs, [Pairs one by one])
uses(adaptive)

%{
Each pair by itself, in Figure~\ref{figure:pairs.each_pair}.
%}

figure(each_pair,
  draws(pwmcc_by_pair) of(adaptive.sweep, adaptive.search)
  caption([Some pairs are more alike than others.]))
END
made report

# --- where it is found ---------------------------------------------------------------------------

figure=build/figures/pairs-each_pair.pdf
pdftotext "$figure" build/figure.txt
has 'PWMCC of a pair' build/figure.txt
has 'sweep' build/figure.txt
pdftotext -layout build/report.pdf build/report.txt
has ' *Figure [0-9]+: Some pairs are more alike than others\.' build/report.txt

# it comes out as the same bytes; a change of the script draws it again, and nothing else is made again
made_before() { find build/figures results -type f ! -name journal.tsv -printf '%p %T@\n' | sort; }
sha256sum "$figure" > build/sum
made_before > build/before
rm "$figure"
made report
sha256sum --check --quiet build/sum || fail 'the figure came out otherwise'
sed -i "s/set xlabel 'pair'/set xlabel 'number of the pair'/" figures/pwmcc_by_pair.gp
made report
pdftotext "$figure" build/figure.txt
has 'number of the pair' build/figure.txt
made_before | comm -13 build/before - > build/new
[ "$(cut -d' ' -f1 build/new)" = "$figure" ] || fail "made again: $(cat build/new)"

made audit
has 'audit: .* 3 figures, report\.pdf: no fault .*' build/said

touched figures/pwmcc_by_pair.gp protocol/pairs.m4

# --- mistakes ------------------------------------------------------------------------------------

mistaken protocol/pairs.m4 's/draws(pwmcc_by_pair)/draws(pwmcc)/' \
    'protocol/pairs\.m4:9: draws: there is no figures/pwmcc\.gp, expected the name of a script there'
sed -i "s/'pairs'/'pears'/" figures/pwmcc_by_pair.gp
refused '.*line [0-9]+: results/adaptive/sweep\.pears\.tsv: cannot read' report

passed
