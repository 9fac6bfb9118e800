#!/usr/bin/env bash
# commit.sh: print the commit of this tree and its date. A file that git does not know makes the tree as dirty as a
# changed one, because it may be compiled in. The tree may belong to another user. A tree without history has the line
# in the file COMMIT. What is not known is called unknown.
set -euo pipefail

git() { command git -c safe.directory="$PWD" "$@"; }

if [ -e .git ] && description=$(git describe --always --abbrev=12 --exclude='*' 2> /dev/null); then
    [ -z "$(git status --porcelain)" ] || description+=-dirty
    echo "$description $(git show -s --format=%cs)"
elif [ -s COMMIT ]; then
    cat COMMIT
else
    echo unknown unknown
fi
