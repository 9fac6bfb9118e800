#!/usr/bin/env bash
# What figures call stages, candidates and values: by the settings that tell them apart, or else by name; and LaTeX
# takes these words through Make, a shell and gnuplot.
# shellcheck disable=SC2016
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/../call/project.sh"

project words
sed 's/^experiment(adaptive,/experiment(adaptive_l0,/' protocol/adaptive.m4 > protocol/adaptive_l0.m4
sed 's/adaptive\>/adaptive_l0/' "$checkout/tests/tiny/other_replicates.m4" > protocol/other_replicates.m4
rm protocol/adaptive.m4
cat > protocol/drawings.m4 <<'END'
experiment(drawings, [Figures of all kinds])
uses(adaptive_l0)

activations(gaussian, drawn_like(answer) seed(7))
activations(gaussian_8, like(gaussian) seed(8))
activations(permuted_rows, permuted_like(answer) seed(7))

stage(by_rows, like(adaptive_l0.retrain) vary(on, answer, gaussian, gaussian_8, permuted_rows))
stage(by_rows_of_4, like(by_rows) k(4))
stage(more_seeds, like(adaptive_l0.control) seeds(5, 6))
stage(elsewhere, like(adaptive_l0.control) on(permuted_rows))
stage(wider, like(adaptive_l0.control) d_sae(32) epochs(2))

figure(by_k, draws(training_loss) of(adaptive_l0.retrain, adaptive_l0.control) caption([a]))
figure(by_input, draws(consistency_by_input) of(by_rows, by_rows_of_4) caption([a]))
figure(by_two, draws(training_loss) of(wider, adaptive_l0.control, elsewhere) caption([a]))
figure(by_seeds, draws(training_loss) of(more_seeds, adaptive_l0.control) caption([a]))
figure(by_name, draws(training_loss) of(adaptive_l0.search, adaptive_l0.sweep) caption([a]))
END
make build/drawings.mk build/other_replicates.mk > said 2>&1 || fail "$(cat said)"

# given FIGURE VARIABLE VALUE: what the script of a figure is given, as Make reads it
given() {
    grep -qxF "\$(BUILD)/figures/$1.pdf \$(BUILD)/page/figures/$1.svg: $2 :=$3" build/*.mk ||
        fail "$1: expected $2 '$3', got$(grep -hF "figures/$1.svg: $2 :=" build/*.mk | sed 's/.*:=//')"
}
given drawings-by_k names ' $$k=$(adaptive_l0.best_k)$$ $$k=4$$'
given drawings-by_input names ' $$k=$(adaptive_l0.best_k)$$ $$k=4$$'
given drawings-by_input candidates ' answer Gaussian~1 Gaussian~2 permuted'
given drawings-by_two names ' $$d\sb{\mathrm{sae}}=32$$,~epochs~2,~answer $$d\sb{\mathrm{sae}}=16$$,~epochs~4,~answer $$d\sb{\mathrm{sae}}=16$$,~epochs~4,~permuted'
given drawings-by_seeds names ' more~seeds control'
given drawings-by_name names ' search sweep'
given drawings-by_k candidates ''
given drawings-by_k labels ''
labels=$(sed -n 's,.*other_replicates-among.svg: labels :=,,p' build/other_replicates.mk)
for label in 'adaptive_l0.search.k4.delta search,~$$k=4$$:~$$\Delta$$' 'adaptive_l0.control.explained_variance control:~EV' \
    'adaptive_l0.k_gain.ci_low $$k$$~gain:~low~end'; do
    [[ "$labels " == *" $label"* ]] || fail "no label '$label' among$labels"
done

[[ $labels != *' adaptive_l0.search.k32.'* ]] || fail "a label for a candidate that is not here:$labels"

# as it is printed
make build/figures/drawings-by_k.pdf build/figures/drawings-by_input.pdf > said 2>&1 || fail "$(cat said)"
pdftotext build/figures/drawings-by_k.pdf said
[[ $(cat said) == *'k=2'*'k=4'* || $(cat said) == *'k = 2'*'k = 4'* ]] || fail "by_k says $(cat said)"
pdftotext -layout build/figures/drawings-by_input.pdf said
grep -q 'answer *Gaussian 1 *Gaussian 2 *permuted' said || fail "by_input says $(cat said)"
