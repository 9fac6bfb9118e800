#!/usr/bin/env bash
# The conditions of claims in words: values by the headings of tables, signs as LaTeX sets them, and what each verdict
# asks in the order of the protocol.
# shellcheck disable=SC2016
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/../call/project.sh"

project words
cat >> protocol/adaptive.m4 <<'END'

claim(of_every_kind,
  when(retrain.explained_variance.ci_high < control.explained_variance.ci_low - 2e-3
       and (best_k != 4 or lambda_gain.jackknife_low >= 0), holds, [It does.])
  when(sweep.lambda1e-3.delta * 2 <= control.delta, contradicted, [It does not.])
  otherwise(not_resolved, [It may.]))

claim(one_word_only,
  when(best_k == 2, holds, [Two.])
  otherwise(holds, [Another.]))
END
make build/adaptive.conditions > said 2>&1 || fail "$(cat said)"
cat > expected <<'END'
\Condition{adaptive.alignment_helps}{holds}{low end of \Id{lambda\_gain} $>$ \Decimal{0}}{It does, by \Value{lambda_gain.difference}.}
\Condition{adaptive.alignment_helps}{not_resolved}{}{It may.}
\Condition{adaptive.of_every_kind}{holds}{EV of \Id{retrain}, high end $<$ EV of \Id{control}, low end $-$ \Decimal{2e-3} and (\Id{best\_k} $\ne$ \Decimal{4} or jackknife of \Id{lambda\_gain}, low end $\ge$ \Decimal{0})}{It does.}
\Condition{adaptive.of_every_kind}{contradicted}{$\Delta$ of \Id{sweep.lambda1e-3} $\times$ \Decimal{2} $\le$ $\Delta$ of \Id{control}}{It does not.}
\Condition{adaptive.of_every_kind}{not_resolved}{}{It may.}
\Condition{adaptive.one_word_only}{holds}{\Id{best\_k} $=$ \Decimal{2}}{Two.}
\Condition{adaptive.one_word_only}{holds}{}{Another.}
\OneVerdict{adaptive.one_word_only}
END
diff expected build/adaptive.conditions || fail 'the conditions are in other words than expected'

# the report prints each beside its verdict, and all of them in the appendix
make lock report > said 2>&1 || fail "$(cat said)"
pdftotext -layout build/report.pdf pages
grep -q 'No other verdict is possible' pages || fail 'no page tells that a claim has one verdict only'
[ "$(grep -Eo 'low end of lambda_gain > 0; otherwise not resolved|low end of lambda_gain > 0\.' pages | wc -l)" -ge 1 ] ||
    fail 'no page tells the condition of alignment_helps'
[ "$(grep -c 'newlabel{condition:' build/tex/report.aux)" = 3 ] || fail 'not each of three claims has its condition'
