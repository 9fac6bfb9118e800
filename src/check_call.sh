#!/usr/bin/env bash
# check_call.sh NAME=value...: refuse what cannot be worked with, a line each, before anything is made: the variables of
# a call of make.
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
        SECONDS | EVERY | KILLS | STEP) expect "$count" 'a count from 1 to 999999999' ;;
        SPOT | SEED) expect "0|$count" 'a whole number up to 999999999, without leading zeros' ;;
        SHORT) expect '1?' '1, which makes it short' ;;
        PART) expect 'study|wide|' 'study or wide' ;;
        PROGRESS) expect '[0-9]+\.?[0-9]*|\.[0-9]+' 'seconds between two lines, such as 10' ;;
        ACTIVATIONS) expect '[A-Za-z0-9._/+@=-]*' 'a path of letters, digits and . _ / + @ = - alone' ;;
        VALUE) expect '[A-Za-z0-9._-]*' 'the id of a value' ;;
        *) is_read || refuse "$name: nothing here reads this variable, expected one that 'make help' names" ;;
    esac
}

for argument; do
    name=${argument%%=*} value=${argument#*=}
    check_variable
done
[ -z "$failed" ]
