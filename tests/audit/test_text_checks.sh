#!/usr/bin/env bash
# What the audit reads of texts: each planted fault gives one line, and what is right gives none.
# shellcheck disable=SC2016
set -euo pipefail

project=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fail() {
    echo "tests/audit/test_text_checks.sh: $*" >&2
    exit 1
}
# shellcheck disable=SC2317 # (`tells` calls the functions below)
# tells EXPECTED COMMAND...: what the command says on standard error is this
tells() {
    local expected=$1 said
    shift
    said=$("$@" 2>&1) || fail "$*: failed: $said"
    [ "$said" = "$expected" ] || fail "$*: said '$said', expected '$expected'"
}

banned() { awk -f "$project/gen/said.awk" -f "$project/gen/banned.awk" "$project/paper/banned_phrases.txt" "$@"; }
cat > a.m4 <<'END'
claim(it_helps, # in order to
  published([We clearly utilize it.], [nowhere])
  when(a > 0, holds, [It helps.]))
%{
It is said in
order to help. A number of steps, \Value{novel}.
%}
  note that
END
printf '%s\n' '% obviously' 'Obviously true' 'and novelty.' > report.tex
tells "report.tex:2: 'obviously' is a banned phrase, expected the reason
a.m4:6: 'in order to' is a banned phrase, expected to
a.m4:6: 'a number of' is a banned phrase, expected the number, or some" banned report.tex a.m4

floats() { awk -f "$project/src/audit/floats.awk" "$@"; }
cat > sections.tex <<'END'
\begin{Experiment}{a}{What $k_{1}$ does}\label{x}
% a comment

\begin{StageTable}{Stages}
\subsection{First}
\Needspace{3mm}
Text.
\Figure{a}{b}
\section{Second} Text.
\begin{table}\caption{c}
\subsection{Third}\Figure{a}{b}
END
tells 'sections.tex:1: a section begins with a table or figure, expected text before it: \begin{Experiment}{a}{What $k_{1}$ does}
sections.tex:11: a section begins with a table or figure, expected text before it: \subsection{Third}' floats sections.tex

referred() { awk -f "$project/src/audit/referred.awk" "$@"; }
cat > report.aux <<'END'
\newlabel{table:a.known}{{1}{3}{Known {\it and} more}{table.caption.2}{}}
\@writefile{lot}{\contentsline {table}{\numberline {1}{\ignorespaces Known}}{3}{table.caption.2}\protected@file@percent }
\newlabel{table:a.first}{{2}{4}{Two stages}{table.caption.3}{}}
\newlabel{table:a.second}{{2}{4}{Two stages}{table.caption.3}{}}
\@writefile{lot}{\contentsline {table}{\numberline {2}{\ignorespaces Two stages}}{4}{table.caption.3}\protected@file@percent }
\newlabel{repeat:a.b}{{3}{5}{Replicates}{table.3}{}}
\@writefile{lot}{\contentsline {table}{\numberline {3}{\ignorespaces Replicates}}{5}{table.3}\protected@file@percent }
\newlabel{figure:a.lonely}{{1}{5}{Lonely}{figure.caption.4}{}}
\newlabel{figure:a.table}{{1}{5}{Lonely}{figure.caption.4}{}}
\@writefile{lof}{\contentsline {figure}{\numberline {1}{\ignorespaces Lonely}}{5}{figure.caption.4}\protected@file@percent }
\@writefile{lot}{\contentsline {table}{\numberline {12}{\ignorespaces Nameless}}{5}{table.caption.5}\protected@file@percent }
\newlabel{table:a.w1}{{13}{5}{W}{table.caption.6}{}}
\newlabel{table:a.w2}{{14}{5}{W}{table.caption.7}{}}
\newlabel{table:a.w3}{{15}{5}{W}{table.caption.8}{}}
\@writefile{lot}{\contentsline {table}{\numberline {13}{W}}{5}{table.caption.6}\protected@file@percent }
\@writefile{lot}{\contentsline {table}{\numberline {14}{W}}{5}{table.caption.7}\protected@file@percent }
\@writefile{lot}{\contentsline {table}{\numberline {15}{W}}{5}{table.caption.8}\protected@file@percent }
\newlabel{section:a}{{4}{5}{A}{section.4}{}}
END
cat > text.tex <<'END'
Table~\ref{table:a.known} is known, \pageref{figure:a.lonely} and \nameref{figure:a.lonely} print no number.
% Figure~\ref{figure:a.lonely}
Tables~\ref{table:a.w1} to~\ref{table:a.w3}, \ref{table:a.second} and \newcommand\Replicated[1]{\ref{repeat:#1}}.
END
tells 'build/report.pdf: no text refers to Figure 1, expected \ref{figure:a.lonely}
build/report.pdf: no text refers to Table 12, expected a label, and a reference to it' referred report.aux text.tex

pages() { awk -f "$project/src/audit/pages.awk" "$@"; }
printf '%s\n' '\ClaimRow{a}{first}{holds}{}' '\RestsOn{a.b}{1}' '\ClaimRow{a}{second}{holds}{}' > claims.tex
printf '%s\n' '\newlabel{condition:a.first}{{1}{1}}' '\newlabel{conditions:a.first}{{A}{2}}' \
    '\newlabel{conditions:a.second}{{A}{2}}' > report.aux
cat > report.log <<'END'
Overfull \hbox (1.9pt too wide) in paragraph at lines 1--2
Overfull \hbox (14.27pt too wide) in paragraph at lines 15--16
LaTeX Warning: Reference `section:none' on page 1 undefined on input line 3.
Package natbib Warning: Citation `nobody' on page 1 undefined on input line 4.
LaTeX Warning: Label(s) may have changed.
END
tells "report.log:2: a line is 14.27pt too wide, expected 2pt at most: in paragraph at lines 15--16
report.log:3: section:none is referred to, but not defined, expected a label of that name
report.log:4: nobody is referred to, but not defined, expected a label of that name
build/report.pdf: the claim a.second is printed without its condition beside its verdict, expected those of gen/conditions.m4" \
    pages claims.tex report.aux report.log
