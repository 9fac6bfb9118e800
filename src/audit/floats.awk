# A section that begins with a float, before any text, in paper/report.tex and in the sections that gen/section.m4 wrote.
# A definition of a macro is read like text.
FNR == 1 { heading = "" }
{
    rest = $0
    sub(/(^|[^\\])%.*/, "", rest)
    if (match(rest, /\\(sub)*section\*?\{|\\begin\{Experiment\}/) && rest !~ /titleformat|csname/) {
        heading = substr(rest, RSTART)
        line = FNR
        rest = behind_heading(heading)
        heading = substr(heading, 1, length(heading) - length(rest))
    }
    while (match(rest, /^[ \t]*(\\(label|Needspace|GroupName|ValueName|nopagebreak|clearpage)(\{[^{}]*\})*|\{|\\footnotesize|\\small)/))
        rest = substr(rest, RSTART + RLENGTH)
    if (heading == "" || rest ~ /^[ \t]*$/)
        next
    if (rest ~ /^[ \t]*(\\begin\{([A-Za-z]*Table|table|figure|longtable|tabular)\*?\}|\\(Figure|Publication|includegraphics)[{[])/)
        tell(FILENAME ":" line ": a section begins with a table or figure, expected text before it: " heading)
    heading = ""
}
# What stands behind the heading: \section{...}, or \begin{Experiment}{...}{...} with braces inside
function behind_heading(text,    i, depth, letter, left) {
    left = text ~ /^\\begin/ ? 3 : 1
    for (i = 1; i <= length(text) && left > 0; i++) {
        letter = substr(text, i, 1)
        depth += (letter == "{") - (letter == "}")
        left -= letter == "}" && depth == 0
    }
    return substr(text, i)
}

function tell(fault) { print fault > "/dev/stderr" }
