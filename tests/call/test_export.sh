#!/usr/bin/env bash
# `make export` writes units for other tools: those of an experiment or those named, below build/export or where OUT says.
# What is not exact is refused unless APPROXIMATE=yes, and the file says so.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"
project study
make values > /dev/null

# exported FORMAT ARGUMENT...: what make says of the units that it writes
exported() {
    make export FORMAT="$1" "${@:2}" > ../said 2>&1 || fail "make export FORMAT=$*: $(cat ../said)"
}
wide=results/units/$(cd results/units && find . -path '*k2-lambda0*' -name epoch2.safetensors | sort | sed -n '1{s,^./,,;p}')
exported saelens EXPERIMENT=adaptive APPROXIMATE=yes
[ "$(find build/export/saelens -name cfg.json | wc -l)" = "$(find results/units -name '*.safetensors' | wc -l)" ] ||
    fail 'make export EXPERIMENT=adaptive: does not write every unit'
exported sparsify UNITS="$wide" OUT=build/one
[ "$(ls build/one)" = $'cfg.json\nsae.safetensors' ] || fail "make export OUT=build/one: wrote $(ls build/one)"
exported dictionary_learning UNITS='results/units/*/*/*/*/topk-*k2-lambda0*/seed*/epoch2.safetensors' OUT=build/many
[ "$(find build/many -name ae.pt | wc -l)" = 2 ] || fail 'make export UNITS="*": does not write two units'

# A unit that keeps all its latents keeps negative values.
cat > protocol/dense.m4 << 'END'
experiment(dense, [All latents])
stage(all, like(topk_sae, bootstrap_95) k(16) seeds(1, 2) epochs(1)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
END
make values ONLY=dense > /dev/null
dense=$(find results/units -path "*k16-*seed1/*" -name "*.safetensors")
rows=$(find results/activations -name '*.safetensors')
says 1 "$dense: keeps values below zero on 121 of 121 rows, where a TopK with ReLU has 0; expected APPROXIMATE=yes to write it all the same" \
    -- make export FORMAT=saelens UNITS="$dense" OUT=build/dense
[ ! -e build/dense ] || fail 'make export: writes what is not exact'
says 0 'build/dense: keeps values below zero on 121 of 121 rows, where a TopK with ReLU has 0' \
    -- make export FORMAT=saelens UNITS="$dense" OUT=build/dense APPROXIMATE=yes
grep '"exact_on_these_rows": false' build/dense/cfg.json > /dev/null || fail 'make export: does not say what is not exact'
mv "$rows" ../rows
says 1 "$wide: its rows are not there, so that nobody knows whether it keeps values below zero; expected APPROXIMATE=yes to write it all the same" \
    -- make export FORMAT=saelens UNITS="$wide"
mv ../rows "$rows"

says 1 'FORMAT is "onnx", expected saelens, sparsify or dictionary_learning' -- make export FORMAT=onnx UNITS="$wide"
says 1 'FORMAT is not given, expected make export FORMAT=saelens UNITS="results/units/... ..."' -- make export UNITS="$wide"
says 1 'UNITS is not given and EXPERIMENT neither, expected one of them' -- make export FORMAT=saelens
says 1 'results/units/none: cannot read: No such file or directory' -- make export FORMAT=saelens UNITS=results/units/none
says 1 "$rows: its tensors (activations) are those of no autoencoder that is known, expected cfg.json or config.json beside it, or other tensors" \
    -- make export FORMAT=saelens UNITS="$rows"
says 1 'build/one/cfg.json/sae_weights.safetensors: cannot write: Not a directory' \
    -- make export FORMAT=saelens UNITS="$wide" OUT=build/one/cfg.json
