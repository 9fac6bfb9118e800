# With gen/said.awk: a number typed where a value of the run belongs: a decimal, a power of ten or a percentage in what
# a protocol or paper/report.tex prints, outside \Value{...}. Whole numbers may be settings, and pass.
FNR == 1 { is_protocol = FILENAME ~ /\.m4$/; in_prose = depth = 0 }
{
    rest = is_protocol ? said($0) : $0
    sub(/^%.*/, "", rest)
    sub(/[^\\]%.*/, "", rest)
    gsub(/\\(Value|Rounded|Percent|Bootstrap|(Percent)?Jackknife|Student)\{[^}]*\}/, "", rest)
    if (!is_protocol)
        gsub(/\\definecolor.*|\\renewcommand\\[a-z]*(fraction|stretch)\{[^}]*\}|table-format=[^]]*/, "", rest)
    gsub(/[0-9.]+(pt|mm|em|\\(text|line)(width|height))/, "", rest)
    while (match(rest, /[0-9]*\.[0-9]+|[0-9]+e-?[0-9]+|[0-9]+\\%/)) {
        printf "%s:%d: %s is typed, expected \\Value{...}\n", FILENAME, FNR, substr(rest, RSTART, RLENGTH) \
            > "/dev/stderr"
        rest = substr(rest, RSTART + RLENGTH)
    }
}
