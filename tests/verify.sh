#!/usr/bin/env bash
# verify.sh COMMAND...: make the report that stands here a second time, by COMMAND, and hold results/ and the report
# against it. All that should not matter is otherwise: the folder (its name has blanks), the home, the umask, the time
# zone, the language, OpenBLAS's threads, and in COMMAND the number of jobs. ACTIVATIONS is that of `make verify`.
set -euo pipefail
shopt -s extglob

command=("$@") second='build/a second time'
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

# copy: the project, and what a report takes from elsewhere: rows of one's own, what the bench measured
copy() {
    rm -rf "$second" && mkdir -p "$second/build"
    echo "$COMMIT" > "$second/COMMIT"
    cp -al !(build|results|COMMIT) "$second" 2> /dev/null || cp -a !(build|results|COMMIT) "$second" # (another disk)
    for taken in "$ACTIVATIONS" build/growth.tsv build/peers.tsv build/peers_wide.tsv; do
        [[ $taken == /* || ! -e $taken || -e $second/$taken ]] || cp -r --parents --remove-destination "$taken" "$second"
    done
}

# report_again: in the copy
report_again() (
    cd "$second"
    umask 077
    HOME=$home TZ=Asia/Kolkata LANG=tr_TR.UTF-8 LC_ALL=C.UTF-8 OPENBLAS_NUM_THREADS=2 \
        "${command[@]}"
)

copy
report_again
sums=$second/build/verify.sha256
(cd "$second" && find -H results build/report.pdf -type f ! -name journal.tsv -exec sha256sum {} +) > "$sums"
sha256sum --check --quiet "$sums"
echo "verify: $(grep -c 'safetensors$' "$sums") artifacts, all values and the report are the same bytes"
