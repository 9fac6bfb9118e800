#!/usr/bin/env bash
# What `make bench-peers` compares: the first steps strictly, the ends of trainings by the range of another's orders.
set -euo pipefail
cd "${CHECKOUT:-$(dirname "$0")/../..}"

# says MESSAGE CALL: the call of turns.py ends with this message on its last line
says() {
    local said
    said=$(cd tests/bench && python3 -B -c "
from turns import Training, check_ends, check_steps
$2" 2>&1 | tail -n 1) || true
    [ "$said" = "$1" ] || { echo "$2: says '$said', expected '$1'" >&2; exit 1; }
}

says '' 'check_steps(Training(0, [1, 2, 3]), Training(0, [1, 2.0000019, 3]), "work")'
says 'peers: work: loss of step 1 is 2 here, there 2.000003' \
    'check_steps(Training(0, [1, 2, 3]), Training(0, [1, 2.000003, 3]), "work")'
says 'peers: work: loss of step 0 is nan here, there 1' \
    'check_steps(Training(0, [float("nan")]), Training(0, [1]), "work")'
says '' 'check_steps(Training(0, [1] * 10 + [2]), Training(0, [1] * 10 + [3]), "work")'
says 'peers: work: 1 steps here, there 2' 'check_steps(Training(0, [1]), Training(0, [1, 1]), "work")'

# Two epochs of two steps. Of the second the mean loss is 1 here; elsewhere it is 1 and MOST, and the variance .5 and .52.
groups() {
    echo "theirs = [Training(.5, [9, 9, .5, 1.5]), Training(.52, [9, 9, .5, 2 * $1 - .5])]
check_ends([('other', Training(.5, [9, 9, 1, 1]), theirs), ('work', $2, theirs)], 2)"
}
says 'explained variance, last epoch: here up to 1.0e-02 from PyTorch, its own orders up to 2.0e-02 apart' \
    "$(groups 1.01 'Training(.49, [3, 3, 1, 1])')"
says "peers: work: explained variance of the last epoch is 3.0e-02 from PyTorch's, expected at most 2.0e-02, as far \
as its own orders are apart" "$(groups 1.01 'Training(.47, [9, 9, 1, 1])')"
says "peers: work: log of the mean loss of the last epoch is 2.0e-02 from PyTorch's, expected at most 1.0e-02, as far \
as its own orders are apart" "$(groups 1.01 'Training(.5, [9, 9, .98, .98])')"
