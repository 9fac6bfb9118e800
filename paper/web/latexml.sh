#!/usr/bin/env bash
# latexml.sh TARGET: read the report with LaTeXML, and write it as XHTML. LaTeXML says much on every run, and goes on
# after an error: this script lets it be heard only when something is wrong, and then there is no TARGET. As for LaTeX,
# only packages of the system are read.
set -euo pipefail

unset TEXINPUTS BIBINPUTS TEXMFCNF TEXMF
export TEXMFHOME=/nonexistent TEXMFVAR=/nonexistent TEXMFCONFIG=/nonexistent PERL_HASH_SEED=0
target=$1 folder=$(dirname "$1")/latexml
mkdir -p "$folder"

# heard PROGRAM ARGUMENT...: its errors, and its end, if it has any
heard() {
    local log=$folder/$1.log
    if ! "$@" --log="$log" > "$folder/said" 2>&1 || grep -qE '^(Error|Fatal):' "$log"; then
        grep -E -A 2 '^(Error|Fatal):' "$log" >&2 || tail -n 2 "$folder/said" >&2
        echo "$target: LaTeXML failed" >&2
        exit 1
    fi
}

heard latexml --path=. --path=paper/web --dest="$folder/report.xml" paper/web/web.tex
heard latexmlpost --timestamp=0 --format=xhtml --pmml --nodefaultresources \
    --dest="$folder/text.xhtml" "$folder/report.xml"
mv "$folder/text.xhtml" "$target"
