#!/usr/bin/env bash
# fuzz.sh PROGRAM SECONDS: run a fuzz target so long, from its inputs in tests/fuzz/corpus on; a line says what came
# out, and the status is 1 if there was a finding. What it says itself stands in PROGRAM.log, an input that it found
# in PROGRAM.finding-*.
set -euo pipefail

program=$PWD/$1 seconds=$2
name=$(basename "$1")
found=$PWD/build/fuzz/inputs/$name
mkdir -p "$found"
rm -f "$program".finding-*

# an exception is a finding of a leak too, were they not left to the system
status=0
ASAN_OPTIONS=detect_leaks=0 "$program" -max_total_time="$seconds" -max_len=4096 -malloc_limit_mb=512 -timeout=20 \
    -detect_leaks=0 -close_fd_mask=3 -print_final_stats=1 -artifact_prefix="$program.finding-" \
    "$found" "$PWD/tests/fuzz/corpus/${name#fuzz_}" > "$program.log" 2>&1 || status=$?
executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$program.log")
if [ $status = 0 ]; then
    echo "$name: $seconds s, $executions executions, no finding"
else
    echo "$name: $(grep -m 1 -E 'ERROR|runtime error|SUMMARY' "$program.log"): $(ls "$program".finding-* 2> /dev/null)" >&2
    exit 1
fi
