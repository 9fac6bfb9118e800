#!/usr/bin/env bash
# A mistake is one line, and of what Make itself says about it none; with V=1 all is shown. What nobody explains stays.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"
project study
words=$(sed -n 's/.* which takes: //p' tests/protocol/bad/unknown_word.m4)

sed -i '/^stage(search/,/epochs/s/epochs(/epoch(/' protocol/adaptive.m4
line=$(grep -n 'epoch(' protocol/adaptive.m4 | cut -d: -f1)
mistake="protocol/adaptive.m4:$line: 'epoch(2)' is no word of stage(search) (did you mean epochs?), which takes: $words"
says 1 "$mistake" -- make lint
says 1 "$mistake" -- make report
[ ! -e results/units ] || fail 'make report: trained with a mistake in a protocol'

# several mistakes are several lines
printf '%s\n' 'experiment(second, [Another])' 'stage(' > protocol/second.m4
says 1 "$mistake" 'protocol/second.m4:2: ( is not closed in stage(...), which ends before line 3' -- make -k lint -j1

# with V=1 Make says what it did and what failed
said=$(make lint V=1 2>&1) && fail 'make lint V=1: succeeded with a mistake'
grep -q 'Error 1' <<< "$said" || fail "make lint V=1: does not show what Make says: $said"
rm protocol/second.m4
sed -i 's/epoch(/epochs(/' protocol/adaptive.m4

# a program that a signal ends says nothing; Make does
mkdir shot && printf '#!/bin/sh\nkill -SEGV $$\n' > shot/m4 && chmod +x shot/m4
said=$(PATH=$PWD/shot:$PATH make lint 2>&1) && fail 'make lint: succeeded without m4'
grep -q 'Segmentation fault' <<< "$said" || fail "make lint: does not say that m4 crashed: $said"

# nor one that fails without a word
printf '#!/bin/sh\nexit 3\n' > shot/m4
said=$(PATH=$PWD/shot:$PATH make -j1 lint 2>&1) && fail 'make lint: succeeded without m4'
[[ $said == *'Error 3' && $said != *$'\n'* ]] || fail "make lint: does not say that m4 failed: $said"

# a run that is ended takes all that it started with it
sed -i 's/epochs(4)/epochs(4000000)/' protocol/adaptive.m4
make values > /dev/null 2>&1 &
run=$!
until [ -e results/activations ]; do sleep 0.05; done
sleep 1
kill -TERM $run
wait $run 2> /dev/null && fail 'make values: succeeded though it was ended'
timeout 20 flock . true || fail 'make values: was ended, and goes on'
