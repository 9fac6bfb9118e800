#!/usr/bin/env bash
# latex.sh TARGET FOLDER ARGUMENT...: run pdflatex for TARGET; its files go into FOLDER. LaTeX says much on every run.
# This script lets it be heard only when something is wrong.
# It reads packages of the system alone: a texmf tree or a path of the user's own would change the PDF, and no record
# would tell of it.
set -euo pipefail

unset TEXINPUTS BIBINPUTS BSTINPUTS TFMFONTS VFFONTS T1FONTS ENCFONTS TEXFONTMAPS TEXMFCNF TEXFORMATS TEXMF
export TEXMFHOME=/nonexistent TEXMFVAR=/nonexistent TEXMFCONFIG=/nonexistent
target=$1 folder=$2
pdflatex -interaction=nonstopmode -halt-on-error -output-directory="$folder" "${@:3}" > "$folder/terminal.txt" || {
    grep -A3 '^!' "$folder/terminal.txt" || tail -n 1 "$folder/terminal.txt"
    echo "$target: LaTeX failed"
    exit 1
} >&2
