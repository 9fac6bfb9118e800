# What the report prints of a protocol's line: prose between %{ and %}, and sentences in brackets. The caller sets
# in_prose and depth to 0 where a file begins.
function said(line,    i, letter, kept) {
    if (line ~ /^%[{}]/) {
        in_prose = line ~ /^%\{/
        return ""
    }
    if (in_prose)
        return line
    for (i = 1; i <= length(line); i++) {
        letter = substr(line, i, 1)
        depth += (letter == "[") - (letter == "]")
        if (depth > 0)
            kept = kept letter
    }
    return kept
}
