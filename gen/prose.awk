# What a protocol's prose and sentences print names known values: \Value{id}, \Rounded{id} and \Percent{id}; of an
# interval, \Bootstrap{id}, \Jackknife{id}, \PercentJackknife{id} and \Student{id}, id_low and id_high. Reads the lint's
# list of ids, then the protocol. nearest.awk is read before it.

# the id that was meant, of this experiment's by its short name
function near(id,    short) {
    short = list
    gsub(" " experiment "[.]", " ", short)
    return meant(id, short)
}

function check(word, id) {
    if (id in known || experiment "." id in known)
        return
    printf "%s:%d: %s: '%s' is no value known here%s\n", FILENAME, FNR, word, id, near(id) > "/dev/stderr"
    failed = 1
}

FILENAME == ARGV[1] { known[$0]; list = list " " $0; next }
/^setup\(/ { experiment = "setup" }
/^experiment\(/ { experiment = $0; sub(/^experiment\(/, "", experiment); sub(/[,)].*/, "", experiment) }
{
    rest = $0
    while (match(rest, /\\(Value|Rounded|Percent|Bootstrap|(Percent)?Jackknife|Student)\{[^}]*\}/)) {
        id = substr(rest, RSTART, RLENGTH - 1)
        rest = substr(rest, RSTART + RLENGTH)
        word = substr(id, 1, index(id, "{") - 1)
        id = substr(id, index(id, "{") + 1)
        if (word ~ /Bootstrap|Jackknife|Student/) { check(word, id "_low"); check(word, id "_high") }
        else check(word, id)
    }
}
END { exit failed }
