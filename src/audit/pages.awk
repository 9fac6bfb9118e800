# What LaTeX left of the pages: build/tex/claims.tex, report.aux and report.log. Each claim must be printed with its
# condition (it leaves a label), all references must be defined, and no line may be more than
# 2 pt too wide, no page more than 2 pt too high.
FILENAME ~ /claims\.tex$/ && match($0, /^\\ClaimRow\{[^}]*\}\{[^}]*\}/) {
    claim = substr($0, 11, RLENGTH - 11)
    sub(/\}\{/, ".", claim)
    claims[++count] = claim
}
FILENAME ~ /\.aux$/ && match($0, /^\\newlabel\{conditions?:[^}]*\}/) { printed[substr($0, 11, RLENGTH - 11)] }
FILENAME ~ /\.log$/ && /^(LaTeX|Package natbib) Warning: .*(Reference|Citation|reference) `/ {
    match($0, /`[^']*/)
    tell(substr($0, RSTART + 1, RLENGTH - 1) " is referred to, but not defined, expected a label of that name")
}
FILENAME ~ /\.log$/ && /^Overfull \\hbox/ && substr($3, 2) + 0 > 2 {
    tell("a line is " substr($3, 2) " too wide, expected 2pt at most: " substr($0, index($0, ") ") + 2))
}
FILENAME ~ /\.log$/ && /^Overfull \\vbox/ && substr($3, 2) + 0 > 2 {
    tell("a page is " substr($3, 2) " too high, expected 2pt at most: what stands at its end is not printed")
}
END {
    for (i = 1; i <= count; i++) {
        need("condition:" claims[i], "beside its verdict")
        need("conditions:" claims[i], "in the appendix")
    }
}

function need(label, place) {
    if (!(label in printed))
        print "build/report.pdf: the claim " substr(label, index(label, ":") + 1) " is printed without its condition " place \
            ", expected those of gen/conditions.m4" > "/dev/stderr"
}

function tell(fault) { print FILENAME ":" FNR ": " fault > "/dev/stderr" }
