#!/usr/bin/env bash
# `make report` of the tiny study, its training made longer, is killed with all that it started, at random moments
# from its first rule to its last page, and made again: KILLS times (50; 4 if SHORT). What it then makes is what a run
# makes that nobody disturbs, byte by byte, and no .tmp stays for good.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

kills=${KILLS:-$([ "${SHORT:-}" ] && echo 4 || echo 50)}
RANDOM=${SEED:-1}

longer_project() {
    project "$1"
    sed -i -E 's/epochs\(([0-9]+)\)/epochs(\150)/; s/modulus\(11\)/modulus(31)/' protocol/*.m4
    make lock > /dev/null
    rm -rf results build/[!o]*
}

# sums: every byte that counts
sums() {
    find results build/report.pdf -type f ! -name journal.tsv ! -name '*.tmp' -exec sha256sum {} + | sort -k 2
}

# report_for microseconds: make it, and kill all that still runs after so long; 137 if make did
report_for() {
    setsid make report > terminal.txt 2>&1 &
    local group=$!
    sleep "$(($1 / 1000000)).$(printf %06d "$(($1 % 1000000))")"
    ps -o comm= -g "$group" | awk '!/^(make|bash|sh)$/' >> "$torture/struck.txt"
    kill -KILL -- "-$group" 2>/dev/null || true
    wait "$group" 2>/dev/null
}

# check_whole_report: it is there, and the same bytes
whole_reports=0
check_whole_report() {
    sums | cmp - "$torture/undisturbed.sums" || fail "$PWD: after $killed kills the bytes differ"
    whole_reports=$((whole_reports + 1))
}

# begin_anew: now and then without what is compiled, which takes long beside the rest
begin_anew() {
    rm -rf results build/[!o]*
    [ $((whole_reports % 5)) -gt 0 ] || rm -rf build
}

longer_project undisturbed
begin=$EPOCHREALTIME
make report > terminal.txt || fail "$PWD: the undisturbed run failed"
longest=$((${EPOCHREALTIME/./} - ${begin/./}))
sums > "$torture/undisturbed.sums"

longer_project disturbed
killed=0
while [ "$killed" -lt "$kills" ]; do
    status=0
    report_for $((longest * RANDOM / 32768)) || status=$?
    case $status in
    137)
        killed=$((killed + 1))
        ;;
    0)
        check_whole_report
        begin_anew
        ;;
    *)
        fail "$PWD: after $killed kills 'make report' failed: $(tail -n 1 terminal.txt)"
        ;;
    esac
done
mkdir -p results build
touch results/left.1.tmp
find results build -name '*.tmp' -exec touch -d '11 minutes ago' {} +
make report > terminal.txt 2>&1 || fail "$PWD: after all kills 'make report' failed: $(tail -n 1 terminal.txt)"
check_whole_report
[ -z "$(find results build -name '*.tmp')" ] || fail "$PWD: a .tmp is left of a killed run"
echo "killed: $killed kills, $whole_reports whole reports, each the same bytes" \
    "($(wc -l < "$torture/undisturbed.sums") files); struck:" \
    "$(sort "$torture/struck.txt" | uniq -c | sort -rn | awk '{ printf "%s%s %d", comma, $2, $1; comma = ", " }')"
