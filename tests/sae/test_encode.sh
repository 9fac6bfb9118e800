#!/usr/bin/env bash
# `make encode` writes what an autoencoder gives on rows, whole or not at all, and each mistake is one line.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/../call/project.sh"
project study
ln -s "$checkout/tests/pretrained/formats" formats
topk=formats/saelens/topk rows=formats/saelens/topk/ref.safetensors
needed='expected make encode SAE=folder ACTIVATIONS=rows.safetensors OUT=out.safetensors'

# header FILE: the header of a safetensors file, without the blanks at its end
header() { tail -c +9 "$1" | head -c "$(od -An -t u8 -N 8 "$1")" | sed 's/ *$//'; }

says 1 "SAE is not given, $needed" -- make encode ACTIVATIONS=$rows OUT=out
says 1 "ACTIVATIONS is not given, $needed" -- make encode SAE=$topk OUT=out
says 1 "OUT is not given, $needed" -- make encode SAE=$topk ACTIVATIONS=$rows
says 1 'SAE is "a b", expected a path of letters, digits and . _ / + @ - alone (a link can give it one)' -- \
    make encode 'SAE=a b' ACTIVATIONS=$rows OUT=out
# shellcheck disable=SC2016
says 1 'TENSOR is "$(x)", expected the name of a tensor' -- make encode SAE=$topk ACTIVATIONS=$rows OUT=out 'TENSOR=$(x)'
says 1 'nowhere: cannot read: No such file or directory' -- make encode SAE=nowhere ACTIVATIONS=$rows OUT=out
says 1 'rows: cannot read: No such file or directory' -- make encode SAE=$topk ACTIVATIONS=rows OUT=out
says 1 "$rows: holds 3 matrices of floats, none of them named activations; expected TENSOR=name with one of: acts, recon, x" -- \
    make encode SAE=$topk ACTIVATIONS=$rows OUT=out
says 1 "$rows: holds no tensor y, expected the name of one of its matrices: acts, recon, x" -- \
    make encode SAE=$topk ACTIVATIONS=$rows OUT=out TENSOR=y
says 1 "$rows: its rows have 40 numbers, expected the 24 that $topk takes" -- \
    make encode SAE=$topk ACTIVATIONS=$rows OUT=out TENSOR=acts
says 1 'nowhere/out: its folder nowhere/ does not exist, expected one that does' -- \
    make encode SAE=$topk ACTIVATIONS=$rows OUT=nowhere/out TENSOR=x
says 1 'protocol: is no regular file, expected the path of a file to write' -- \
    make encode SAE=$topk ACTIVATIONS=$rows OUT=protocol TENSOR=x
ls out* 2> /dev/null && fail 'make encode: failed, and left a file'

says 0 'out: 16 rows, 40 latents (SAELens, topk)' -- make encode SAE=$topk ACTIVATIONS=$rows OUT=out TENSOR=x
[ "$(header out)" = '{"acts":{"dtype":"F32","shape":[16,40],"data_offsets":[0,2560]},"recon":{"dtype":"F32","shape":[16,24],"data_offsets":[2560,4096]}}' ] ||
    fail "make encode: wrote the header '$(header out)'"
says 0 'again: 16 rows, 40 latents (SAELens, topk)' -- make encode SAE=$topk/sae_weights.safetensors ACTIVATIONS=$rows \
    OUT=again TENSOR=x THREADS=1
cmp out again || fail 'make encode: the weights'\'' path gives other bytes than the folder'

# the same weights in sparsify's and dictionary_learning's layouts; what they give is the same to rounding
for other in sparsify/topk dictionary_learning/topk; do
    make encode SAE=formats/$other ACTIVATIONS=$rows OUT=other TENSOR=x > /dev/null
    [ "$(header other)" = "$(header out)" ] || fail "make encode: $other: the header '$(header other)'"
done

says 0 'out: 16 rows, 40 latents (sparsify, topk)' -- make encode SAE=formats/sparsify/skip ACTIVATIONS=$rows OUT=out TENSOR=x
[[ $(header out) == *'"recon_forward":{"dtype":"F32","shape":[16,24]'* ]] || fail "make encode: no recon_forward in '$(header out)'"
note='formats/saelens/topk_expected_average/cfg.json: it was trained on rows times 1.02986 (activation_scaler.json); like SAELens, this leaves rows as they are'
said=$(make encode SAE=formats/saelens/topk_expected_average ACTIVATIONS=$rows OUT=out TENSOR=x 2>&1 > /dev/null)
[ "$said" = "$note" ] || fail "make encode: said '$said', expected '$note'"

# neither LaTeX nor gnuplot is needed
mkdir ../few && for tool in bash sh make gcc as ld m4 awk gawk sed grep find sort date nproc mkdir rm mv cp cat dirname basename flock env \
    tail head cut printf ls ln test touch wc tr uname cc1 collect2 sha256sum od cmp; do
    path=$(command -v $tool) && ln -s "$path" ../few/
done
said=$(PATH=$PWD/../few make encode SAE=$topk ACTIVATIONS=$rows OUT=few TENSOR=x 2>&1) || fail "without LaTeX and gnuplot: $said"
cmp few again || fail 'make encode: other bytes without LaTeX and gnuplot'
