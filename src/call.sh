#!/usr/bin/env bash
# call.sh QUIET ALONE MAKE...: run MAKE; if ALONE is not empty, once no other run is at work in this folder. If QUIET is
# not empty, Make's own lines about a recipe that failed are kept back, and the status is 0 or 1.
set -euo pipefail

quiet=$1 alone=$2
shift 2

# wait_for_others: the folder is locked until the last process of this run has ended. (`make -n` writes nothing. A make
# that this run starts in the same folder is a part of it: LOCKED says so. NFS locks no folder, but a file that may be
# written. Where a file system has no locks, there is nothing to wait for.)
wait_for_others() {
    [[ ! ${MAKEFLAGS%% *} =~ ^[A-Za-z]*n[A-Za-z]*$ ]] || return 0
    [ "${LOCKED:-}" != "$PWD" ] || return 0
    export LOCKED=$PWD
    exec 8< .
    local status=0
    flock -n 8 2> /dev/null || status=$?
    if [ $status -gt 1 ] && mkdir -p build 2> /dev/null && { exec 8>> build/lock; } 2> /dev/null; then
        status=0
        flock -n 8 2> /dev/null || status=$?
    fi
    [ $status = 1 ] || return 0
    echo "$PWD: another make runs here: this one waits until it has ended" >&2
    flock 8
}

# without_makes_own: the lines of standard input, but for those in which Make says that a recipe failed whose program
# has said why, or that a choice is not there which it could not make. A program that a signal ended says nothing: that
# line stays. A driver that fails ends with 1 or 2; another status is that of LAUNCH, which is told, once.
without_makes_own() {
    local line kept_back='' missing='' said='' told='' own='^[^ ]*make(\[[0-9]+\])?: '
    local failed="$own"'(\*\*\* \[.*\] Error [0-9]+|\*\*\* (Deleting|Waiting|\[.*Deleting).*|Target .* not remade.*)$'
    local launched="$own"'\*\*\* \[([^ ]*: )?(results/.*\.safetensors)\] Error ([0-9]+)$'
    local choice='^[^ ]*\.mk:[0-9]+: results/.*\.mk: No such file or directory$' progress=': epoch .* s left$'
    local error='^[^ ]*:( \*\*\*|[0-9]+: \*\*\*) (.*)\.  Stop\.$'
    while IFS= read -r line || [ -n "$line" ]; do
        if [[ $line =~ $choice ]]; then
            missing=$line
            continue
        elif [[ ${LAUNCH:-} =~ [^[:space:]] && $line =~ $launched ]]; then
            line="${BASH_REMATCH[3]}: not made: LAUNCH ended with status ${BASH_REMATCH[4]}; LAUNCH is \"$LAUNCH\""
            [ "${BASH_REMATCH[4]}" -gt 2 ] || kept_back=${kept_back:-$line}
            [ "${BASH_REMATCH[4]}" -gt 2 ] || continue
        elif [[ $line =~ $failed ]]; then
            kept_back=${kept_back:-$line}
            continue
        fi
        if [[ $line == *'; LAUNCH is "'* ]]; then
            [ -z "$told" ] || continue
            told=yes
        fi
        [[ ! $line =~ $error ]] || line=${BASH_REMATCH[2]}
        [[ ! $line =~ ^No\ rule\ to\ make\ target\ \'(.*)\'$ ]] ||
            line="${BASH_REMATCH[1]}: nothing makes it, expected a goal of 'make help' or the path of what a run makes"
        printf '%s\n' "$line"
        [[ $line =~ $progress ]] || said=yes
    done
    [ -n "$said" ] || [ -z "$kept_back$missing" ] || printf '%s\n' "${kept_back:-$missing}"
}

[ -z "$alone" ] || wait_for_others
[ -n "$quiet" ] || exec "$@"
exec 7>&2 2> >(without_makes_own >&7)
filter=$!
# In the background, so that a signal that ends this script ends the run too.
trap 'kill -TERM $run' TERM
env --default-signal=INT,QUIT "$@" <&0 &
run=$!
status=0
wait $run || status=$?
exec 2>&7
wait $filter || true
exit $((status > 0))
