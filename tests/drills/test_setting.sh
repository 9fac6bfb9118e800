#!/usr/bin/env bash
# A setting with a default: its line in gen/settings.m4 and its use in src/units/training.c. What does not give it stays
# as it was, path and bytes; what gives it has it in its path, its metadata, the protocol as executed, the lock and the
# audit.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

# --- the change ----------------------------------------------------------------------------------

sed -i '/^_setting(\[learning_rate\]/a\
_setting([rate_factor],        [positive], [ratefactor], [autoencoder stage], [1], [factor of the learning rate])' \
    gen/settings.m4
sed -i 's/\.learning_rate = settings->learning_rate,/.learning_rate = settings->learning_rate * settings->rate_factor,/' \
    src/units/training.c

# --- where it is not given -----------------------------------------------------------------------

made report
diff ../before/results/manifest.sha256 results/manifest.sha256 || fail 'what does not give the setting came out otherwise'
[ results/code -nt ../before/results/code ] || fail 'no unit was made again'

# --- where it is given or varied -----------------------------------------------------------------

# made_units: each with its time
made_units() { find results/units -name '*.safetensors' -printf '%p %T@\n' | sort; }
made_units > build/before

sed -i '/^stage(control,/,/k(4))/s/k(4))/k(4) rate_factor(0.5))/' protocol/adaptive.m4
cat > protocol/faster.m4 <<'END'
experiment(faster, [Learning rates that differ])
uses(adaptive)

stage(several,
  like(adaptive.retrain)
  vary(rate_factor, 2, 1))

%{
Table~\ref{table:faster.several} has the rates, Table~\ref{settings:faster} the settings.
%}
END
made report

# the path, the metadata, and the weights, which are the same for a factor of one
units() { find results/units -path "*-k$1-*-lr3e-4$2-beta0.9-*" -name "epoch$3.safetensors" | sort; }
for factor in 0.5 2 1; do
    files=$(units '[24]' "-ratefactor$factor" 4)
    [ "$(wc -l <<< "$files")" = 2 ] || fail "expected two units with $factor, got $files"
    for unit in $files; do
        grep -aqF "\"rate_factor\":\"$factor\"" "$unit" || fail "$unit: no rate_factor $factor in its metadata"
    done
done
made_units | comm -3 build/before - > build/new
! grep -v ratefactor build/new || fail 'a unit without the setting was made again'
same() { [ "$(value "faster.several.ratefactor$1.mean_squared_error")" = "$(value adaptive.retrain.mean_squared_error)" ]; }
same 1 || fail 'a factor of 1 is not what the default is'
! same 2 || fail 'a factor of 2 changes nothing'

# the protocol as executed, in the terminal and in the report; the questions
made -s protocol
has ' +protocol/adaptive\.m4:27 +rate_factor +0\.5' build/said
has ' +protocol/faster\.m4:6 +rate_factor +2, 1' build/said
pdftotext -layout build/report.pdf build/report.txt
has '.*factor of the learning rate: +27' build/report.txt
made words
has '  rate_factor\(positive\) +factor of the learning rate \(autoencoder stage\)' build/said
has ' +where it is not given: 1' build/said
made why VALUE=adaptive.control.delta
has '    protocol/adaptive\.m4:27  rate_factor\(0\.5\)' build/said

# the lock
has 'lock	adaptive	stage\(control\)	rate_factor	--	0\.5	protocol/adaptive\.m4:27	' build/deviations.tsv

touched gen/settings.m4 src/units/training.c protocol/adaptive.m4 protocol/faster.m4

# --- the audit -----------------------------------------------------------------------------------

units 4 '' 4 | xargs rm # those of the stage before it gave the setting, which no protocol plans now
made audit SPOT=2
has 'audit: .*: no fault .*' build/said
made -s BUILDING=yes build/tests/torture/tamper
forged=$(units 4 -ratefactor0.5 4 | head -1)
cp -p "$forged" build/whole
build/tests/torture/tamper "$forged" "$forged" rate_factor=0.25
touch -r build/whole "$forged"
refused "$forged: rate_factor is 0\.25, expected 0\.5 by the protocol" audit

# --- mistakes ------------------------------------------------------------------------------------

mistaken protocol/adaptive.m4 's/rate_factor(0.5)/rate_factor(0)/' \
    "protocol/adaptive\.m4:27: rate_factor: '0' is not a number above 0"
mistaken protocol/setup.m4 's/seed(42))/seed(42) rate_factor(1))/' \
    'protocol/setup\.m4:18: rate_factor is no word of transformer\(adder\), which takes: .*'

passed
