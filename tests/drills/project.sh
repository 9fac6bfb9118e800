# shellcheck shell=bash
# What the drills begin with. A drill makes the change that a developer would make, in a project of its own with the
# protocols of tests/tiny, runs it, and says which files were touched.
#
#   build/drills/base           the tree with the tiny study and its report, from which all drills begin
#   build/drills/NAME/before    a copy of it, for the drill tests/drills/test_NAME.sh
#   build/drills/NAME/after     another, in which the drill makes its change; both stay until it starts again
# shellcheck source-path=SCRIPTDIR
set -Eeuo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../project.sh"
trap 'echo "$drill: $BASH_COMMAND failed at ${BASH_SOURCE[0]##*/}:$LINENO" >&2' ERR

checkout=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
drills=$checkout/build/drills
drill=$(basename "$0" .sh)
drill=${drill#test_}
started=$SECONDS

# quietly GOAL...: make, as a person runs it; what it says stands in build/said
quietly() { env -i PATH="$PATH" make "$@" > build/said 2>&1; }

# made GOAL...: it must succeed
made() {
    quietly "$@" && return
    cat build/said >&2
    fail "make $* failed"
}

# refused LINE GOAL...: it must fail with this line
refused() {
    ! quietly "${@:2}" || fail "make ${*:2} passed, expected it to fail with '$1'"
    has "$1" build/said
}

# has LINE FILE: a line of the file matches the pattern, from its beginning to its end
has() { grep -qxE -- "$1" "$2" || { tail -n 20 "$2" >&2 && fail "$2 has no line '$1'"; }; }

# lacks LINE FILE: no line does
lacks() { ! grep -xE -- "$1" "$2" || fail "$2 has a line '$1'"; }

# value ID [COLUMN]: of results/*/values.tsv the number (column 2), its digits as printed (3) or its formula (4)
value() {
    awk -F'\t' -v id="$1" -v column="${2:-2}" '$1 == id { print $column; found = 1; exit } END { exit !found }' \
        results/*/values.tsv || fail "no value $1"
}

# column TABLE NAME: one column of a table with headings
column() {
    awk -F'\t' -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) place = i; if (!place) exit 1; next }
        { print $place }' "$1" || fail "$1 has no column $2"
}

# touched FILE...: these files of the tree differ from what they were before, and no other does
touched() {
    local file found added removed
    found=$({ diff -rqN -x build -x results ../before . || [ $? = 1 ]; } | sed -n 's/^Files .* and \.\/\(.*\) differ$/\1/p' | sort)
    [ "$found" = "$(printf '%s\n' "$@" | sort)" ] || fail "touched ${found//$'\n'/ }, expected $*"
    for file; do
        added=$(diff -N "../before/$file" "$file" | grep -c '^>' || true)
        removed=$(diff -N "../before/$file" "$file" | grep -c '^<' || true)
        printf '    %-32s +%d -%d\n' "$file" "$added" "$removed"
    done
}

# mistaken FILE EDIT LINE: with this edit of the file the lint says that line
mistaken() {
    cp -p "$1" build/whole
    sed -i "$2" "$1"
    ! cmp -s "$1" build/whole || fail "the edit $2 changes nothing in $1"
    refused "$3" lint
    cp -p build/whole "$1"
}

# passed: the drill's last words
passed() { echo "$drill: passed in $((SECONDS - started)) s"; }

# make_base: the tree but for what was made in it; what the checkout has compiled is copied, and files keep their times,
# so that little is made again. With other protocols or another grammar the artifacts are, too: to an audit, those that
# no protocol plans are faults.
make_base() {
    local folder
    mkdir -p "$drills/base/build" && cd "$drills/base"
    for folder in gen tests/tiny; do
        diff -rq "$checkout/$folder" "$folder" &> /dev/null || rm -rf results
    done
    local other=(! -name build ! -name results ! -name .git ! -name protocol.lock)
    find . -mindepth 1 -maxdepth 1 "${other[@]}" -exec rm -r {} +
    find "$checkout" -mindepth 1 -maxdepth 1 "${other[@]}" -exec cp -a -t . {} +
    rm -r protocol/*
    cp -a tests/tiny/{setup,adaptive}.m4 protocol
    echo a1b2c3d4e5f6 2026-01-01 > COMMIT
    [ ! -d "$checkout/build/obj" ] || cp -a "$checkout"/build/{obj,generated} build
    made lock report
}

# Drills may run side by side: the base is made by one of them, and copied by one at a time.
mkdir -p "$drills"
exec {lock}> "$drills/lock"
flock "$lock"
(make_base)
rm -rf "${drills:?}/$drill" && mkdir "$drills/$drill"
cp -a "$drills/base" "$drills/$drill/before"
cp -a "$drills/base" "$drills/$drill/after"
exec {lock}>&-
cd "$drills/$drill/after"
