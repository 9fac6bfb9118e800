#!/usr/bin/env bash
# Names: a folder may have any, a report and its audit work in it. What cannot be named in rules of make, rows of one's
# own and protocols, is refused in one line before anything is made, whatever is asked for.
# shellcheck disable=SC2016
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

project "o'c,l:o#c\$k {x [y^z %& ~"
make lock > /dev/null
make report > ../said 2>&1 || fail "make report: fails in $PWD: $(cat ../said)"
said=$(make audit 2>&1) || fail "make audit: fails in $PWD: $said"
[[ $said == *'no fault'* ]] || fail "make audit: said $said"
sed -i 2d results/adaptive/claims.tsv
said=$(make audit 2>&1) && fail "make audit: finds no fault where a line is missing, in $PWD"
[[ $said == 'results/adaptive/claims.tsv: SHA-256 is'* ]] || fail "make audit: said $said"

project plain
for name in 'my rows' 'a,b c' 'a:b' "o'clock" 'a#b' 'a$b' 'a^b' 'a{b' 'a[b' 'a%b' 'a*b' 'a=b' 'a~b' 'a"b' 'a&b' 'a|b' -rows é; do
    for goal in lint report; do
        says 1 "ACTIVATIONS is \"$name\", expected a path of letters, digits and . _ / + @ - alone (a link can give it one)" \
            -- make "$goal" "ACTIVATIONS=$name"
    done
done

# What may be a name works to the end, words of protocols and macros of m4 too. A second run elsewhere takes it along.
make lock values > /dev/null
rows=_error.m4_dnl_k.safetensors
cp results/activations/*/*/*/*.safetensors $rows
rm -r results
make verify ACTIVATIONS=$rows > ../said 2>&1 || fail "make verify ACTIVATIONS=$rows: $(tail -n 3 ../said)"
sed 's/\\allowbreak{}//g; s/\\_/_/g' build/setup.tex | grep -F "$rows" > /dev/null || fail "build/setup.tex: does not name $rows"
said=$(make audit ACTIVATIONS=$rows 2>&1) || fail "make audit ACTIVATIONS=$rows: $said"

for name in 2nd Upper 'two words' "o'clock" a,b a-b _a; do
    cp protocol/adaptive.m4 "protocol/$name.m4"
    says 1 "protocol/$name.m4: its name is \"$name\", expected lower case, digits and _, a letter first" -- make lint
    rm "protocol/$name.m4"
done
rm -r data
cp -r "$checkout/data" .
printf 'adaptive.best_k\t2\tpage 1\n' | tee -a data/reported.tsv > data/reported-Letter.tsv
says 1 'data/reported-Letter.tsv: its name is "Letter", expected lower case, digits and _, a letter first' \
    "data/reported-Letter.tsv:1: adaptive.best_k is published twice, first at data/reported.tsv:$(wc -l < data/reported.tsv), expected once" \
    -- make lint
rm data/reported-Letter.tsv
taken='report audit bench sae compare verdict units transformers activations code command_line published'
for name in $taken; do
    cp protocol/adaptive.m4 "protocol/$name.m4"
    says 1 "protocol/$name.m4: its name is taken, expected another than: $taken" -- make lint
    rm "protocol/$name.m4"
done
