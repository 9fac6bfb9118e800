# shellcheck shell=bash
# What the checks of `make torture` begin with: the tiny study of tests/tiny in a folder of its own.
#
# Each check is NAME.sh here, named in TORTURES of tests/tests.mk. It starts in the checkout with SHORT set or not, says
# in its last line what it held against what, and ends with a status of its own. What it leaves stands in
# build/torture/NAME until it starts again.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../project.sh"

checkout=$PWD
torture=$PWD/build/torture/$(basename "$0" .sh)
rm -rf "$torture" && mkdir -p "$torture"

# project folder: make the folder and go there; what the Makefile reads is the checkout's, its objects are copied,
# and a value of the tiny study counts as published
project() {
    mkdir -p "$torture/$1/build" && cd "$torture/$1"
    ln -s "$checkout"/{Makefile,gen,src,figures,paper} .
    cp -r "$checkout/data" .
    printf 'adaptive.control.explained_variance\t0.9999\tnowhere\n' >> data/reported.tsv
    mkdir protocol
    cp "$checkout"/tests/tiny/{setup,adaptive,follow_up,nulls,other_replicates}.m4 protocol
    take_objects "$checkout"
}

# sums_of_results: of every file that counts; results/code names the compiler
sums_of_results() {
    find results -type f ! -name journal.tsv ! -name code -exec sha256sum {} + | sort -k 2
}
