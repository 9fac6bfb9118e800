#!/usr/bin/env bash
# The commit that a report names is the tree's own: a file that git does not know makes it dirty, a tree of another user
# has one, and a tree without history says that its commit is unknown.
set -euo pipefail
commit=$PWD/src/provenance/commit.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cd "$tree"

# expect WHAT PATTERN: what commit.sh prints
expect() {
    "$commit" | grep -qxE "$2" || {
        echo "commit.sh in $1: says '$("$commit")', expected $2" >&2
        exit 1
    }
}

expect 'a tree without history' 'unknown unknown'
echo 'abc 2026-01-02' > COMMIT
expect 'an unpacked archive' 'abc 2026-01-02'
rm COMMIT

git init -q .
expect 'a tree without a commit' 'unknown unknown'
mkdir src && echo 'int one;' > src/one.c && git add src
git -c user.name=n -c user.email=e commit -qm one
expect 'a clean tree' '[0-9a-f]{12} [0-9]{4}-[0-9]{2}-[0-9]{2}'
echo 'int two;' > src/two.c
expect 'a tree with a file that git does not know' '[0-9a-f]{12}-dirty [0-9-]{10}'
rm src/two.c && echo 'int other;' > src/one.c
expect 'a changed tree' '[0-9a-f]{12}-dirty [0-9-]{10}'
git checkout -q src/one.c
if [ "$(id -u)" = 0 ]; then
    chown -R 65534 .
    expect "another user's tree" '[0-9a-f]{12} [0-9-]{10}'
fi
