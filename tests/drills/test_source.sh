#!/usr/bin/env bash
# A source of activations: its words in gen/settings.m4, its name among the sources of gen/blocks.m4, and a function and
# a line in src/units/sources.c. This one draws rows.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

# --- the change ----------------------------------------------------------------------------------

sed -i -e '/^_setting(\[position\]/a\
_setting([drawn],              [whole],    [drawn],     [activations],     [], [drawn from normals with the seed])\
_setting([count],              [count],    [rows],      [activations],     [], [rows that are drawn])' \
    -e '/^_setting(\[d_model\]/s/\[transformer!\]/[transformer! activations]/' gen/settings.m4
sed -i '/^_source_word(\[file\]/a _source_word([drawn], [drawn(seed)])' gen/blocks.m4
sed -i -e '/{SETTING_file, file_rows},/a\
    {SETTING_drawn, drawn_rows},' \
    -e 's/^#include "files.artifact.h"/#include "draws\/generators.h"\n&/' \
    -e '/^static const struct source sources/i\
static struct activations drawn_rows(const struct protocol *protocol, const struct record *record) {\
    const struct settings *settings = settings_of(protocol, record);\
    struct activations rows = activations_new(settings->count, settings->d_model);\
    struct torch_generator generator;\
    torch_seed(\&generator, (uint64_t)settings->drawn);\
    for (int i = 0; i < rows.rows; i++)\
        torch_normal(\&generator, rows.values + (size_t)i * (size_t)rows.stride, (size_t)rows.d_model, 1);\
    return rows;\
}\
' src/units/sources.c
cat > protocol/noise.m4 <<'END'
experiment(noise, [Autoencoders of noise])
uses(adaptive)

activations(normals, drawn(7) count(121) d_model(16))

stage(retrain, like(adaptive.retrain) on(normals))

%{
Table~\ref{table:noise.retrain} has the values, Table~\ref{settings:noise} the settings.
%}
END
made report

# --- where it is found ---------------------------------------------------------------------------

[ -s results/activations/width16-drawn7-rows121.safetensors ] || fail "made $(ls results/activations)"
[ "$(find results/units/width16-drawn7-rows121 -name '*.safetensors' | wc -l)" = 2 ] || fail 'no units on drawn rows'
[ "$(value noise.normals.rows) $(value noise.normals.d_model)" = '121 16' ] || fail 'other rows'
made -s protocol
has ' +protocol/noise\.m4:4 +drawn +7' build/said
made why VALUE=noise.retrain.delta
has '  activations noise\.normals' build/said
has '    [0-9a-f]{64}  results/activations/width16-drawn7-rows121\.safetensors' build/said
made audit SPOT=99
has 'audit: 18 artifacts, 15 trained again, .*: no fault .*' build/said
grep -v /verdict/ ../before/results/manifest.sha256 | sha256sum --check --quiet ||
    fail 'what takes rows from elsewhere came out otherwise'

touched gen/settings.m4 gen/blocks.m4 src/units/sources.c protocol/noise.m4

# --- mistakes ------------------------------------------------------------------------------------

mistaken protocol/noise.m4 's/drawn(7)//' \
    'protocol/noise\.m4:4: activations\(normals\): expected either from\(transformer\) or file\(\[path\]\) or drawn\(seed\) or .*'

passed
