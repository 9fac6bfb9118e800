#!/usr/bin/env bash
# plan.sh LIST JOBS EXPERIMENTS: say how many artifacts of the list are to be made, and about how long that takes with so
# many jobs. A line of the list is the path of an artifact, or `candidate/seedS/epochE` where a choice decides the path.
#
# The time is estimated by the epochs that are to be trained: of one training the largest epoch less the largest that is
# there already, for wider autoencoders in proportion. What an epoch takes is the mean of earlier runs (results/journal.tsv);
# in a first run, what it takes on two cores of a Zen 3.
set -euo pipefail

{
    find -L results -name '*.safetensors' -newer results/code | sed 's/^/there /'
    [ ! -e results/journal.tsv ] || awk -F'\t' '{ print "took", $3, $2 }' results/journal.tsv
    sed 's/^/listed /' "$1"
} | awk -v jobs="$2" -v experiments="$3" '
    # width(path): its latents in units of 128; epochs(path); training(path): all but its epochs
    function width(path) { return match(path, /-m[0-9]+-/) ? substr(path, RSTART + 2, RLENGTH - 3) / 128 : 1 }
    function epochs(path) { return match(path, /\/epoch[0-9]+[^\/]*$/) ? substr(path, RSTART + 6) + 0 : 0 }
    function training(path) { sub(/\/epoch[^\/]*$/, "", path); return path }
    function is_unit(path) { return path !~ /^results\/(transformers|activations)\// }
    $1 == "there" { there[$2]; if (epochs($2) > done[training($2)]) done[training($2)] = epochs($2) }
    $1 == "took" && $2 ~ /\/units\// { seconds += $3; trained += width($2) * epochs($2) }
    $1 == "listed" && NF == 2 {
        count++
        if ($2 in there) next
        missing++
        if (!is_unit($2)) others++
        else if (epochs($2) > wanted[training($2)]) wanted[training($2)] = epochs($2)
    }
    END {
        epoch = trained ? seconds / trained : 0.011
        for (one in wanted) if (wanted[one] > done[one]) work += (wanted[one] - done[one]) * width(one)
        time = (work * epoch + others * 0.7) / (jobs > 0 ? jobs : 1)
        printf "plan: %d artifacts of %d experiments, ", count, experiments
        if (!missing) print "all of them there"
        else printf "%d to make: about %s\n", missing,
            time < 90 ? int(time / 5 + 1) * 5 " s" : int(time / 60 + 0.5) " min"
    }'
