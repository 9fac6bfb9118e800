#!/usr/bin/env bash
# A reading of protocols: a file in gen/ and a line in gen/readings.mk. This one writes settings as CSV.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

# --- the change ----------------------------------------------------------------------------------

cat > gen/csv.m4 <<'END'
# Settings as CSV: block, its name, setting, value, and the line that says it.

m4_define([_on_record], [m4_ifdef([_used], [], [_foreach([_word], _defined([W:$2]), [_row([$1], [$2], _word)])])])
m4_define([_row], [m4_divert(0)$1,_last([$2]),$3,"_csv(_value([$2], [$3]))",_where([$2], [$3])
m4_divert(-1)])
m4_define([_csv], [_replace(_flat([$1]), ["], [""])])

m4_define([_at_start], [m4_divert(0)block,name,setting,value,where
m4_divert(-1)])
m4_define([_at_end])
_tell([-1])
END
# shellcheck disable=SC2016 # make expands it
sed -i '/call reading,settings,lock/a $(eval $(call reading,csv,csv))' gen/readings.mk

# --- what it gives -------------------------------------------------------------------------------

made build/adaptive.csv BUILDING=yes
csv=build/adaptive.csv
[ "$(head -1 $csv)" = block,name,setting,value,where ] || fail "$csv begins with $(head -1 $csv)"
has 'stage,search,k,"2,4",protocol/adaptive\.m4:9' $csv
has 'stage,retrain,epochs,"4",protocol/adaptive\.m4:23' $csv
has 'choose,best_k,subject_to,"explained_variance >= 0\.9",protocol/adaptive\.m4:17' $csv
lacks 'task,.*' $csv
# five fields in each line, and a line for each setting
awk '{ gsub(/"([^"]|"")*"/, "text") } gsub(/,/, ",") != 4 { print; exit 1 }' $csv || fail "$csv: a line without five fields"

# of all protocols at once; again when a protocol or the reading itself changes, and then alone
made csv BUILDING=yes
has 'task,addition,modulus,"11",protocol/setup\.m4:8' build/setup.csv
sed -i 's/epochs(4)/epochs(5)/' protocol/adaptive.m4
made csv BUILDING=yes
has 'stage,retrain,epochs,"5",protocol/adaptive\.m4:23' $csv
sed -i 's/epochs(5)/epochs(4)/' protocol/adaptive.m4
made report
made csv BUILDING=yes
sed -i 's/block,name,/block,id,/' gen/csv.m4
read_before() { find build -maxdepth 1 \( -name 'adaptive.*' -o -name 'setup.*' \) -printf '%f %T@\n' | sort; }
read_before > build/before
made csv BUILDING=yes
again=$(read_before | comm -13 build/before - | cut -d' ' -f1 | xargs)
[ "$again" = 'adaptive.csv setup.csv' ] || fail "read again: $again"
diff ../before/results/manifest.sha256 results/manifest.sha256 || fail 'a reading changed the results'

touched gen/csv.m4 gen/readings.mk

passed
