#!/usr/bin/env bash
# `make report` of the tiny study on a disk that is full: with a little more room each time until there is enough.
# Each run before that fails with a line that says so; what stands in results/ meanwhile is whole, byte by byte what
# a run with room makes; and the last run goes on from there to the same bytes. (STEP KB more each time.)
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

step=${STEP:-$([ "${SHORT:-}" ] && echo 2000 || echo 100)}

# Mounts are seen in here only.
if [ "${1:-}" != inside ]; then
    if ! unshare --mount true 2> /dev/null; then
        echo "full_disk: skipped, expected the right to mount a disk (root)"
        exit 0
    fi
    exec unshare --mount "$0" inside
fi

# room KB: leave so much on the disk, beside what is whole
room() {
    rm -f filler
    find . -name '*.tmp*' -delete
    local free
    free=$(df --output=avail -k . | tail -n 1)
    [ "$free" -le "$1" ] || fallocate -l "$((free - $1))K" filler
}

# sums: every file of results/ that has a name of its own
sums() {
    find results build/report.pdf -type f ! -name journal.tsv ! -name '*.tmp' -exec sha256sum {} + 2> /dev/null | sort -k 2
}

# check_failure: it says so, and left nothing half-written
check_failure() {
    grep -aqE 'No space left on device|cannot write|[Cc]ould not write|write error|fwrite\(\) failed' "$torture/terminal.txt" ||
        fail "with $kilobytes KB of room no line says so: $(tail -n 2 "$torture/terminal.txt")"
    half=$(sums | grep -vxFf "$torture/undisturbed.sums" || true)
    [ -z "$half" ] || fail "with $kilobytes KB of room half-written: $half"
}

project undisturbed
make lock report > terminal.txt 2>&1 || fail "the run with room failed: $(tail -n 2 terminal.txt)"
sums > "$torture/undisturbed.sums"

mkdir "$torture/disk" && mount -t tmpfs -o size=64m tmpfs "$torture/disk"
torture=$torture/disk project full
cp "$torture/undisturbed/protocol.lock" .
failures=0
for ((kilobytes = 0; ; kilobytes += step)); do
    room "$kilobytes"
    if make report > "$torture/terminal.txt" 2>&1; then
        break
    fi
    check_failure
    failures=$((failures + 1))
done
sums | cmp - "$torture/undisturbed.sums" || fail "once there was room the bytes differ"
[ "$failures" -gt 1 ] || fail "only $failures runs were without room"
echo "full_disk: $failures runs without room said so and left nothing half-written; then the same bytes"
