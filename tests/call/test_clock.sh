#!/usr/bin/env bash
# A file from the future, read or made, is told in one line before anything is made, and nothing is made for ever.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"
project study
rm src && cp -a "$checkout/src" .
make lock values > /dev/null
cp results/activations/*/*/*/*.safetensors rows

for file in src/autoencoder/sae.c protocol/adaptive.m4 results/activations/*/*/*/*.safetensors build/obj/autoencoder/sae.o \
    build/adaptive.c rows; do
    touch -r "$file" ../before
    touch -d '+1 hour' "$file"
    for goal in lint report audit; do
        says 1 "$file: from the future, last changed at $(date -r "$file" '+%F %T'), expected a time before now: set the clock, or run 'touch' on it" \
            -- timeout 20 make $goal ACTIVATIONS=rows
    done
    touch -r ../before "$file"
done
touch -d '+1 hour' protocol/*.m4
[[ $(make lint 2>&1) == 'protocol/adaptive.m4 and 1 more: from the future'* ]] || fail 'make lint: does not count files from the future'
touch protocol/*.m4
make values > /dev/null || fail 'make values: fails once no file is from the future'
