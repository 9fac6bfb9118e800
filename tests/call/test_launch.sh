#!/usr/bin/env bash
# LAUNCH is the command that starts each artifact. One that fails, does nothing, ends early, prints what it likes or is no
# command ends the run in one line; nothing is half-written, and the next run makes what a run without LAUNCH makes.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"
project study
sums() { find results -type f ! -name journal.tsv -exec sha256sum {} + | sort -k 2; }
make values > /dev/null
sums > ../whole

# ends_in LINE LAUNCH [RECIPE...]: from nothing, make ends with this line alone (a pattern), and the next run heals
ends_in() {
    local line=$1 said
    rm -r results
    said=$(make -j2 values LAUNCH="$2" 2>&1 > /dev/null) && fail "LAUNCH='$2': succeeded"
    # shellcheck disable=SC2053
    [[ $said == $line && $said != *$'\n'* ]] || fail "LAUNCH='$2': said '$said', expected '$line'"
    heals "$2"
}

# heals LAUNCH: what a run with it left is whole
heals() {
    local half
    half=$([ ! -d results ] || sums | grep -v ' results/code$' | grep -vxFf ../whole || true)
    [ -z "$half" ] || fail "LAUNCH='$1': half-written: $half"
    make values > ../said 2>&1 || fail "after LAUNCH='$1': make values: $(tail -n 1 ../said)"
    sums | cmp - ../whole || fail "after LAUNCH='$1': other bytes"
}

# runs LAUNCH: that works
runs() {
    rm -r results
    make -j2 values LAUNCH="$1" > ../said 2>&1 || fail "LAUNCH='$1': $(tail -n 1 ../said)"
    sums | cmp - ../whole || fail "LAUNCH='$1': other bytes"
}

what='results/*.safetensors: not made'
ends_in "$what: LAUNCH ended with status 1; LAUNCH is \"false\"" false
ends_in "$what: LAUNCH ended with status 3; LAUNCH is \"exit 3;\"" 'exit 3;'
ends_in "$what, though LAUNCH ended with status 0; LAUNCH is \"true\", expected a command that runs the one behind it, in this folder" true
ends_in "$what, though LAUNCH ended with status 0; LAUNCH is \"#\", expected a command that runs the one behind it, in this folder" '#'
ends_in "$what: LAUNCH ended with status 124; LAUNCH is \"timeout .2 sleep 9 #\"" 'timeout .2 sleep 9 #'
mkdir '../a folder' && printf '#!/bin/sh\n"$@"; exit 1\n' > '../a folder/launch' && chmod +x '../a folder/launch'
ends_in "$what: LAUNCH ended with status 1; LAUNCH is *" "'../a folder/launch'"

# a unit that is killed half-way, now and then after a line of its progress
sed -i 's/epochs(4)/epochs(4000000)/' protocol/adaptive.m4
said=$(make -j2 values LAUNCH='timeout 1' PROGRESS=.1 2>&1 > /dev/null) && fail "LAUNCH='timeout 1': succeeded"
# shellcheck disable=SC2053
[[ $(grep -v ' s left$' <<< "$said") == $what': LAUNCH ended with status 124; LAUNCH is "timeout 1"' ]] ||
    fail "LAUNCH='timeout 1': said $said"
[ -z "$(find results -name '*epoch4000000*')" ] || fail "LAUNCH='timeout 1': left $(find results -name '*epoch4000000*')"
sed -i 's/epochs(4000000)/epochs(4)/' protocol/adaptive.m4
heals 'timeout 1'

# a unit of older code is not taken for a new one
touch results/code
said=$(make -j1 values LAUNCH=true 2>&1 > /dev/null) && fail 'LAUNCH=true: succeeded with old units'
[[ $said == results/*'.safetensors: older than results/code, though LAUNCH ended with status 0; LAUNCH is "true", '* ]] ||
    fail "LAUNCH=true with old units: said $said"
heals true

# what is no command is told before anything is made
says 1 'LAUNCH is "/no/such thing", but /no/such is no command that is found here' -- make values LAUNCH='/no/such thing'
says 1 'LAUNCH is "srunn -n1", but srunn is no command that is found here' -- env LAUNCH='srunn -n1' make values
says 1 'LAUNCH is "(", expected a command that runs the one behind it' -- make values LAUNCH='('
says 1 "LAUNCH is \"it's\", expected a command that runs the one behind it" -- make values LAUNCH="it's"

said=$(make values LAUNCH=$'nice\nnice' 2>&1) && fail 'LAUNCH of two lines: succeeded'
[[ $said == *'LAUNCH holds a line break, expected one line'* && $said != *$'\n'* ]] || fail "LAUNCH of two lines: said $said"

# these run it
printf '#!/bin/sh\nexec "$@"\n' > '../a folder/launch'
runs "'../a folder/launch'"
runs '  '
runs 'env -i'
runs 'SLURM_JOB_ID=1 SLURM_CPUS_PER_TASK=64 OMP_NUM_THREADS=64 LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo env'
runs 'printf "make[2]: *** [%s] Error 1\n[3/7] garbage\t\377\n" x >&2; '

# a run that is ended takes with it what LAUNCH started
printf '#!/bin/sh\nexec sleep 999\n' > '../a folder/launch'
rm -r results
make values LAUNCH="'../a folder/launch'" > /dev/null 2>&1 &
run=$!
until [ -e results/code ]; do sleep 0.05; done
sleep 1
kill -TERM $run
wait $run 2> /dev/null && fail 'make values: succeeded though it was ended'
timeout 20 flock . true || fail 'make values: was ended, and what LAUNCH started goes on'

# Where a folder cannot be locked (NFS), a file in build/ is: the second run waits.
# shellcheck disable=SC2016
mkdir ../nfs && printf '#!/bin/sh\nfor last; do :; done\n[ ! -d /proc/self/fd/$last ] || exit 65\nexec %q "$@"\n' "$(command -v flock)" > ../nfs/flock
chmod +x ../nfs/flock
exec 9>> build/lock && flock 9
PATH=$PWD/../nfs:$PATH make lint > ../waits 2>&1 9<&- &
second=$!
until [ -s ../waits ]; do sleep 0.05; done
[ "$(cat ../waits)" = "$PWD: another make runs here: this one waits until it has ended" ] || fail "on NFS: said $(cat ../waits)"
exec 9<&-
wait $second || fail "on NFS: make lint: $(tail -n 1 ../waits)"
