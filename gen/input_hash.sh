#!/usr/bin/env bash
# input_hash.sh FOLDER PATH [TENSOR]: the hash that stands in the paths of what is made from rows of one's own: 12 digits
# of a SHA-256, of the file at PATH or of a list of the files in it, and of the name of the matrix in it. A large file is
# read once: FOLDER keeps the hash while sizes and times of the files stay the same. Nothing is printed for no file.
# (src/files/hash.c takes the same hash for a driver that is called by hand.)
set -euo pipefail
export LC_ALL=C

folder=$1 path=$2 tensor=${3-}

digest() { sha256sum | cut -c1-64; }

# files: those that are read, in the order of their names
files() {
    local file
    if [ -d "$path" ]; then
        for file in "$path"/*; do
            [ ! -f "$file" ] || echo "$file"
        done
    else
        echo "$path"
    fi
}

# whole: the hash of all
whole() {
    local file
    if [ -d "$path" ]; then
        files | while IFS= read -r file; do
            echo "$(digest < "$file")  ${file##*/}"
        done | digest
    else
        digest < "$path"
    fi
}

# named HASH: with the name of the matrix, if there is one
named() {
    if [ -n "$tensor" ]; then
        echo "$1  $tensor" | digest
    else
        echo "$1"
    fi
}

[ -r "$path" ] || exit 0
key=$({ echo "$path" && files | xargs -rd '\n' stat -L -c '%n %s %.9Y %i' --; } | digest)
if [ ! -s "$folder/$key" ]; then
    mkdir -p "$folder"
    whole > "$folder/$key.$$.tmp"
    mv "$folder/$key.$$.tmp" "$folder/$key"
fi
named "$(< "$folder/$key")" | cut -c1-12
