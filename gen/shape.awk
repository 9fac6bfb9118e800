# The shape of a protocol, before m4 sees it (whose own message for a lost bracket names the end of the
# file): blocks begin in column 1 and are known, brackets balance within a block, %{ and %} pair up and
# stand alone. Reads vocabulary.m4 for the names of blocks, then the protocol.

function wrong(line, message) {
    printf "%s:%d: %s\n", FILENAME, line, message > "/dev/stderr"
    failed = 1
}

BEGIN { known["setup"]; known["experiment"]; known["uses"] }

FNR == NR { if (match($0, /^_block\(\[[a-z]+/)) known[substr($0, 9, RLENGTH - 8)]; next }

/^%\}[ \t]*$/ { if (!prose) wrong(FNR, "%} without a %{ before it"); prose = 0; next }
prose { next }
/^%\{[ \t]*$/ { prose = FNR; next }
/%\{|%\}/ { wrong(FNR, "%{ and %} must stand alone on their lines") }

/^[^ \t)]/ {
    if (round > 0 || square > 0)
        wrong(begun, "unbalanced " (square > 0 ? "[" : "(") " in the block that begins here, expected its end before line " FNR)
    round = square = 0
    begun = FNR
    name = $0
    sub(/[^A-Za-z0-9_].*/, "", name)
    if (name == "" || !(name in known))
        wrong(FNR, "'" $1 "' begins no block, expected one of:" words())
    else if (substr($0, length(name) + 1, 1) != "(")
        wrong(FNR, name " must be followed by ( at once")
}

{
    for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (c == "[") square++
        else if (c == "]") square--
        else if (!square && c == "(") round++
        else if (!square && c == ")") round--
        if (round < 0 || square < 0) {
            wrong(FNR, "unbalanced " c ", expected nothing to close here")
            round = square = 0
        }
        if (!round && !square && c != ")" && c !~ /[ \t]/ && i > 1 && closed) {
            wrong(FNR, "'" substr($0, i) "' stands after the block's end")
            break
        }
        closed = !round && !square && c == ")"
    }
    closed = 0
}

function words(    word, list) {
    n = 0
    for (word in known) sorted[++n] = word
    for (i = 1; i <= n; i++)
        for (j = i + 1; j <= n; j++)
            if (sorted[j] < sorted[i]) { t = sorted[i]; sorted[i] = sorted[j]; sorted[j] = t }
    for (i = 1; i <= n; i++) list = list " " sorted[i]
    return list
}

END {
    if (prose) wrong(prose, "%{ without a %} after it")
    if (round > 0 || square > 0)
        wrong(begun, "unbalanced " (square > 0 ? "[" : "(") " in the block that begins here")
    exit failed
}
