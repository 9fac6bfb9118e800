#!/usr/bin/env bash
# The rooms of src/ stay a ladder: a file includes only what its room's README.md says it may use, no room uses one
# that uses it, README.md draws the ladder as it is, what decides bits uses no library of linear algebra, and every file
# and function stays short enough to be read on one or two screens.
# Each check appends what it finds.
# shellcheck disable=SC2129
set -euo pipefail
cd "${CHECKOUT:-$(dirname "$0")/../..}"
faults=$(mktemp)
trap 'rm -f "$faults"' EXIT

# rooms: the folders of src/
rooms() { find src -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort; }

# rooms_used ROOM: the rooms that its README.md names
rooms_used() {
    sed -n 's/^Uses: \(.*\)\.$/\1/p' "src/$1/README.md" | tr -d , | sed 's/^no other room$//'
}

# An include of another room is one that the room may use.
for room in $(rooms); do
    used=" $room build $(rooms_used "$room") "
    { grep -Hno '^#include "[a-z_]*/' src/"$room"/*.[ch] || true; } | sed 's/#include "//; s,/$,,' |
        while IFS=: read -r file line other; do
            [[ $used == *" $other "* ]] ||
                echo "$file:$line: includes $other/, expected a room that src/$room/README.md names"
        done
done >> "$faults"

# No room is above itself: tsort finds a loop.
for room in $(rooms); do
    for other in $room $(rooms_used "$room"); do
        echo "$room $other"
    done
done | tsort 2>&1 > /dev/null | sed 's/^tsort: -: /src: rooms use each other in a loop: /' >> "$faults"

# drawn_rooms: each room and its row in the drawing of README.md, whose lines begin further in than what they explain
drawn_rooms() {
    awk '/^## / { inside = /How it is laid out/ }
        inside && match($0, /[^ ]/) > 16 { row++; for (i = 1; i <= NF; i++) print $i, row }' README.md
}

# The drawing has every room in one row, and below it those that the room uses.
{
    drawn_rooms
    for room in $(rooms); do
        for other in room $(rooms_used "$room"); do
            echo "uses $room $other"
        done
    done
} | awk '$1 != "uses" { drawn[$1]++; row[$1] = $2; next }
    $3 == "room" { is_room[$2] = 1 }
    $3 == "room" && drawn[$2] != 1 { print "README.md: draws " $2 " " drawn[$2] + 0 " times, expected once" }
    $3 != "room" && drawn[$2] && drawn[$3] && row[$3] <= row[$2] {
        print "src/" $2 "/README.md: uses " $3 ", expected a room in a lower row of the drawing in README.md"
    }
    END { for (name in drawn) if (!is_room[name]) print "README.md: draws " name ", expected a room of src/" }' >> "$faults"

# What is trained or drawn depends on no library of linear algebra, whose sums differ from processor to processor.
{ grep -HnE '^#include <(cblas|lapack)' src/{arithmetic,draws,activations,consistency,transformer,autoencoder,units}/*.[ch] ||
    true; } | sed 's/$/, expected products of our own/' >> "$faults"

# The guard of a header is ROOM_FILE_H, so that no two are the same.
for header in src/*/*.h; do
    guard=$(tr a-z/. A-Z__ <<< "${header#src/}")
    grep -qx "#ifndef $guard" "$header" || echo "$header: its guard has another name, expected $guard"
done >> "$faults"

# No file over 400 lines.
wc -l src/*/*.[ch] gen/*.m4 tests/*.h tests/*/*.[ch] |
    awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines, expected 400 or fewer" }' >> "$faults"

# No function over 60 lines: as clang-format lays it out, from its brace at a line's end to the one in column 1.
awk 'FNR == 1 { begun = 0 }
    /^[A-Za-z_].*\) \{$/ || /^ .*\) \{$/ && !begun { begun = FNR }
    /^}/ { if (begun && FNR - begun > 60) print FILENAME ":" begun ": a function of " FNR - begun " lines, expected 60 or fewer"; begun = 0 }' \
    src/*/*.[ch] tests/*.h tests/*/*.[ch] >> "$faults"

# The story of the report in at most 150 lines of make.
wc -l Makefile | awk '$1 > 150 { print $2 ": " $1 " lines, expected 150 or fewer" }' >> "$faults"

# m4 lines of at most 120 columns.
awk 'length > 120 { print FILENAME ":" FNR ": " length " columns, expected 120 or fewer" }' gen/*.m4 gen/*.awk >> "$faults"

cat "$faults"
[ ! -s "$faults" ]
