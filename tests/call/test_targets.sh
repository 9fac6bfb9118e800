#!/usr/bin/env bash
# The path of anything that a run makes is a goal of make: what was deleted comes back with the same bytes, what is no
# longer true is made anew. What nothing makes is told in one line. `make -B` makes everything again. The bench takes the
# activations of the setup.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"
project study
make lock report > /dev/null
sums() { find results build/report.pdf -type f ! -name journal.tsv -exec sha256sum {} + | sort -k 2; }
sums > ../whole

unit=$(find results/units -path '*aligned*' -name '*.safetensors' | sort | sed -n 1p)
for target in "$unit" results/transformers/*/*/*.safetensors results/adaptive/values.tsv results/adaptive/best_k.mk \
    results/manifest.sha256 build/figures/adaptive-losses.pdf build/report.pdf build/ro-crate-metadata.json build/setup.json; do
    rm "$target"
    make "$target" > ../said 2>&1 || fail "make $target: $(cat ../said)"
    [ -s "$target" ] || fail "make $target: is not made"
done
sums | cmp - ../whole || fail 'other bytes came back'

# one that is damaged or has become old is made anew
truncate -s 100 "$unit"
make "$unit" > ../said 2>&1 || fail "make $unit: $(cat ../said)"
sums | cmp - ../whole || fail 'a damaged unit came back with other bytes'
sed -i 's/^The search of/A search of/' protocol/adaptive.m4
make build/report.pdf > /dev/null
pdftotext build/report.pdf - | grep 'A search of' > /dev/null || fail 'make build/report.pdf: leaves the report as it was'
sed -i 's/^A search of/The search of/' protocol/adaptive.m4 && make report > /dev/null

# The bench measures on the activations of the setup, whatever else is beside them.
activations=$(find results/activations -name '*.safetensors')
for other in a b c d e f g h; do
    mkdir "results/activations/$other" && touch "results/activations/$other/$other.safetensors"
done
{ make -n bench 2>&1 || true; } | grep -F "build/growth.tsv $activations" > /dev/null || fail 'make bench: takes other activations'
rm -r results/activations/?

wrong=${unit/seed1/seed9}
says 1 "$wrong: nothing makes it, expected a goal of 'make help' or the path of what a run makes" -- make "$wrong"
says 1 "reprot: nothing makes it, expected a goal of 'make help' or the path of what a run makes" -- make reprot

find results/units -name '*.safetensors' -printf '%p %i\n' | sort > ../before
make -B report > ../said 2>&1 || fail "make -B report: $(tail -n 3 ../said)"
sums | cmp - ../whole || fail 'make -B report: gave other bytes'
[ -z "$(find results/units -name '*.safetensors' -printf '%p %i\n' | sort | comm -12 - ../before)" ] ||
    fail 'make -B report: did not train everything again'
