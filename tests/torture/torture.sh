#!/usr/bin/env bash
# torture.sh CHECK...: run these checks of tests/torture, one after the other, and count those that fail. A check starts
# with what the Makefile exports, but not as a part of the make that runs it.
set -euo pipefail
unset MAKEFLAGS MAKELEVEL MFLAGS

failed=0
for check; do
    "tests/torture/$check.sh" || {
        echo "$check: failed" >&2
        failed=$((failed + 1))
    }
done
echo "$(($# - failed)) passed, $failed failed"
[ "$failed" = 0 ]
