#!/usr/bin/env bash
# aarch64, as qemu-aarch64 has it, gives the same bytes as this machine: every training of tests/units/test_same_bits.c,
# every result of the tiny study, and one unit of the study from its activations; unless SHORT, the study's transformer
# and those activations too. The tests of all rooms that compute pass there.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

if [ "$(uname -m)" != x86_64 ]; then
    echo "arm: skipped, this machine is no x86-64"
    exit 0
fi
missing=()
for package in gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user \
    {libopenblas-dev,libjansson-dev,libzip-dev,nettle-dev,libcmocka-dev}:arm64; do
    dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "arm: skipped, not installed (after dpkg --add-architecture arm64 and apt-get update): ${missing[*]}"
    exit 0
fi

# cross goal...: make for aarch64
cross() {
    make -s CC="$checkout/tests/torture/arm_compiler.sh" "$@"
}

# the tests of the rooms that compute, but for one that takes minutes
mapfile -t programs < <(printf '%s\n' \
    tests/{arithmetic,draws,activations,autoencoder,transformer,consistency,statistics}/test_*.c |
    sed "/test_transformer\.c/d; s,^,$torture/,; s,\.c$,,")
make -s BUILDING=yes build/tests/units/test_same_bits
cross BUILDING=yes BUILD="$torture" "${programs[@]}" "$torture/tests/units/test_same_bits"
for program in "${programs[@]}"; do
    "$program" > "$torture/terminal.txt" 2>&1 || fail "$program failed: $(tail -n 1 "$torture/terminal.txt")"
done

# what they train
build/tests/units/test_same_bits train > "$torture/here.txt"
"$torture/tests/units/test_same_bits" train | diff "$torture/here.txt" - || fail "it trains other bytes"

# the tiny study
project here
make values > terminal.txt
sums_of_results > "$torture/here.sums"
project arm
cross values > terminal.txt
sums_of_results | diff "$torture/here.sums" - || fail "$PWD: other bytes of the tiny study"

# the study itself
project study
rm protocol/* && cp "$checkout"/protocol/*.m4 protocol
make REPLICATES=0 values > terminal.txt
study=$PWD

# held artifact driver: made for aarch64, it is the study's
held() {
    "build/bin/$2" make "$1" > terminal.txt
    cmp "$1" "$study/$1" || fail "$PWD: other bytes"
}
made_by_setup=$(cd "$study" && sed -n 's/^\(results\/.*\.safetensors\): driver := setup$/\1/p' build/setup.mk)
transformer=$(grep ^results/transformers/ <<< "$made_by_setup")
activations=$(grep ^results/activations/ <<< "$made_by_setup")
drawn=$(cd "$study" && find results/activations -name '*-seed*.safetensors' | sort)
unit=$(cd "$study" && find results/units -path '*/layer1-position5/topk-m128-k4-lambda0-*/seed42/epoch25.safetensors' | sort | sed -n 1p)

project study_unit
rm protocol/* && cp "$checkout"/protocol/*.m4 protocol
cross BUILDING=yes drivers
mkdir results
cp -r "$study/results/activations" results
held "$unit" adaptive_l0
for file in $drawn; do
    held "$file" nulls
done
if [ -z "${SHORT:-}" ]; then
    rm -r results/activations
    held "$transformer" setup
    held "$activations" setup
fi
echo "arm: ${#programs[@]} test programs pass under qemu-aarch64; the same bytes:" \
    "$(wc -l < "$torture/here.txt") trainings, $(wc -l < "$torture/here.sums") files of the tiny study," \
    "a unit of the study, the rows drawn for it$([ -n "${SHORT:-}" ] || echo ", its transformer and its activations")"
