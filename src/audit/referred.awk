# A table or figure that no text refers to by its number. Reads build/tex/report.aux, which has the numbers and labels
# that LaTeX gave, and then the texts. A reference in a macro, \ref{repeat:#1}, is one to all labels that begin so;
# \ref{first} to~\ref{last} is one to all numbers between.
FILENAME ~ /\.aux$/ && match($0, /^\\@writefile\{lo[tf]\}\{\\contentsline \{(table|figure)\}\{\\numberline \{[^{}]*\}/) {
    split(substr($0, RSTART, RLENGTH), part, /[{}]+/)
    order[++count] = part[4] " " part[6]
}
FILENAME ~ /\.aux$/ && /^\\newlabel\{/ && match($0, /\{(table|figure)\.[^{}]*\}\{[^{}]*\}\}$/) {
    split(substr($0, RSTART), anchor, /[{.]/)
    split($0, part, /[{}]+/)
    labels[anchor[2] " " part[3]] = labels[anchor[2] " " part[3]] " " part[2]
}
FILENAME ~ /\.aux$/ { next }
{
    rest = $0
    sub(/(^|[^\\])%.*/, "", rest)
    while (match(rest, /\\ref\*?\{[^{}]*\}/)) {
        name = substr(rest, RSTART, RLENGTH - 1)
        rest = substr(rest, RSTART + RLENGTH)
        sub(/^[^{]*\{/, "", name)
        if (index(name, "#"))
            prefixes[substr(name, 1, index(name, "#") - 1)]
        else
            referred[name]
        if (from != "")
            ranges[from] = name
        from = rest ~ /^[ ~]*to[ ~]*\\ref\{/ ? name : ""
    }
}
END {
    for (i = 1; i <= count; i++)
        note_range(order[i])
    for (i = 1; i <= count; i++)
        if (!(order[i] in between) && !is_referred(labels[order[i]]))
            print "build/report.pdf: no text refers to " toupper(substr(order[i], 1, 1)) substr(order[i], 2) ", expected " \
                (labels[order[i]] == "" ? "a label, and a reference to it" : "\\ref{" first(labels[order[i]]) "}") > "/dev/stderr"
}

# If a range begins with this table, what lies between its first and its last is referred to.
function note_range(numbered,    part, name, number, i, j, last) {
    split(numbered, part, " ")
    number = split(labels[numbered], name, " ")
    for (i = 1; i <= number; i++)
        for (last = part[2] + 1; name[i] in ranges && last <= part[2] + 99; last++)
            if (index(labels[part[1] " " last] " ", " " ranges[name[i]] " "))
                for (j = part[2] + 1; j < last; j++)
                    between[part[1] " " j]
}

function first(names,    name) {
    split(names, name, " ")
    return name[1]
}

function is_referred(names,    name, number, prefix, i) {
    number = split(names, name, " ")
    for (i = 1; i <= number; i++) {
        if (name[i] in referred)
            return 1
        for (prefix in prefixes)
            if (prefix != "" && index(name[i], prefix) == 1)
                return 1
    }
    return 0
}
