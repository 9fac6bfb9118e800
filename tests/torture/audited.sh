#!/usr/bin/env bash
# Does `make audit` see it? One deviation after another is planted in a small project whose report is
# made, covered up where a cover-up is part of it, and audited: the audit must fail, in a line that
# names the deviation.
#
# build/tests/torture/tamper is tests/torture/tamper.c compiled; with EVERY=n (8 if SHORT) only each n-th deviation is planted.
# Commands are quoted whole: they are run later, in a copy of the project.
# shellcheck disable=SC2016
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

tamper=$checkout/build/tests/torture/tamper
every=${EVERY:-$([ "${SHORT:-}" ] && echo 8 || echo 1)}

# --- the project ---------------------------------------------------------------------------------

# nothing is linked to the checkout: all of it may be changed here
project made
rm Makefile gen src figures paper
cp -a "$checkout"/{Makefile,gen,src,figures,paper} .
echo a1b2c3d4e5f6 2026-01-01 > COMMIT
made() { make "$@" > "$torture/said.txt" 2>&1 || { cat "$torture/said.txt"; exit 1; }; }
made lock report

transformer=results/transformers/$(cd results/transformers && ls mod11*/*seed42-keepbest/*.safetensors)
activations=${transformer/transformers/activations}
activations=${activations%.safetensors}/layer1-position5.safetensors
drawn=${activations%.safetensors}/gaussian-seed7.safetensors
units=${activations/activations/units}
units=${units%.safetensors}
plain() { echo "$units/topk-m16-k$1-lambda0-batch64-lr3e-4-beta0.9-0.999-eps1e-8/seed$2/epoch$3.safetensors"; }
search=$(plain 2 1 2) retrain=$(plain 2 1 4) control=$(plain 4 1 4)
aligned=$(echo "$units"/topk-m16-k4-lambda1e-3*/aligned/*/seed3/epoch3/seed1/epoch3.safetensors)
replicated=results/other_replicates/seeds/seed_1/adaptive/values.tsv
replicate=${retrain/seed42-/seed1-}

# --- planting ------------------------------------------------------------------------------------

# One byte near the end of a file, which no writer knows of.
flip() { printf '\x5a' | dd of="$1" bs=1 seek=$(($(stat -c %s "$1") - 99)) conv=notrunc status=none; }

# forge FROM TO EDIT...: the artifact written anew as that of another path or with other entries, as
# old as the one in its place.
forge() {
    touch -r "$2" "$torture/time"
    "$tamper" "$@"
    touch -r "$torture/time" "$2"
}

# edit SCRIPT FILE: a sed script on a file, which then is as new as edits are; it must change something
edit() {
    cp "$2" "$torture/unedited"
    sed -i "$1" "$2"
    ! cmp -s "$2" "$torture/unedited" || { echo "the edit $1 changes nothing in $2"; exit 1; }
}

# The cover-ups, besides `made report`: the manifest lists what stands now; all but the artifacts is made again.
relist() { cut -c67- results/manifest.sha256 | xargs -rd'\n' sha256sum > list 2> /dev/null || true; mv list results/manifest.sha256; }
republish() { find results \( -name '*.tsv' -o -name '*.mk' \) -delete; rm build/report.pdf; made report; }

passed=0 failed=0 number=0

# audited [ARGUMENT]: the audit's lines in $torture/told, its status
audited() { (cd "$torture/copy" && make audit "$@" > "$torture/told" 2>&1); }

# plant NAME PATTERN COMMAND [ARGUMENT]
plant() {
    number=$((number + 1))
    if [ $((number % every)) != 0 ]; then return; fi
    rm -rf "$torture/copy"
    cp -a "$torture/made" "$torture/copy"
    (cd "$torture/copy" && eval "$3") || { echo "not planted: $1"; exit 1; }
    if audited "${@:4}"; then
        echo "not seen: $1"
    elif ! grep -qE -- "$2" "$torture/told"; then
        echo "seen, but not named: $1: expected '$2' in"
        sed 's/^/    /' "$torture/told" | head -20
    else
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
}

# untouched NAME [ARGUMENT]: no fault is found where there is none, and nothing is made or changed
untouched() {
    rm -rf "$torture/copy"
    cp -a "$torture/made" "$torture/copy"
    if audited "${@:2}" && diff -rq --exclude=audit --exclude=bin --exclude=obj --exclude='units.*' "$torture/made" "$torture/copy"; then
        passed=$((passed + 1))
    else
        echo "expected no fault: $1"
        head -20 "$torture/told"
        failed=$((failed + 1))
    fi
}

# --- what an honest run is -------------------------------------------------------------------------

untouched 'an honest run'
untouched 'an honest run, every unit trained again' SPOT=99

# --- artifacts -----------------------------------------------------------------------------------

again='not those that training gives again'

plant 'a byte of a decoder' "^$search: SHA-256 is" 'flip $search'
plant 'a byte of the transformer' "^$transformer: SHA-256 is" 'flip $transformer'
plant 'a byte of the activations' "^$activations: SHA-256 is" 'flip $activations'
plant 'a unit cut short' "^$search: SHA-256 is" 'truncate -s -8 $search'
plant 'an empty unit' "^$control: SHA-256 is" ': > $control'
plant 'a unit removed' "^$retrain: not found" 'rm $retrain'
plant 'a unit removed, and its line of the manifest' "^$retrain: not found" 'rm $retrain; relist'
plant 'two seeds swapped' "^$retrain: SHA-256 is" \
    'mv $retrain unit; mv $(plain 2 2 4) $retrain; mv unit $(plain 2 2 4)'
plant 'two seeds swapped, and listed' "^$retrain: (seed is 2, expected 1|misplaced)" \
    'mv $retrain unit; mv $(plain 2 2 4) $retrain; mv unit $(plain 2 2 4); relist'
plant 'a seed forged into another, and listed' "^$retrain: seed is 2, expected 1" \
    'forge $(plain 2 2 4) $retrain; relist; republish'
plant 'a unit of another k, and listed' "^$retrain: (settings|k) is .*k?4" 'forge $control $retrain; relist; republish'
plant 'a unit of an earlier epoch, and listed' "^$retrain: (epochs is 2, expected 4|tensor epoch_losses is F32 .2.; expected F32 .4.)" \
    'forge $search $retrain; relist'
plant 'a unit that was not aligned, and listed' "^$aligned: .*lambda" 'forge $(plain 4 3 3) $aligned; relist'
plant 'a setting forged' "^$retrain: learning_rate is 1e-3, expected 3e-4" \
    'forge $retrain $retrain learning_rate=1e-3; relist; republish'
plant 'a metric forged, all after it made again' "^$retrain: explained_variance is 0.99, expected" \
    'forge $retrain $retrain explained_variance=0.99; relist; republish'
plant 'an entry added to the metadata' "^$control: rarely_firing is 0, expected no such entry" \
    'forge $control $control rarely_firing=0; relist; republish'
plant 'a decoder forged, all after it made again' "^$retrain: .* by its weights" \
    'forge $retrain $retrain decoder[0]=0.5; relist; republish'
plant 'an encoder forged, all after it made again' "^$retrain: .* by its weights" \
    'forge $retrain $retrain encoder[3]=2; relist; republish'
plant 'activations forged, all after them made again' "by its weights" \
    'forge $activations $activations activations[7]=9; relist; republish'
plant "a unit of one seed passed off as another's" "^$retrain: .*$again" \
    'forge $(plain 2 2 4) $retrain seed=1; relist; republish' SPOT=99
plant 'a moment forged' "^$retrain: .*$again" 'forge $retrain $retrain encoder.moment1[0]=1; relist; republish' SPOT=99
plant 'how often latents fire forged' "^$control: firing is not what its weights give" \
    'forge $control $control firing[0]=0.5; relist; republish'
plant "a unit of a replicate forged into another's seed" "^$replicate: seed is 2, expected 1" \
    'forge ${replicate/seed1\/epoch/seed2/epoch} $replicate; relist; republish'
plant 'a loss forged, all after it made again' "^$control: .*$again" \
    'forge $control $control epoch_losses[1]=0; relist; republish' SPOT=99
plant 'an accuracy forged, all after it made again' "^$transformer: .*$again" \
    'forge $transformer $transformer validation_accuracy=1; relist; republish' SPOT=99
plant 'activations forged, trained on again' "^$activations: .*$again" \
    'forge $activations $activations activations[7]=9; find results/units -name "*.safetensors" -delete; republish' SPOT=99
plant 'rows drawn from others forged, all after them made again' "^$drawn: rows are not what its source gives" \
    'forge $drawn $drawn activations[7]=9; find results/units -path "*/gaussian-seed7/*.safetensors" -delete; republish'
plant 'rows of another draw, and listed' "^$drawn: settings is .*permuted-seed7, expected .*gaussian-seed7" \
    'forge ${drawn/gaussian/permuted} $drawn; relist'
plant 'the activations forged, those drawn from them not' "^$activations: rows are not what its source gives" \
    'forge $activations $activations activations[7]=9; relist'
plant 'a unit that nobody planned' "seed77/epoch4.safetensors: planned by no protocol" \
    'mkdir ${retrain%/*}/../seed77; cp $retrain ${retrain%/*}/../seed77'
plant 'a candidate dropped, all made again' "k4-lambda0.*/epoch2.safetensors: planned by no protocol" \
    'edit "s/vary(k, 2, 4)/vary(k, 2)/" protocol/adaptive.m4; made report'
plant 'a seed dropped, all made again' "k2-lambda0.*/seed2/.*planned by no protocol" \
    'edit "s/seeds(1, 2)/seeds(1, 4)/" protocol/adaptive.m4; made report'

# --- the manifest --------------------------------------------------------------------------------

plant 'no manifest' "^results/manifest.sha256: not found" 'rm results/manifest.sha256'
plant 'a unit not listed' "^results/manifest.sha256:[0-9]+: is .*, expected '$search'" 'edit "\\|$search|d" results/manifest.sha256'
plant 'a table not listed' "^results/manifest.sha256:[0-9]+: is .*, expected 'results/adaptive/claims.tsv'" \
    'edit "/adaptive.claims/d" results/manifest.sha256'
plant 'a hash edited' "^$search: SHA-256 is .*, expected 0000" 'edit "\\|$search|s/^..../0000/" results/manifest.sha256'
plant 'a line of no form' "^results/manifest.sha256:3: malformed" 'edit "3s/ .*//" results/manifest.sha256'
plant 'a file listed that is none' "^results/manifest.sha256:[0-9]+: goes on, expected its end" 'echo "$(printf %064d 0)  results/none" >> results/manifest.sha256'

# --- tables and choices --------------------------------------------------------------------------

values=results/adaptive/values.tsv
plant 'a value edited' "^$values: SHA-256 is" 'edit "/^adaptive.retrain.delta\t/s/\t[^\t]*/\t0.5/" $values'
plant 'a value edited, and listed' "^$values:[0-9]+: adaptive.retrain.delta is '0.5', expected" \
    'edit "/^adaptive.retrain.delta\t/s/\t[^\t]*/\t0.5/" $values; relist'
plant 'a value edited, the report set from it' "^$values:[0-9]+: adaptive.retrain.delta is '\+0.50000', expected" \
    'edit "s/^\(adaptive.retrain.delta\t[^\t]*\t\)[^\t]*/\1+0.50000/" $values; made report; relist'
plant 'a formula edited' "^$values:[0-9]+: adaptive.retrain.delta is 'trained', expected 'trained_pwmcc - random_pwmcc'" \
    'edit "/^adaptive.retrain.delta\t/s/trained_pwmcc - random_pwmcc/trained/" $values; relist'
plant 'a value left out' "^$values:[0-9]+: is 'adaptive.retrain" 'edit "/^adaptive.retrain.delta\t/d" $values; relist'
plant 'a value added' "^$values:[0-9]+: goes on" 'echo "adaptive.extra	1	1	none	none" >> $values; relist'
plant 'a verdict of a claim edited' "^results/adaptive/claims.tsv:2: adaptive.alignment_helps is '[a-z_]*', expected" \
    'edit "s/\tholds\t/\tx\t/; s/\tnot_resolved\t/\tholds\t/; s/\tx\t/\tnot_resolved\t/" results/adaptive/claims.tsv; made report; relist'
plant 'a sentence of a claim edited' "^results/adaptive/claims.tsv:2: adaptive.alignment_helps is .*surely" \
    'edit "2s/\t\(It [^\t]*\)/\tIt surely does, \1/" results/adaptive/claims.tsv; made report; relist'
plant 'a pair edited, its figure drawn again' "^results/adaptive/search.pairs.tsv:2: k2 is '0.9', expected" \
    'edit "2s/0\.[0-9]*/0.9/" results/adaptive/search.pairs.tsv; relist'
plant 'a loss edited, its figure drawn again' "^build/figures/adaptive-losses.pdf: not what today" \
    'edit "2s/[0-9.]*$/0.01/" results/adaptive/retrain.losses.tsv; touch results/adaptive/values.tsv; made report; relist'
plant 'a candidate left out of a table' "^results/adaptive/search.candidates.tsv:3: ends, expected k4" \
    'edit 3d results/adaptive/search.candidates.tsv; relist'
plant 'a choice edited' "^results/adaptive/best_k.mk: is 4, expected 2 by the criterion" \
    'edit "s/2/4/" results/adaptive/best_k.mk; relist'
plant 'a choice edited, trained after it' "^results/adaptive/best_k.mk: is 4, expected 2 by the criterion" \
    'edit "s/2/4/" results/adaptive/best_k.mk; ! make report > said 2>&1; relist'
plant 'a value of the paper called equal' "^results/verdict/reported-paper.tsv:2: .* is 'equal', expected 'not rebuilt'" \
    'edit "2s/not rebuilt/equal/" results/verdict/reported-paper.tsv; relist'
plant 'a published value called equal' "^results/verdict/reported.tsv:2: .* is 'equal', expected 'not rebuilt'" \
    'edit "2s/not rebuilt/equal/" results/verdict/reported.tsv; relist'
plant 'a table of no protocol' "^results/other/values.tsv: made by no protocol" \
    'cp -r results/follow_up results/other'
plant 'a value of a replicate edited' "^$replicated: SHA-256 is" 'edit "2s/0/9/" $replicated'
plant 'a value of a replicate edited, and listed' "^$replicated:[0-9]+: adaptive.retrain.delta is '0.5', expected" \
    'edit "/^adaptive.retrain.delta\t/s/\t[^\t]*/\t0.5/" $replicated; relist'
plant 'a replicate taken away' "planned by no protocol" \
    'edit "s/on, answer, seed_1, seed_2/on, answer, seed_1/; /seed(2)/d; /seed_2/d" protocol/other_replicates.m4; made report'
plant 'units of other code' "^results/code:1: is" 'echo 0 > results/code'

# --- protocols -----------------------------------------------------------------------------------

plant 'a criterion changed after the run' "explained_variance >= 0.1" \
    'edit "s/>= 0.9/>= 0.1/" protocol/adaptive.m4'
plant 'a condition of a claim changed after the run' "^build/adaptive.json:[0-9]+: .*lambda_gain.difference > 0" \
    'edit "s/lambda_gain.ci_low > 0/lambda_gain.difference > 0/" protocol/adaptive.m4'
plant 'a sentence changed after the run' "^results/adaptive/claims.tsv:2: .*It might" \
    'edit "s/It may/It might/" protocol/adaptive.m4'
plant 'a bootstrap seed changed after the run' "^results/adaptive/values.tsv:[0-9]+: adaptive.*ci_low is" \
    'edit "s/trained_pwmcc = 11/trained_pwmcc = 12/" protocol/adaptive.m4'
plant 'the epochs changed after the run' "/epoch5.safetensors: not found, expected by its protocol" \
    'edit "s/epochs(4)/epochs(5)/" protocol/adaptive.m4'
plant 'a setting of all changed after the run' "lr1e-4.*: not found, expected by its protocol" \
    'edit "s/3e-4/1e-4/" protocol/setup.m4'
plant 'prose changed after the run' "^build/adaptive.tex:[0-9]+: .*three" \
    'edit "s/The search of two/The search of three/" protocol/adaptive.m4'
plant 'a protocol that was not run' "^results/later/values.tsv: not found" \
    'sed "s/follow_up/later/; /^figure/,\$d" protocol/follow_up.m4 > protocol/later.m4'
plant 'a protocol taken away' "^results/follow_up/values.tsv: made by no protocol" 'rm protocol/follow_up.m4'
plant 'a protocol with a mistake' "^protocol/adaptive.m4:[0-9]+: .*epoch" \
    'edit "s/epochs(4)/epoch(4)/" protocol/adaptive.m4'
plant 'the lock made anew after the run' "^build/deviations.tsv:2: .*adaptive" \
    'edit "s/>= 0.9/>= 0.8/" protocol/adaptive.m4; made lock; edit "s/>= 0.8/>= 0.9/" protocol/adaptive.m4'
plant 'a published value changed after the run' "^results/verdict/reported.tsv:2: .*'9'" \
    'edit "0,/^[a-z]/s/^\([a-z][^\t]*\t\)[^\t]*/\19/" data/reported.tsv'
plant 'statistics changed after the run' "^results/adaptive/values.tsv:[0-9]+: .*(ci_low|ci_high|jackknife)" \
    'edit "s/sqrt(/0.5 * sqrt(/" src/statistics/jackknife.c'

# --- the report ----------------------------------------------------------------------------------

plant 'a value edited on its way to LaTeX' "^build/tex/values.tex:[0-9]+: is .*0.50000" \
    'edit "/retrain.delta}/s/[0-9.]*}$/0.50000}/" build/tex/values.tex'
plant 'a value edited on its way to LaTeX, the report set from it' "^build/report.pdf: not what today" \
    'edit "/retrain.delta}/s/[0-9.]*}$/0.50000}/" build/tex/values.tex; made report'
plant 'a section edited, the report set from it' "^build/adaptive.tex:[0-9]+: is .*surely" \
    'edit "s/The search/The search surely/" build/adaptive.tex; made report'
plant 'a deviation hidden, the report set without it' "^build/deviations.tsv:2:" \
    'edit "s/>= 0.9/>= 0.8/" protocol/adaptive.m4; made report; edit 2d build/deviations.tsv; made report'
plant 'a byte of the report' "^build/report.pdf: not what today" 'flip build/report.pdf'
plant 'no report' "^build/report.pdf: not found, expected: run 'make report'" 'rm build/report.pdf'
plant 'another report' "^build/report.pdf: not what today" 'cp build/figures/adaptive-losses.pdf build/report.pdf'
plant 'a figure of other tables' "^build/figures/adaptive-losses.pdf: not what today" \
    'cp build/figures/follow_up-loss_of_longer.pdf build/figures/adaptive-losses.pdf'
plant 'no figure' "^build/figures/adaptive-losses.pdf: not found" 'rm build/figures/adaptive-losses.pdf'
plant 'the look of figures changed after the run' "^build/figures/adaptive-losses.pdf: not what today" \
    'edit "s/#1b4f8a/#ff0000/" figures/style.gp'
plant 'the frame changed after the run' "^build/report.pdf: not what today" \
    'edit "s/run again from their protocols/run once more/" paper/report.tex'
plant 'a decimal typed into the frame, the report set from it' "^paper/report.tex:[0-9]+: 0.0612 is typed" \
    'edit "s/^The published report covers/The gain is 0.0612. &/" paper/report.tex; made report'
plant 'a value typed into a macro, the report set from it' "^paper/report.tex:[0-9]+: .3141 is typed" \
    'edit "s/^\\\\begin{document}/\\\\newcommand\\\\Gain{.3141}&/" paper/report.tex; made report'
plant 'a decimal typed into a claim, all made again' "^protocol/adaptive.m4:[0-9]+: 0.0612 is typed" \
    'edit "s/It may/It may, by 0.0612/" protocol/adaptive.m4; made report'
plant 'a percentage typed into prose, all made again' "^protocol/adaptive.m4:[0-9]+: 50.* is typed" \
    'edit "s/^The search of/Some 50\\\\% of the search of/" protocol/adaptive.m4; made report'
plant 'a number typed into a caption, all made again' "^protocol/adaptive.m4:[0-9]+: 1e-3 is typed" \
    'edit "s/Loss by epoch/Loss below 1e-3 by epoch/" protocol/adaptive.m4; made report'
plant 'a place that is none' "^build/tex/places.tsv:[0-9]+:" 'edit "2s/^[^\t]*/adaptive.search.k2.delta_lcb/" build/tex/places.tsv'
plant 'the protocol as executed edited' "^build/adaptive.json:[0-9]+:" 'edit "0,/0.9/s/0.9/0.5/" build/adaptive.json'
plant 'the machine edited' "^build/provenance.tsv:[0-9]+:" 'edit "2s/$/ x/" build/provenance.tsv'
plant 'the crate edited' "^build/ro-crate-metadata.json:[0-9]+:" 'edit "11s/\"/\"x/" build/ro-crate-metadata.json'
plant 'another commit' "^build/provenance.tsv:1: commit is 'a1b2c3d4e5f6', expected 'ffff'" \
    'edit "s/^[^ ]*/ffff/" COMMIT'
plant 'rows of another run' "/units/file-.*: planned by no protocol" \
    'cp $activations rows.safetensors; made report ACTIVATIONS=rows.safetensors REPLICATES=0; made report'
plant 'the report of another run' "^build/report.pdf: from 'make report ACTIVATIONS=rows.safetensors REPLICATES=0'" \
    'cp $activations rows.safetensors; made report ACTIVATIONS=rows.safetensors REPLICATES=0'

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
