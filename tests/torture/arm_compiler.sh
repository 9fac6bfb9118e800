#!/usr/bin/env bash
# The cross compiler for aarch64, on a machine that cannot run what it makes: each program becomes a script of the same
# name that runs it under qemu-aarch64.
set -euo pipefail

aarch64-linux-gnu-gcc "$@"

made=
links=yes
while [ $# -gt 0 ]; do
    case $1 in
    -c | -E) links= ;;
    -o) made=$2 ;;
    esac
    shift
done
if [ "$links" ] && [ "$made" ]; then
    program=$(realpath "${made%.tmp}.aarch64")
    mv "$made" "$program"
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nexec qemu-aarch64 %q "$@"\n' "$program" > "$made"
    chmod +x "$made"
fi
