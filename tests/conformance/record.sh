#!/usr/bin/env bash
# record.sh TABLE RECORD [yes]: hold the largest differences of a run against the record, or, with yes, keep them as the
# record. All bits of a run are those of the run before, so its differences must be those of the record, to each digit.
set -euo pipefail
table=$1 record=$2

if [ "${3:-}" = yes ]; then
    cp "$table" "$record"
    echo "$record: now the differences of this run"
elif [ ! -e "$record" ]; then
    echo "$record: not found, so the differences are not held against any: RECORD=yes keeps them there"
elif [ "$(grep '^# SHA-256' "$table")" != "$(grep '^# SHA-256' "$record")" ]; then
    echo "$record: of other results of PyTorch's than these, so the differences are not held against it"
else
    awk -F'\t' '
        /^#/ { next }
        FNR == NR { if (seen++) now[$1] = $0; else heading = $0; next }
        !head++ { if ($0 != heading) tell("the columns are " $0 ", expected " heading); next }
        { recorded[$1]
          if (!($1 in now)) tell($1 " was not compared, expected as recorded: " $0)
          else if (now[$1] != $0) tell("expected as recorded: " $0 "; this run: " now[$1]) }
        END {
            for (what in now) if (!(what in recorded)) { print FILENAME ": " what " is not recorded, expected it" > "/dev/stderr"; wrong++ }
            if (wrong) print FILENAME ": if this run is right, RECORD=yes keeps its differences" > "/dev/stderr"
            exit wrong > 0
        }
        function tell(fault) { gsub(/\t/, " ", fault); print FILENAME ":" FNR ": " fault > "/dev/stderr"; wrong++ }' "$table" "$record"
    echo "$record: the largest differences are those of this run"
fi
