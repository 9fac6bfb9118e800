#!/usr/bin/env bash
# LaTeX reads the system's packages alone: neither a package in the user's own texmf tree nor one on TEXINPUTS is taken.
set -euo pipefail
latex=$PWD/paper/latex.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p home/texmf/tex/latex/booktabs elsewhere out
{
    printf '%s\n' '\typeout{a booktabs of the user}'
    cat "$(kpsewhich booktabs.sty)"
} | tee elsewhere/booktabs.sty > home/texmf/tex/latex/booktabs/booktabs.sty
printf '%s\n' '\documentclass{article}\usepackage{booktabs}\begin{document}x\end{document}' > page.tex

HOME=$folder/home TEXINPUTS=$folder/elsewhere: TEXMFHOME=$folder/home/texmf "$latex" page.tex out page.tex
if grep -q 'booktabs of the user' out/page.log; then
    echo "paper/latex.sh: reads a package of the user, expected those of the system alone" >&2
    exit 1
fi
HOME=$folder/home TEXINPUTS=$folder/elsewhere: pdflatex -interaction=nonstopmode -output-directory=out page.tex > /dev/null
grep -q 'booktabs of the user' out/page.log # so that this test can fail
