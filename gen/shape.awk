# The shape of a protocol, before m4 sees it (whose own message for a lost bracket names the end of the
# file): blocks are known and begin in column 1, setup or experiment first; brackets balance within a
# block; %{ and %} pair up and stand alone. Reads settings.m4 for the names of blocks, then the
# protocol. nearest.awk is read before it.

function wrong(line, message) {
    printf "%s:%d: %s\n", FILENAME, line, message > "/dev/stderr"
    failed = 1
}

function is_open() { return round > 0 || square > 0 }

function not_closed(    bracket) {
    bracket = square > 0 ? "[" : "("
    wrong(square > 0 ? square_begun : begun, bracket " is not closed in " block "(...), which ends before line " FNR)
    round = square = 0
}

# A line outside all brackets begins a block.
function begin() {
    if (!(name in known))
        wrong(FNR, "'" (name == "" ? $1 : name) "' begins no block" meant(name, words()) ", expected one of:" words())
    else if (indent)
        wrong(FNR, name " must begin in column 1")
    else if (substr($0, length(name) + 1, 1) != "(")
        wrong(FNR, name " must be followed by ( at once")
    else if ((name == "setup" || name == "experiment") != !begun)
        wrong(FNR, begun ? name " stands in line " begun_first " already, expected one a file" \
                         : name " stands before experiment(name, [title])")
    if (!begun) begun_first = FNR
    begun = FNR
    block = name
    commas = 0
}

# One character of a block; `closed` once the block has ended.
function read(c) {
    if (c == "[" && square++ == 0) square_begun = FNR
    if (c == "]") square--
    if (!square && c == "(") round++
    if (!square && c == ")") round--
    if (!square && c == "," && round == 1 && ++commas == (block == "experiment" ? 3 : 2))
        wrong(FNR, "a comma between clauses, expected blanks (a text with commas stands in brackets)")
    if (round < 0 || square < 0) {
        wrong(FNR, c " closes nothing")
        round = square = 0
    }
    if (c == ")" && !is_open()) closed = 1
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

BEGIN { known["setup"]; known["experiment"]; known["uses"] }

FNR == NR { if (match($0, /^_block\(\[[a-z_]+/)) known[substr($0, 9, RLENGTH - 8)]; next }

/^%\}[ \t]*$/ { if (!prose) wrong(FNR, "%} without a %{ before it"); prose = 0; next }
prose { next }
/^%\{[ \t]*$/ { prose = FNR; next }
/%\{|%\}/ { wrong(FNR, "%{ and %} must stand alone on their lines"); next }
/^[ \t]*$/ { next }

{
    indent = match($0, /^[ \t]+/) ? RLENGTH : 0
    name = substr($0, indent + 1)
    sub(/[^A-Za-z0-9_].*/, "", name)
    if (is_open() && !indent && (name in known) && substr($0, length(name) + 1, 1) == "(") not_closed()
    if (!is_open() && $0 !~ /^[ \t]*\)/) begin()
    closed = 0
    for (i = 1; i <= length($0); i++) {
        if (closed && substr($0, i) ~ /^[^ \t)]/) {
            wrong(FNR, "'" substr($0, i) "' stands behind the block's end")
            break
        }
        read(substr($0, i, 1))
    }
}

END {
    if (prose) wrong(prose, "%{ without a %} after it")
    FNR++
    if (is_open()) not_closed()
    if (!begun && !failed) wrong(1, "holds no experiment(name, [title])")
    exit failed
}
