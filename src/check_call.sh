#!/usr/bin/env bash
# check_call.sh NAME=value...: refuse what cannot be worked with, a line each, before anything is made: the variables of
# a call of make, the names of protocols, and files from the future.
set -euo pipefail

failed=''
refuse() {
    echo "$*" >&2
    failed=yes
}

# expect PATTERN WHAT: the variable at hand has a value of this form (a regular expression for all of it)
expect() {
    [[ $value =~ ^($1)$ ]] || refuse "$name is \"$value\", expected $2"
}

# is_read: a makefile, a script or a program knows the variable at hand
is_read() { grep -rqw -- "$name" Makefile gen src paper figures tests/*.mk tests/*/*.mk 2> /dev/null; }

count='[1-9][0-9]{0,8}'
check_variable() {
    case $name in
        V) expect '[01]?' '0 or 1' ;;
        REPLICATES) expect '0?' '0, which leaves the replicates out' ;;
        THREADS | JOBS) expect '[1-9][0-9]{0,2}|10[01][0-9]|102[0-4]' 'a count from 1 to 1024' ;;
        TURNS) expect '[1-9][0-9]?|100' 'a count from 1 to 100' ;;
        SECONDS | EVERY | KILLS | STEP | MEMORY) expect "$count" 'a count from 1 to 999999999' ;;
        SPOT | SEED) expect "0|$count" 'a whole number up to 999999999, without leading zeros' ;;
        EXTENDED) expect '(yes)?' 'yes, which adds the experiments that take minutes' ;;
        RECORD) expect '(yes)?' 'yes, which keeps the differences of this run' ;;
        ONLY | EXPERIMENT) check_experiments ;;
        NAME) check_name ;;
        SHORT) expect '1?' '1, which makes it short' ;;
        PART) expect 'study|wide|' 'study or wide' ;;
        PROGRESS) expect '[0-9]+\.?[0-9]*|\.[0-9]+' 'seconds between two lines, such as 10' ;;
        LAUNCH) check_launch ;;
        ACTIVATIONS | REFERENCE | SAE | OUT | FILE) expect '([A-Za-z0-9._/+@][A-Za-z0-9._/+@-]*)?' \
            'a path of letters, digits and . _ / + @ - alone (a link can give it one)' ;;
        FORMAT) expect 'saelens|sparsify|dictionary_learning' 'saelens, sparsify or dictionary_learning' ;;
        UNITS) expect '[A-Za-z0-9._/+@* -]*' 'paths of units' ;;
        APPROXIMATE) expect '(yes)?' 'yes, which writes also what is not exact' ;;
        TENSOR) expect '[A-Za-z0-9._/-]*' 'the name of a tensor' ;;
        VALUE) expect '[A-Za-z0-9._-]*' 'the id of a value' ;;
        *) is_read || refuse "$name: nothing here reads this variable, expected one that 'make help' names" ;;
    esac
}

# NAME is that of a protocol, or of a folder of results/compare.
check_name() {
    if [[ " ${GOALS:-} " == *' compare '* ]]; then
        expect '[A-Za-z0-9_][A-Za-z0-9._-]*' 'a name for a folder: letters, digits and . _ -, no . or - first'
    else
        check_protocol "protocol/$value.m4"
    fi
}

# LAUNCH can stand before a command, and its first word, if that is a plain one, is a command.
check_launch() {
    local first
    bash -n <<< "$value true" 2> /dev/null || refuse "LAUNCH is \"$value\", expected a command that runs the one behind it"
    read -r first _ <<< "$value" || true
    [[ ! $first =~ ^[A-Za-z0-9._/+-]+$ ]] || command -v -- "$first" > /dev/null ||
        refuse "LAUNCH is \"$value\", but $first is no command that is found here"
}

# The name of a protocol is that of a program, of a folder of results and of macros.
taken=' report audit bench sae compare verdict units transformers activations code command_line published '
check_protocol() {
    local name=${1#protocol/}
    name=${name%.m4}
    [[ $name =~ ^[a-z][a-z0-9_]*$ ]] ||
        refuse "$1: its name is \"$name\", expected lower case, digits and _, a letter first"
    [[ $taken != *" $name "* ]] || refuse "$1: its name is taken, expected another than:${taken% }"
}

# ONLY and EXPERIMENT name experiments that are there.
check_experiments() {
    local experiment
    for experiment in $value; do
        [ -e "protocol/$experiment.m4" ] || refuse "$name is \"$value\", but there is no protocol/$experiment.m4, expected" \
            "some of: $(cd protocol && echo *.m4 | sed 's/\.m4//g')"
    done
}

# The name of a publication, of data/reported-NAME.tsv, is what the ids of its values begin with.
check_publication() {
    local name=${1#data/reported-}
    name=${name%.tsv}
    [[ $name =~ ^[a-z][a-z0-9_]*$ ]] ||
        refuse "$1: its name is \"$name\", expected lower case, digits and _, a letter first"
    [[ $taken != *" $name "* && ! -e protocol/$name.m4 ]] ||
        refuse "$1: its name is taken, expected another than those of protocols and than:${taken% }"
}

# A value is published once: what a run gives is held against one number.
check_published_once() {
    local line
    while IFS= read -r line; do
        refuse "$line"
    done < <(awk -F'\t' '/^#/ || !NF { next }
        $1 in first { print FILENAME ":" FNR ": " $1 " is published twice, first at " first[$1] ", expected once" }
        !($1 in first) { first[$1] = FILENAME ":" FNR }' data/reported.tsv "$@")
}

# A file from the future is newer than all that is made of it: Make would make that again for ever. One made in the
# future would never be made again. ("${rows[@]}": those of ACTIVATIONS)
rows=()
check_times() {
    local found
    mapfile -t found < <(find -L Makefile gen src data figures paper protocol protocol.lock tests results "${rows[@]}" \
        build/*.* build/{obj,bin,generated,tex,figures} -newermt now -type f 2> /dev/null | sort)
    [ ${#found[@]} = 0 ] || refuse "${found[0]}$(others ${#found[@]}): from the future, last changed at" \
        "$(date -r "${found[0]}" '+%F %T'), expected a time before now: set the clock, or run 'touch' on it"
}
others() { [ "$1" = 1 ] || echo " and $(($1 - 1)) more"; }

for argument; do
    name=${argument%%=*} value=${argument#*=}
    check_variable
    [ "$name" != ACTIVATIONS ] || rows=("$value")
done
[ -n "$failed" ] || check_times # (a name that was refused is no path)
for protocol in protocol/*.m4; do
    [ ! -e "$protocol" ] || check_protocol "$protocol"
done
mapfile -t publications < <(find data/ -maxdepth 1 -name 'reported-*.tsv' | sort)
for publication in "${publications[@]}"; do
    check_publication "$publication"
done
[ ! -e data/reported.tsv ] || check_published_once "${publications[@]}"
[ -z "$failed" ]
