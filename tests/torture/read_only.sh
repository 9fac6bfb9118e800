#!/usr/bin/env bash
# `make report` of the tiny study where results/ or build/ may be read but not written: it ends with a line that names
# what cannot be written, and every byte there stays as it was; once it may, it goes on to the same bytes. Root, whom
# no mode stops, becomes nobody.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

as_owner=()
if [ "$(id -u)" = 0 ]; then
    as_owner=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi

# sums folder: every file that counts, its name and content
sums() {
    find "$1" -type f ! -name journal.tsv -exec sha256sum {} + | sort -k 2
}

# refused folder: make says that it cannot write there, and has not
refused() {
    chmod -R a-w "$1"
    sums "$1" > "$torture/before.sums"
    if "${as_owner[@]}" make report > "$torture/terminal.txt" 2>&1; then
        fail "$1 cannot be written, and make succeeded"
    fi
    grep -qE "$1/.*(annot write|annot be removed|annot open|ermission denied)" "$torture/terminal.txt" ||
        fail "no line says that $1 cannot be written: $(tail -n 2 "$torture/terminal.txt")"
    sums "$1" | cmp - "$torture/before.sums" || fail "$1 cannot be written, and a file differs"
    chmod -R u+w "$1"
}

# made_again: with the right to write it makes what it made first
made_again() {
    "${as_owner[@]}" make report > "$torture/terminal.txt" 2>&1 || fail "$(tail -n 2 "$torture/terminal.txt")"
    sums results | cmp - "$torture/whole.sums" || fail "once results/ may be written the bytes differ"
}

project study
make lock report > "$torture/terminal.txt" 2>&1 || fail "the first run failed: $(tail -n 2 "$torture/terminal.txt")"
sums results > "$torture/whole.sums"
[ "$(id -u)" != 0 ] || chown -R 65534:65534 .
"${as_owner[@]}" test -r Makefile || {
    echo "read_only: skipped, expected a checkout that others may read"
    exit 0
}

unit=$(find results/units -name '*.safetensors' | sort | sed -n 1p)
rm "$unit"
refused results
refused results/units
made_again
: > "$unit"
refused results/units
made_again
touch protocol/*.m4
refused build
made_again
echo "read_only: 4 times a folder that cannot be written is named and kept; then the same bytes"
