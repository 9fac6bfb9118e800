#!/usr/bin/env bash
# check_artifacts.sh JOBS: read every artifact before anything rests on it; `report check` removes those that are
# damaged. build/checked lists what was read, each file with its size, its inode and the time of the last call that
# touched it (ctime). A file that is still as listed is not read again. Folders may be
# links; a link that leads nowhere is no file.
set -euo pipefail

touch build/checked
find -L results -name '*.safetensors' ! -type l -printf '%s %i %C@ %p\n' | sort > build/checked.tmp
comm -13 build/checked build/checked.tmp | cut -d' ' -f4- | xargs -rd'\n' -n 64 -P "$1" build/bin/report check
mv build/checked.tmp build/checked
