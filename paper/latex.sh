#!/usr/bin/env bash
# latex.sh TARGET FOLDER ARGUMENT...: run pdflatex for TARGET; its files go into FOLDER. LaTeX says much on every run.
# This script lets it be heard only when something is wrong. Several of them may run in the same folder.
# It reads packages of the system alone: a texmf tree or a path of the user's own would change the PDF, and no record
# would tell of it.
set -euo pipefail

unset TEXINPUTS BIBINPUTS BSTINPUTS TFMFONTS VFFONTS T1FONTS ENCFONTS TEXFONTMAPS TEXMFCNF TEXFORMATS TEXMF
export TEXMFHOME=/nonexistent TEXMFVAR=/nonexistent TEXMFCONFIG=/nonexistent
target=$1 folder=$2
said=$(pdflatex -interaction=nonstopmode -halt-on-error -output-directory="$folder" "${@:3}") || {
    grep -aA3 '^!' <<< "$said" || tail -n 1 <<< "$said"
    echo "$target: LaTeX failed"
    exit 1
} >&2
