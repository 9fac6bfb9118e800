# shellcheck shell=bash
# What tests in shell share that make a project of their own; the project.sh of their folder reads it.

# fail WHAT: one line, and the end
fail() {
    echo "$(basename "$0" .sh): $*" >&2
    exit 1
}

# take_objects CHECKOUT: copy what is compiled there, so that it is not compiled again
take_objects() {
    [ ! -d "$1/build/obj" ] || cp -a "$1/build/obj" build
}
