#!/usr/bin/env bash
# new.sh NAME: write protocol/NAME.m4, a follow-up that runs as it is and says what may be changed in it.
set -euo pipefail

file=protocol/$1.m4
[ ! -e "$file" ] || { echo "$file: is there already, expected a new NAME" >&2; exit 1; }
cat > "$file.tmp" << 'END'
experiment(NAME, [The title of the section])
uses(adaptive_l0)

%{
% Text between these brackets is LaTeX, and stands in the report. A line that begins with % is a comment.
% `make lint` checks this file, `make report ONLY=NAME` runs it, `make words` lists all words and metrics.
Does the gap close when training goes on? A number is quoted by its id: $\Delta$ was
\Value{adaptive_l0.control.delta} in the control. Table~\ref{table:NAME.longer} has the values, and
Table~\ref{settings:NAME} the settings: the audit asks for a reference to each table and figure.

% What is trained: every candidate with every seed. `like` takes over the settings of another stage; behind it stands what
% differs. vary(k, 4, 8) in place of epochs(80) would make two candidates.
%}

stage(longer, like(adaptive_l0.control) epochs(80))

%{
% What is compared: the first less the second, with an interval from the bootstrap seed that you give.
%}

compare(gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(longer, adaptive_l0.control)
  bootstrap(difference = 37))

%{
% What is claimed: the first condition that holds picks verdict and sentence. Write all of them before you run.
%}

claim(longer_helps,
  when(gain.jackknife_low > 0, holds, [Longer training raises PWMCC by \Value{gain.difference}.])
  when(gain.jackknife_high < 0, contradicted, [Longer training lowers PWMCC by \Value{gain.difference}.])
  otherwise(not_resolved, [No gain is resolved: \Value{gain.difference}.]))
END
sed "s/NAME/$1/g" "$file.tmp" > "$file.named"
mv "$file.named" "$file" && rm "$file.tmp"
echo "$file: written; now run 'make report ONLY=$1'"
