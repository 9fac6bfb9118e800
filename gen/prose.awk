# The \Value{...}, \Rounded{...} and \Percent{...} of a protocol's prose and sentences name known values. Reads the
# lint's list of ids, then the protocol. nearest.awk is read before it.

# the id that was meant, of this experiment's by its short name
function near(id,    short) {
    short = list
    gsub(" " experiment "[.]", " ", short)
    return meant(id, short)
}

FILENAME == ARGV[1] { known[$0]; list = list " " $0; next }
/^setup\(/ { experiment = "setup" }
/^experiment\(/ { experiment = $0; sub(/^experiment\(/, "", experiment); sub(/[,)].*/, "", experiment) }
{
    rest = $0
    while (match(rest, /\\(Value|Rounded|Percent)\{[^}]*\}/)) {
        id = substr(rest, RSTART, RLENGTH - 1)
        word = substr(id, 1, index(id, "{") - 1)
        id = substr(id, index(id, "{") + 1)
        if (!(id in known) && !(experiment "." id in known)) {
            printf "%s:%d: %s: '%s' is no value known here%s\n", FILENAME, FNR, word, id, near(id) > "/dev/stderr"
            failed = 1
        }
        rest = substr(rest, RSTART + RLENGTH)
    }
}
END { exit failed }
