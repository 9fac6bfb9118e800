# With gen/said.awk: a phrase of paper/banned_phrases.txt, the first file, in what a protocol or paper/report.tex
# prints. Quotes of what others published may have them. A phrase may go on in the next line.
NR == FNR {
    if ($0 !~ /^#|^ *$/) {
        split($0, parts, / *# */)
        instead[tolower(parts[1])] = parts[2]
    }
    next
}
FNR == 1 { is_protocol = FILENAME ~ /\.m4$/; in_prose = depth = in_quote = 0; before = "" }
{
    line = $0
    if (is_protocol) {
        in_quote = in_quote || line ~ /published\(\[/
        line = said(line)
        if (in_quote)
            line = ""
        in_quote = in_quote && depth > 0
    } else
        sub(/(^|[^\\])%.*/, "", line)
    gsub(/\\(Value|Rounded|Percent|Bootstrap|(Percent)?Jackknife|Student)\{[^}]*\}/, " ", line)
    gsub(/\\(Id|Sentence|IfRun|label|nolinkurl|path|url|[a-z]*ref)\{[^}]*\}/, " ", line)
    text = " " tolower(before " " line) " "
    gsub(/[^a-z']/, " ", text)
    for (phrase in instead)
        if (ends_here(text, phrase, length(before) + 1))
            printf "%s:%d: '%s' is a banned phrase, expected %s\n", FILENAME, FNR, phrase, instead[phrase] \
                > "/dev/stderr"
    before = line
}

# Whether the phrase stands in the text, and ends behind its first letters, which are those of the line before.
function ends_here(text, phrase, first,    at, from) {
    for (from = 1; (at = index(substr(text, from), " " phrase " ")) > 0; from += at)
        if (from + at + length(phrase) - 1 > first)
            return 1
    return 0
}
