# shellcheck shell=bash
# What the tests of a call of make begin with: the tiny study of tests/tiny in a folder of its own, and what make says.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../project.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL LOCKED BUILD EXTRA_CFLAGS

checkout=${CHECKOUT:-$PWD}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# project FOLDER: make it and go there; what the Makefile reads is the checkout's, its objects are copied
project() {
    mkdir -p "$scratch/$1/build" && cd "$scratch/$1"
    ln -s "$checkout"/{Makefile,gen,src,data,figures,paper,tests} .
    mkdir protocol && cp "$checkout"/tests/tiny/{setup,adaptive}.m4 protocol
    take_objects "$checkout"
}

# says STATUS LINE... -- COMMAND...: the command ends with that status, and these lines are all that it says
says() {
    local status=$1 expected='' ended=0 said
    shift
    while [ "$1" != -- ]; do
        expected+=${expected:+$'\n'}$1
        shift
    done
    shift
    said=$("$@" 2>&1) || ended=$?
    [ "$ended" = "$status" ] || fail "$*: ended with status $ended, expected $status, and said: $said"
    [ "$said" = "$expected" ] || fail "$*: said '$said', expected '$expected'"
}
