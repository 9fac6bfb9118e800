#!/usr/bin/env bash
# Each variable of a call is checked before anything is made, and a second run in the same folder waits for the first.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"
project study

says 1 'THREADS is "abc", expected a count from 1 to 1024' -- make report THREADS=abc
says 1 'THREADS is "0", expected a count from 1 to 1024' -- env THREADS=0 make values
says 1 'JOBS is "-1", expected a count from 1 to 1024' -- make lint JOBS=-1
says 1 'SPOT is "some", expected a whole number up to 999999999, without leading zeros' -- make audit SPOT=some
says 1 'SEED is "1.5", expected a whole number up to 999999999, without leading zeros' -- make audit SPOT=1 SEED=1.5
says 1 'SECONDS is "", expected a count from 1 to 999999999' -- make fuzz SECONDS=
says 1 'TURNS is "1000", expected a count from 1 to 100' -- make bench TURNS=1000
says 1 'REPLICATES is "no", expected 0, which leaves the replicates out' -- make report REPLICATES=no
says 1 'V is "yes", expected 0 or 1' -- make lint V=yes
says 1 'SHORT is "0", expected 1, which makes it short' -- make torture SHORT=0
says 1 'EVERY is "x", expected a count from 1 to 999999999' -- env EVERY=x make torture
says 1 'RECORD is "no", expected yes, which keeps the differences of this run' -- make conformance RECORD=no
says 1 'PART is "all", expected study or wide' -- make bench-peers PART=all
says 1 'PROGRESS is "often", expected seconds between two lines, such as 10' -- make values PROGRESS=often
says 1 "VALUE is \"a'b\", expected the id of a value" -- make why "VALUE=a'b"
says 1 'MEMORY is "1G", expected a count from 1 to 999999999' -- make values MEMORY=1G
says 1 'FILE is "a b", expected a path of letters, digits and . _ / + @ - alone (a link can give it one)' \
    -- make inspect 'FILE=a b'
# shellcheck disable=SC2016
says 1 'VALUE is "$(x)", expected the id of a value' -- make why 'VALUE=$(x)'
says 1 "THREAD: nothing here reads this variable, expected one that 'make help' names" -- make report THREAD=4
says 1 'SPOT is "a", expected a whole number up to 999999999, without leading zeros' \
    'THREADS is "b", expected a count from 1 to 1024' -- make audit SPOT=a THREADS=b
[ -z "$(find build/* results -newer protocol -type f 2> /dev/null)" ] || fail 'a call was refused, and something was made'
says 0 '2 protocols, no mistake found' -- make lint THREADS=2 JOBS=1 SPOT=0 SEED=0 SECONDS=5 TURNS=1 REPLICATES=0 V=0 \
    SHORT=1 EVERY=8 PART=wide PROGRESS=.5 ACTIVATIONS= VALUE=a.b CC=gcc LAUNCH='nice -n 1' KERNELS=v3

# from elsewhere nothing is made
mkdir ../elsewhere && cd ../elsewhere
said=$(make -f ../study/Makefile help 2>&1) && fail 'make -f: works from elsewhere'
[[ $said == *'called elsewhere, expected make -C FOLDER'* && $said != *$'\n'* ]] || fail "make -f: said $said"
[ -z "$(ls -A)" ] || fail "make -f: made $(ls -A)"
cd ../study

# what a run starts in its own folder does not wait for it
mkdir ../shadowed && printf '#!/bin/sh\nPATH=%q; unset MAKEFLAGS; [ -e ../once ] || { touch ../once; make lint; }; exec m4 "$@"\n' "$PATH" > ../shadowed/m4
chmod +x ../shadowed/m4
rm build/*.ids
said=$(PATH=$PWD/../shadowed:$PATH timeout 60 make -j1 lint 2>&1) || fail "make in make: $said"
[[ -e ../once && $said != *'another make'* ]] || fail "make in make: $said"

# Two at once: the second says in a line that it waits. What needs no lock does not wait.
exec 9< . && flock 9
make lint > ../said 2>&1 9<&- &
second=$!
until [ -s ../said ]; do sleep 0.05; done
make help 9<&- > ../help
timeout 20 make -n lint 9<&- > /dev/null || fail 'make -n: waits for another run'
kill -0 $second || fail 'make lint: did not wait for the other run'
exec 9<&-
wait $second || fail 'make lint: failed after the other run had ended'
[ "$(cat ../said)" = "$PWD: another make runs here: this one waits until it has ended"$'\n''2 protocols, no mistake found' ] ||
    fail "make lint: said $(cat ../said)"
