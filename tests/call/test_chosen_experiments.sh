#!/usr/bin/env bash
# Which experiments a report has: an extended one only where it is asked for, and with ONLY those named with what they
# use. What others left in results/ is no fault of an audit. The plan says what there is to make. `make new` writes a
# protocol that runs.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"
project study
cat > protocol/late.m4 << 'END'
experiment(late, [An extended one], [extended])
uses(adaptive)
stage(longer, like(adaptive.search) epochs(5))
%{
Table~\ref{table:late.longer}, with Table~\ref{settings:late}.
%}
END
cat > protocol/other.m4 << 'END'
experiment(other, [Another one])
stage(wider, like(topk_sae, bootstrap_95) k(4) d_sae(24) seeds(1, 2) epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
%{
Table~\ref{table:other.wider}, with Table~\ref{settings:other}.
%}
END

# planned LINE GOAL...: the first line that the goals say
planned() {
    make "${@:2}" > ../said 2>&1 || fail "make ${*:2}: $(cat ../said)"
    [[ $(sed -n 1p ../said) =~ ^plan:\ $1$ ]] || fail "make ${*:2}: said '$(sed -n 1p ../said)', expected 'plan: $1'"
}
made() { [ "$(cd results && echo ./*/values.tsv)" = "$*" ] || fail "made $(cd results && echo ./*/values.tsv), expected $*"; }

planned '4 artifacts of 2 experiments, 4 to make: about 5 s' values ONLY=other JOBS=1
made ./other/values.tsv ./setup/values.tsv ./verdict/values.tsv
make new NAME=mine > /dev/null
sed -i 's/adaptive_l0/adaptive/' protocol/mine.m4
make lock > /dev/null
planned '[0-9]+ artifacts of 4 experiments, [0-9]+ to make: about 5 s' report ONLY='mine other'
made ./adaptive/values.tsv ./mine/values.tsv ./other/values.tsv ./setup/values.tsv ./verdict/values.tsv
rm protocol/mine.m4 && rm -r results/mine && find results -name epoch80.safetensors -delete
planned '[0-9]+ artifacts of 3 experiments, all of them there' report
made ./adaptive/values.tsv ./other/values.tsv ./setup/values.tsv ./verdict/values.tsv
planned '[0-9]+ artifacts of 4 experiments, 4 to make: about 5 s' extended
[ -e results/late/values.tsv ] || fail 'make extended: late is not there'
make audit EXTENDED=yes > ../said 2>&1 || fail "make audit EXTENDED=yes: $(cat ../said)"

# what is left out is no fault, what no protocol plans is one
make report ONLY=other > /dev/null
make audit ONLY=other > ../said 2>&1 || fail "make audit ONLY=other: $(cat ../said)"
echo > results/units/stray.safetensors
echo > results/late/stray.tsv
echo > results/other/stray.tsv
make audit ONLY=other > ../said 2>&1 && fail 'make audit ONLY=other: does not find what no protocol plans'
for stray in results/units/stray.safetensors results/other/stray.tsv; do
    grep "^$stray: " ../said > /dev/null || fail "make audit ONLY=other: does not name $stray"
done

experiments='adaptive late other setup'
says 1 "ONLY is \"none\", but there is no protocol/none.m4, expected some of: $experiments" -- make report ONLY=none
says 1 'EXTENDED is "no", expected yes, which adds the experiments that take minutes' -- make report EXTENDED=no
says 1 'NAME is not given, expected make new NAME=my_followup' -- make new
says 1 'protocol/other.m4: is there already, expected a new NAME' -- make new NAME=other
says 1 'protocol/2nd.m4: its name is "2nd", expected lower case, digits and _, a letter first' -- make new NAME=2nd
