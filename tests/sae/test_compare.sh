#!/usr/bin/env bash
# `make compare`: its tables, what it prints, its page, and each mistake in one line. The numbers are those of
# tests/compare/test_pairs.c.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/../call/project.sh"
project study
ln -s "$checkout/tests/pretrained/formats" formats
topk=formats/saelens/topk rows=formats/saelens/topk/ref.safetensors

# cell FILE LINE COLUMN: what stands there in a table, whose first line names the columns
cell() {
    awk -F'\t' -v wanted="$2" -v name="$3" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
        NR == wanted + 1 { print $at }' "$1"
}
same() { [ "$1" = "$2" ] || fail "$3: '$1', expected '$2'"; }

# --- mistakes ----------------------------------------------------------------------------------

says 1 'SAES is not given, expected make compare SAES="folder folder ..."' -- make compare
says 1 "$topk: a single autoencoder makes no pair, expected two or more" -- make compare SAES=$topk
says 1 'nowhere: cannot read: No such file or directory' -- make compare SAES="$topk nowhere"
for name in ../out . -x 'a b' a/b; do
    says 1 "NAME is \"$name\", expected a name for a folder: letters, digits and . _ -, no . or - first" -- \
        make compare SAES="$topk $topk" "NAME=$name"
done
says 1 "$rows: its rows have 40 numbers, expected the 24 that $topk reads" -- \
    make compare SAES="$topk ${topk}_b" ACTIVATIONS=$rows TENSOR=acts
says 1 'formats/saelens/transcoder: gives rows of 20 numbers, expected 24 as formats/saelens/topk: decoders of different width cannot be compared' -- \
    make compare SAES="$topk formats/saelens/transcoder"
mkdir broken && cp $topk/* broken
# the last number of the file, which is one of W_enc's
printf '\0\0\300\177' | dd of=broken/sae_weights.safetensors bs=1 seek=$(($(stat -c %s broken/sae_weights.safetensors) - 4)) \
    conv=notrunc status=none
said=$(make compare SAES="$topk broken" 2>&1) && fail 'make compare: took a weight that is no number'
[[ $said == broken*' nan, expected a'*finite* && $said != *$'\n'* ]] || fail "make compare: said of a weight that is no number: $said"
[ ! -e results/compare ] || fail 'make compare: failed, and left a file'

# --- pairs -------------------------------------------------------------------------------------

make compare SAES="$topk ${topk}_b ${topk}_small" ACTIVATIONS=$rows TENSOR=x NAME=three THREADS=1 > printed
three=results/compare/three
same "$(wc -l < $three/pairs.tsv) $(wc -l < $three/saes.tsv)" '4 4' 'lines of pairs.tsv and saes.tsv'
same "$(cut -f 1-4 $three/pairs.tsv | tail -n +2)" "$topk	${topk}_b	40	40
$topk	${topk}_small	40	32
${topk}_b	${topk}_small	40	32" 'the pairs'
same "$(cell $three/pairs.tsv 1 shared)" 0,1,2,7,9,10,11,12,13,14,15,16,17,18,19,22,24,25,27,35,36,37,38 'shared latents'
same "$(cell $three/saes.tsv 3 d_sae) $(cell $three/saes.tsv 3 tool) $(cell $three/saes.tsv 1 l0)" '32 SAELens 6' 'saes.tsv'
same "$(cell $three/saes.tsv 2 sha256)" "$(sha256sum < ${topk}_b/sae_weights.safetensors | cut -c 1-64)" 'the hash of an SAE'

# what is printed are the numbers of the tables
line=$(printf '%3d - %-3d  %12.4f  %12.4f  %12.4f  %12.4f  %12.4f' 1 3 "$(cell $three/pairs.tsv 2 pwmcc)" \
    "$(cell $three/pairs.tsv 2 hungarian_decoder_mean)" "$(cell $three/pairs.tsv 2 hungarian_encoder_mean)" \
    "$(cell $three/pairs.tsv 2 hungarian_abs_mean)" "$(cell $three/pairs.tsv 2 shared_fraction)")
grep -qF -- "$line" printed || fail "make compare: does not print '$line', but $(cat printed)"
line=$(printf 'pwmcc %24s  %8.4f  [%8.4f, %7.4f]  %10.4f  %10.4f  %10.4f' '' "$(cell $three/summary.tsv 1 mean)" \
    "$(cell $three/summary.tsv 1 ci_low)" "$(cell $three/summary.tsv 1 ci_high)" "$(cell $three/summary.tsv 1 random)" \
    "$(cell $three/summary.tsv 1 permuted)" "$(cell $three/summary.tsv 1 covariance)")
grep -qF -- "$line" printed || fail "make compare: does not print '$line', but $(cat printed)"

# a second run, with more threads, gives the same bytes; another seed gives other nulls and the same pairs
mv results/compare/three once
make compare SAES="$topk ${topk}_b ${topk}_small" ACTIVATIONS=$rows TENSOR=x NAME=three THREADS=2 > again
{ diff -r once $three && cmp printed again; } || fail 'make compare: other bytes with two threads'
make compare SAES="$topk ${topk}_b ${topk}_small" ACTIVATIONS=$rows TENSOR=x NAME=three SEED=5 > /dev/null
same "$(cut -f 1-24 $three/pairs.tsv)" "$(cut -f 1-24 once/pairs.tsv)" 'pairs with another seed'
[ "$(cell $three/pairs.tsv 1 random_pwmcc)" != "$(cell once/pairs.tsv 1 random_pwmcc)" ] || fail 'SEED changes no null'

# the same SAE twice, under a name that TeX would take for its own
odd='o_d%d #1 & {x}$~^\z'
cp -r $topk "$odd"
printf -v quoted '"%s"' "${odd//$/\$\$}"
make compare SAES="$topk $quoted" > printed 2> said
same "$(cat said)" "$odd: has the same weights as $topk; both are counted" 'two that are the same'
same "$(cell results/compare/compare/pairs.tsv 1 b)" "$odd" 'an odd name'
same "$(printf '%.6f %s' "$(cell results/compare/compare/summary.tsv 1 mean)" \
    "$(cell results/compare/compare/summary.tsv 1 ci_low)")" '1.000000 nan' itself
grep -q 'No interval: a jackknife over models needs three autoencoders or more' printed || fail 'no word of the missing interval'
pdftotext -layout results/compare/compare/report.pdf page
same "$(pdfinfo results/compare/compare/report.pdf | awk '/^Pages/ { print $2 }')" 1 'pages of the report'
grep -qF 'o_d%d #1 & {x}$~^\z' page || fail "the page does not name '$odd': $(cat page)"

# a unit of our own against another tool's; neither LaTeX nor gnuplot is needed
make results/adaptive/values.tsv > /dev/null
mapfile -t units < <(find results/units -name '*.safetensors' | sort | head -2)
make compare SAES="${units[*]}" NAME=own > /dev/null
same "$(cell results/compare/own/saes.tsv 1 tool)" "$(cell results/compare/own/saes.tsv 2 tool)" 'the tool of our units'
width=$(cell results/compare/own/saes.tsv 1 d_model)
says 1 "$topk: reads rows of 24 numbers, expected $width as ${units[0]}: autoencoders of different d_model cannot be compared" -- \
    make compare SAES="${units[0]} $topk"
mkdir ../few && for tool in bash sh make gcc as ld m4 awk gawk sed grep find sort date nproc mkdir rm mv cp cat dirname basename flock env \
    tail head cut printf ls ln test touch wc tr uname cc1 collect2 sha256sum xargs cmp; do
    path=$(command -v $tool) && ln -s "$path" ../few/
done
PATH=$PWD/../few make compare SAES="$topk ${topk}_b" NAME=few > printed 2>&1 || fail "without LaTeX and gnuplot: $(cat printed)"
same "$(tail -n 1 printed)" 'results/compare/few: pairs.tsv, saes.tsv, summary.tsv, settings.tsv; no report.pdf without gnuplot and pdflatex' \
    'the last line without LaTeX'
