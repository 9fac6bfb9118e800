#!/usr/bin/env bash
# three_passes.sh TARGET FOLDER: set paper/report.tex for TARGET, in FOLDER. The first pass collects citations and
# labels for BibTeX, the second places them, the third prints; only the third writes pages.
set -euo pipefail

target=$1 folder=$2
pass() { paper/latex.sh "$target" "$folder" -fmt="$folder/packages.fmt" "$@" paper/report.tex; }
rm -f "$folder"/report.*
pass -draftmode
bibtex -terse "$folder/report" >&2
pass -draftmode
pass
