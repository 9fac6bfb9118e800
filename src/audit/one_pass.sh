#!/usr/bin/env bash
# one_pass.sh TARGET FOLDER: set paper/report.tex once, in FOLDER, from what the last pass of a run left there. It fails
# where this pass leaves anything else: then the report needs all three passes.
set -euo pipefail

target=$1 folder=$2
left() { cat "$folder"/report.{aux,out,toc}; }
exec > /dev/null 2>&1
left > "$folder/left"
bibtex -terse "$folder/report"
paper/latex.sh "$target" "$folder" -fmt="$folder/packages.fmt" paper/report.tex
left | cmp - "$folder/left"
