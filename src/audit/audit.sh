#!/usr/bin/env bash
# audit.sh MAKE...: audit the run that stands in results/ and build/; MAKE is the command that makes a goal. ASKED,
# ACTIVATIONS, SPOT and SEED are those of `make audit`. build/audit becomes the same project, but for build/ and
# results/: the artifacts there are links, and nothing is trained but what SPOT asks for.
set -euo pipefail

make=("$@") project=$PWD audit=build/audit

# check_run: there is a run, and its report was asked for with these settings
check_run() {
    local before
    if [ -e build/asked ]; then
        read -r before < build/asked || true
        [ "$before" = "$ASKED" ] || {
            echo "build/report.pdf: from 'make report${before:+ $before}', expected an audit of that:" \
                "run 'make audit${before:+ $before}'" >&2
            exit 1
        }
    fi
    [ -s results/manifest.sha256 ] || {
        echo "results/manifest.sha256: not found, expected that of a run: run 'make report'" >&2
        exit 1
    }
}

# existing FILE...: those that are there, one a line
existing() {
    local file
    for file; do
        [ ! -e "$file" ] || echo "$file"
    done
}

# lay_out: the project in build/audit. Three things are taken over: choices (the driver refuses one that it would choose
# otherwise), what LaTeX left (it counts where it still holds), and what was compiled (where its source is the same).
lay_out() {
    local entry
    rm -rf $audit && mkdir -p $audit/build $audit/results
    ln -s "$project" $audit/run # (build may be a link: no path leads up from there)
    for entry in *; do
        [[ $entry == build || $entry == results ]] || ln -s "$project/$entry" $audit
    done
    existing "$project"/build/{obj,bin,peers.tsv,peers_wide.tsv,growth.tsv} | xargs -rd '\n' cp -as -t $audit/build
    rm -f $audit/build/obj/*.d $audit/build/obj/*/*.d # a compiler would write through these links
    existing build/tex/packages.fmt build/tex/report.{aux,out,toc} | xargs -rd '\n' cp -p --parents -t $audit
    find -H results -path results/units -prune -o -name '*.mk' -print0 | xargs -r0 cp -p --parents -t $audit
    link_artifacts
    [[ -z $ACTIVATIONS || $ACTIVATIONS == /* || -e $audit/$ACTIVATIONS ]] || {
        mkdir -p "$audit/$(dirname "$ACTIVATIONS")"
        ln -s "$project/$ACTIVATIONS" "$audit/$ACTIVATIONS"
    }
}

# link_artifacts: a link for each folder; where units are trained again a link for each file, but for those units and
# for what they come from
link_artifacts() {
    local link=(ln -s)
    [ "$SPOT" = 0 ] || link=(cp -asH)
    existing "$project"/results/{transformers,activations,units} | xargs -rd '\n' "${link[@]}" -t $audit/results
    drawn_units | with_sources > $audit/made_again
    (cd $audit && xargs -rd '\n' rm -f < made_again)
}

# drawn_units: SPOT of the manifest's units, drawn by SEED
drawn_units() {
    awk -v seed="$SEED" 'BEGIN { srand(seed) } / results.units/ { print rand() "\t" $2 }' results/manifest.sha256 |
        sort -g | awk -v spot="$SPOT" 'NR <= spot { print $2 }'
}

# with_sources: each unit, the activations that it is trained on and the transformer that these come from. The path of a
# unit begins like that of its activations, and that of activations like that of their transformer.
with_sources() {
    awk 'function stem(path) { sub(/^results\/[a-z]*\//, "", path); sub(/\.safetensors$/, "", path); return path }
        NR == FNR { path = substr($0, 67); if (path ~ /^results\/activations\//) inputs[stem(path)]; next }
        { print
          for (input in inputs) if (index(stem($0), input "/") == 1) {
              print "results/activations/" input ".safetensors"
              sub(/\/[^\/]*$/, "", input)
              print "results/transformers/" input ".safetensors" } }' results/manifest.sha256 -
}

# again goal [NAME=value]: make it in build/audit
again() {
    FLUSH=no "${make[@]}" -k -C $audit AUDIT=yes COMMIT="$COMMIT" "$@" > /dev/null 2>> $audit/said
}

# plan_all: where results/ holds experiments that this report leaves out, what all protocols plan: the artifacts in
# build/units.planned, the folders of tables in build/tables.planned
plan_all() {
    local name left_out=()
    for name in protocol/*.m4; do
        name=$(basename "$name" .m4)
        [ -e "$audit/build/$name.mk" ] || left_out+=("$name")
    done
    for name in "${left_out[@]}"; do
        [ -d "results/$name" ] || continue
        again plan PLANNING=yes EXTENDED=yes ONLY= REPLICATES= || true
        printf "$audit/build/%s.mk\n" "${left_out[@]}" | xargs -rd '\n' rm -f # the report has none of these
        return
    done
}

# texts: the sections that gen/section.m4 wrote, one a line
texts() { sed -s 's/^\\input{\(.*\)}$/\1/' build/tex/{sections,follow_ups,conclusion}.tex; }

check_run
"${make[@]}" -s build/bin/audit build/bin/report
lay_out

# Hashes are taken while Make runs: they need nothing of what it makes.
build/bin/audit hashes 2>> $audit/said &
hashes=$!
again audited || [ -e $audit/build/figures/lineage.pdf ] || again checked LATE=yes || true
plan_all
wait $hashes || echo 'make: build/bin/audit hashes: did not end' >> $audit/said
{
    awk -f gen/said.awk -f gen/typed.awk paper/report.tex protocol/*.m4
    awk -f gen/said.awk -f gen/banned.awk paper/banned_phrases.txt paper/report.tex protocol/*.m4
    texts | xargs -rd '\n' awk -f src/audit/floats.awk paper/report.tex
    texts | xargs -rd '\n' awk -f src/audit/referred.awk build/tex/report.aux build/tex/claims.tex paper/report.tex
    awk -f src/audit/pages.awk build/tex/claims.tex build/tex/report.{aux,log}
} 2>> $audit/said || true
build/bin/audit $audit/said
