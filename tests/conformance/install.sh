#!/usr/bin/env bash
# install.sh FOLDER REQUIREMENTS: a virtual environment with these packages, unless it is there. Fails where they cannot be
# had; FOLDER.log then says why.
set -euo pipefail
folder=$1 requirements=$2

[ ! "$folder/installed" -nt "$requirements" ] || exit 0
rm -rf "$folder"
{ python3 -m venv "$folder" && "$folder/bin/pip" install -q --no-deps -r "$requirements"; } > "$folder.log" 2>&1
touch "$folder/installed"
