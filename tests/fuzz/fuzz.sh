#!/usr/bin/env bash
# fuzz.sh NAME SECONDS: run a fuzz target so long, in a folder in memory, on what tests/fuzz/corpus and earlier runs
# have. A line says what came out; the status is 1 where something was found. build/fuzz/NAME keeps what the target said
# (log), the inputs that reach new code, and those that something was found with (finding-*).
set -euo pipefail

name=$1 seconds=$2 checkout=$PWD
kept=$checkout/build/fuzz/$name
memory=$(mktemp -d /dev/shm/fuzz.XXXXXX)
trap 'rm -rf "$memory"' EXIT
mkdir -p "$kept/inputs"
rm -f "$kept"/finding-*
cd "$memory"

# a program that ends with an error leaves its memory to the system: that is no leak
status=0
ASAN_OPTIONS=detect_leaks=0 "$checkout/build/fuzz/bin/$name" -max_total_time="$seconds" -max_len=4096 \
    -malloc_limit_mb=512 -timeout=20 -detect_leaks=0 -close_fd_mask=3 -print_final_stats=1 \
    -artifact_prefix="$kept/finding-" "$kept/inputs" "$checkout/tests/fuzz/corpus/${name#fuzz_}" \
    > "$kept/log" 2>&1 || status=$?
if [ $status != 0 ]; then
    echo "$name: $(grep -m 1 -E 'ERROR|runtime error' "$kept/log"): $(find "$kept" -name 'finding-*')" >&2
    exit 1
fi
echo "$name: $seconds s, $(sed -n 's/^stat::number_of_executed_units: *//p' "$kept/log") executions, no finding"
