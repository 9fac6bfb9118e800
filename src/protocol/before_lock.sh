#!/bin/sh
# before_lock.sh DEVIATIONS: keep how the protocols differ from the lock that they replace, in protocol/before_lock.tsv:
# experiment, block, setting, its locked and its new value. If nothing differs, the file stays as it is.
set -eu
kept=protocol/before_lock.tsv
awk -F '\t' '$1 == "lock" && $2 != "--" && $4 != "sha256" { print $2 "\t" $3 "\t" $4 "\t" $5 "\t" $6 }' "$1" > $kept.tmp
if [ -s $kept.tmp ]; then mv $kept.tmp $kept; else rm $kept.tmp; fi
