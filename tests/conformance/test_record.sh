#!/usr/bin/env bash
# A run's differences are held against the record: each digit, each kind, of the same results of PyTorch's.
set -euo pipefail

record=$PWD/tests/conformance/record.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fail() {
    echo "tests/conformance/test_record.sh: $*" >&2
    exit 1
}
# says STATUS TEXT [ARGUMENT]: what record.sh says of this run and this record, and how it ends
says() {
    local said status=0
    said=$("$record" run.tsv record.tsv "${@:3}" 2>&1) || status=$?
    [ "$status: $said" = "$1: $2" ] || fail "ended with $status: '$said', expected $1: '$2'"
}

printf '%s\n' '# The largest' '# SHA-256 of those results: ab' $'what\tcompared\tlargest\tlimit' $'EV\t8\t3.40e-05\t2e-04' \
    $'choice\t3\t0\t0' > run.tsv
says 0 'record.tsv: not found, so the differences are not held against any: RECORD=yes keeps them there'
says 0 'record.tsv: now the differences of this run' yes
cmp run.tsv record.tsv
says 0 'record.tsv: the largest differences are those of this run'
hint='record.tsv: if this run is right, RECORD=yes keeps its differences'

sed -i 's/3.40e-05/3.41e-05/' run.tsv
says 1 "record.tsv:4: expected as recorded: EV 8 3.40e-05 2e-04; this run: EV 8 3.41e-05 2e-04"$'\n'"$hint"
sed -i '/^EV/d' run.tsv
says 1 "record.tsv:4: EV was not compared, expected as recorded: EV 8 3.40e-05 2e-04"$'\n'"$hint"
cp record.tsv run.tsv && printf 'rank\t1\t0\t0\n' >> run.tsv
says 1 "record.tsv: rank is not recorded, expected it"$'\n'"$hint"
sed -i 's/: ab/: cd/' run.tsv
says 0 "record.tsv: of other results of PyTorch's than these, so the differences are not held against it"
