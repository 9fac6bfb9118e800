#!/usr/bin/env bash
# latex.sh TARGET FOLDER ARGUMENT...: run pdflatex for TARGET; its files go into FOLDER. LaTeX says much on every run.
# This script lets it be heard only when something is wrong. Several of them may run in the same folder.
set -euo pipefail

target=$1 folder=$2
said=$(pdflatex -interaction=nonstopmode -halt-on-error -output-directory="$folder" "${@:3}") || {
    grep -aA3 '^!' <<< "$said" || tail -n 1 <<< "$said"
    echo "$target: LaTeX failed"
    exit 1
} >&2
