#!/usr/bin/env bash
# launched.sh ARTIFACT: LAUNCH ended with status 0; has it made the artifact? (srun ends so when its node fails.) It may
# have run on another machine, so the folders are opened first: this one then sees what is new in a folder that both share
# (src/files/input.h).
set -euo pipefail

artifact=$1
for ((end = 0; end < ${#artifact}; end++)); do
    [ "${artifact:end:1}" != / ] || { : < "${artifact:0:end+1}"; } 2> /dev/null || break
done
if [ ! -e "$artifact" ]; then
    what='not made' expected='a command that runs the one behind it, in this folder'
elif [ results/code -nt "$artifact" ]; then
    what='older than results/code' expected='a new one, from a machine whose clock agrees'
else
    exit 0
fi
echo "$artifact: $what, though LAUNCH ended with status 0; LAUNCH is \"$LAUNCH\", expected $expected" >&2
exit 1
