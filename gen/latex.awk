# What a protocol says in LaTeX, its prose and its titles, captions and sentences, holds no character that ends in an
# error of LaTeX, which would name no protocol: % & # _ ^ and brackets and $ that do not pair up. Reads the protocol.

function wrong(line, message) {
    printf "%s:%d: %s\n", FILENAME, line, message > "/dev/stderr"
    failed = 1
}

# --- a text -------------------------------------------------------------------------------------

# What names something, and may hold any character: \Value{a_b}
function takes_name(command) {
    return command ~ /^(Value|Rounded|Percent|Bootstrap|Jackknife|PercentJackknife|Student)$/ || \
        command ~ /^(Sentence|IfRun|IfVerdict|Decimal|ref|eqref|pageref|nameref|label|cite)$/ || \
        command ~ /^(hyperref|url|nolinkurl|path|href|detokenize|input|includegraphics)$/
}

# The place behind the bracket that pairs up with the one at `from` in text.
function behind_pair(text, from, opens, closes,    depth, i, c) {
    for (i = from; i <= length(text); i++) {
        c = substr(text, i, 1)
        depth += (c == opens) - (c == closes)
        if (depth == 0) return i + 1
    }
    return i
}

# The place behind the \end{verbatim} of a \begin{verbatim}, in which any character may stand
function behind_verbatim(text, i,    end) {
    end = index(substr(text, i), "\\end{verbatim}")
    return end ? i + end + length("end{verbatim}") : i
}

# A command at place i of text: the place behind it, and behind a name that it takes. \begin and \end count
# environments; \( \) \[ \] are math.
function behind_command(text, i,    name, c) {
    c = substr(text, i + 1, 1)
    if (c ~ /[([]/) math = 1
    if (c ~ /[])]/) math = 0
    if (c !~ /[A-Za-z]/) return i + (c == "\n" ? 1 : 2)
    match(substr(text, i + 1), /^[A-Za-z]+/)
    name = substr(text, i + 1, RLENGTH)
    i += 1 + RLENGTH
    if (name == "begin" || name == "end") {
        if (substr(text, i) ~ /^\{verbatim\}/) return behind_verbatim(text, i)
        environments += name == "begin" ? 1 : -1
        if (substr(text, i) ~ /^\{(equation|align|gather|multline|eqnarray|displaymath|math)\*?\}/)
            math = name == "begin"
    }
    if (!takes_name(name) && name != "begin" && name != "end") return i
    if (substr(text, i, 1) == "[") i = behind_pair(text, i, "[", "]")
    return substr(text, i, 1) == "{" ? behind_pair(text, i, "{", "}") : i
}

function expected(line, c, instead) { wrong(line, c " in a text means something to LaTeX, expected " instead) }

# One text, which begins in that line; prose may have comments of its own, lines that begin with %.
function check(text, line, is_prose,    i, c, next_i, named, braces, braced, dollar) {
    math = environments = braces = 0
    for (i = 1; i <= length(text); i = next_i) {
        c = substr(text, i, 1)
        next_i = i + 1
        if (c == "\\") {
            next_i = behind_command(text, i)
            named = substr(text, i, next_i - i)
            if (!is_prose && match(named, /[^\\][%#]/)) # no name in an argument of LaTeX's may hold these
                expected(line, substr(named, RSTART + 1, 1), "none in an address")
            line += gsub(/\n/, "", named)
        } else if (c == "\n") line++
        else if (c == "$") {
            if (substr(text, i, 2) == "$$") next_i++
            math = !math
            dollar = line
        } else if (c == "%" && is_prose && (i == 1 || substr(text, i - 1, 1) == "\n")) {
            while (next_i <= length(text) && substr(text, next_i, 1) != "\n") next_i++
        } else if (c == "%" || c == "#") expected(line, c, "\\" c)
        else if (c == "&" && environments <= 0) expected(line, c, "\\&, or a table around it")
        else if (c == "_" && !math) expected(line, c, "\\_, or $ around a formula")
        else if (c == "^" && !math) expected(line, c, "\\^{}, or $ around a formula")
        else if (c == "{") { if (braces++ == 0) braced = line }
        else if (c == "}" && --braces < 0) {
            wrong(line, "} closes nothing in its text, expected \\} or a { before it")
            braces = 0
        }
    }
    if (braces > 0) wrong(braced, "{ is not closed in its text, expected \\{ or a } behind it")
    if (math && dollar) wrong(dollar, "$ is not closed in its text, expected \\$ or a $ behind it")
}

# --- where texts stand --------------------------------------------------------------------------

# whether that argument of that word is a text
function is_text(word, argument) {
    return word ~ /^(setup|caption|here|because)$/ || word ~ /^(experiment|otherwise)$/ && argument == 2 || \
        word == "published" || word == "when" && argument == 3
}

function end_argument() {
    if (is_text(word[depth], argument[depth])) check(text[depth], begun[depth], 0)
    argument[depth]++
    text[depth] = ""
    begun[depth] = FNR
}

# one character of a block
function read(c) {
    if (c == "]") square--
    if (square > 0) text[depth] = text[depth] c
    else if (c == "(") {
        match(text[depth], /[A-Za-z0-9_]*$/)
        name = substr(text[depth], RSTART)
        word[++depth] = name
        argument[depth] = 1
        text[depth] = ""
        begun[depth] = FNR
    } else if (c == ")" && depth > 0) { end_argument(); depth-- }
    else if (c == "," && depth > 0) end_argument()
    else if (c != "[" && c != "]") text[depth] = text[depth] c
    if (c == "[") square++
}

/^%\}[ \t]*$/ { check(prose, prose_begun, 1); in_prose = 0; next }
in_prose { prose = prose $0 "\n"; next }
/^%\{[ \t]*$/ { in_prose = 1; prose = ""; prose_begun = FNR + 1; next }
{
    for (i = 1; i <= length($0); i++) read(substr($0, i, 1))
    text[depth] = depth ? text[depth] "\n" : ""
}
END { exit failed }
