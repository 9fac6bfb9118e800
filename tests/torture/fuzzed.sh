#!/usr/bin/env bash
# No file and no argument makes a program crash, read beyond what it has, or take memory that the file's size does not
# warrant: the targets of tests/fuzz, ten minutes each; if SHORT, ten seconds.
set -euo pipefail

if [ ! -e "$(clang -print-file-name=libclang_rt.fuzzer-x86_64.a 2> /dev/null)" ]; then
    echo "fuzzed: skipped, clang and libclang-rt-dev are not installed"
    exit 0
fi
make fuzz SECONDS="$([ "${SHORT:-}" ] && echo 10 || echo 600)"
