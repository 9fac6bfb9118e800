experiment(answer_leak, [Without the leak])
uses(adaptive_l0)

%{
\paragraph{Question.} The published transformer is read at the position at which the answer stands, so the answer is one of
its inputs. Does the transformer copy it? And does a low $k$ still make decoders more alike where there is nothing to copy?

\paragraph{What was done.} Wrong numbers are put in place of the answer. A second transformer is trained that has to add, and
retrain and control run on its activations.

\subsection{Does the published transformer copy?}

In each validation example another number than the answer is put at a position. The number is drawn uniformly. The
transformer then predicts at its own position, as before. If it copies, it predicts the number that was put in. If it
adds $a$ and $b$, it still predicts the answer. A second transformer, \Id{adder\_at\_equals}, differs in one setting: it is
trained to give the answer one position earlier, at the token =. Attention looks back only, so the answer is none of its
inputs there, and a number put in behind that position can change nothing. Table~\ref{table:answer_leak.predictions} shows
what both predict.
%}

probe(copying,
  of(adder)
  replace(5)
  seed(71))

transformer(adder_at_equals,
  like(adder)
  answers_at(4))

probe(copying_at_equals,
  like(copying)
  of(adder_at_equals))

table(predictions,
  of(copying, copying_at_equals)
  shows(copied_share, kept_share)
  caption([What each transformer predicts where a wrong number stands in place of the answer: share of validation examples
    with the number put in, and with the right answer.]))

claim(published_position_copies,
  when(copying.copied_share > 0.9, holds,
    [The published position shows copying, not addition: with a wrong number in place of the answer the transformer predicts
     that number for \Percent{copying.copied_share} of the validation examples, and the right answer for
     \Percent{copying.kept_share}.])
  when(copying.kept_share > 0.9, contradicted,
    [The transformer adds although it could copy: with a wrong number in place of the answer it predicts the right answer
     for \Percent{copying.kept_share} of the validation examples, and the wrong number for
     \Percent{copying.copied_share}.])
  otherwise(not_resolved,
    [The transformer does some of both: with a wrong number in place of the answer it predicts that number for
     \Percent{copying.copied_share} of the validation examples, and the right answer for \Percent{copying.kept_share}.]))

claim(adds_at_equals,
  when(adder_at_equals.validation_accuracy > 0.99
       and copying_at_equals.kept_share == adder_at_equals.validation_accuracy, holds,
    [At the token = the transformer has to add, and it does: accuracy on pairs that it was not trained on is
     \Percent{adder_at_equals.validation_accuracy} after epoch \Value{adder_at_equals.best_epoch}. A wrong number in place of the
     answer changes nothing: \Percent{copying_at_equals.kept_share} of the answers are right.])
  when(copying_at_equals.kept_share == adder_at_equals.validation_accuracy, not_resolved,
    [At the token = nothing can be copied, but the transformer has not learned to add: its accuracy is
     \Percent{adder_at_equals.validation_accuracy} after epoch \Value{adder_at_equals.best_epoch}.])
  otherwise(contradicted,
    [The answer leaks at the token = too: a wrong number in its place changes the share of right answers from
     \Percent{adder_at_equals.validation_accuracy} to \Percent{copying_at_equals.kept_share}.]))

%{
\subsection{Retrain and control without the leak}

The activations are those of \Id{adder\_at\_equals} after the same layer, at the token =. Retrain and control of
follow-up 1 run on them with the same seeds and epochs. The $k$ is the one that follow-up 1 chose: the search is not
repeated here. All intervals are those of the seeds of autoencoders, with one transformer at each position. Another
transformer may give another gain, so the sizes of the two gains must not be ranked. Table~\ref{table:answer_leak.retrain_at_equals}
has both stages, Table~\ref{table:answer_leak.gains} both gains, and Figure~\ref{figure:answer_leak.tradeoff_at_equals} all pairs.
%}

activations(at_equals,
  like(answer)
  from(adder_at_equals)
  position(4))

stage(retrain_at_equals,
  like(adaptive_l0.retrain)
  on(at_equals))

stage(control_at_equals,
  like(adaptive_l0.control)
  on(at_equals))

compare(gain_at_equals,
  like(bootstrap_95)
  of(trained_pwmcc) between(retrain_at_equals, control_at_equals)
  bootstrap(difference = 37))

table(gains,
  of(gain_at_equals, adaptive_l0.k_gain)
  shows(difference, ci_low, ci_high, jackknife_low, jackknife_high)
  caption([The gain in trained PWMCC of the retrained $k$ over the control: first without the leak, then with it.]))

figure(tradeoff_at_equals,
  draws(consistency_against_quality) of(retrain_at_equals, control_at_equals, adaptive_l0.retrain, adaptive_l0.control)
  caption([Consistency against quality without the leak (at equals) and with it: a light mark for every pair of seeds, a large
    open one for the means with their intervals. The dashed lines are the random baselines.]))

claim(gain_without_leak,
  when(gain_at_equals.ci_low > 0 and gain_at_equals.jackknife_low > 0, holds,
    [The gain does not need the leak. Where the transformer has to add, $k = \Value{adaptive_l0.best_k}$ still raises trained
     PWMCC over the control by \Rounded{gain_at_equals.difference},
     \Jackknife{gain_at_equals.jackknife}.])
  when(gain_at_equals.ci_high < 0 and gain_at_equals.jackknife_high < 0, contradicted,
    [The gain needs the leak. Where the transformer has to add, $k = \Value{adaptive_l0.best_k}$ lowers trained PWMCC, by
     \Rounded{gain_at_equals.difference}.])
  otherwise(not_resolved,
    [Without the leak the gain is not resolved: where the transformer has to add, the difference is
     \Rounded{gain_at_equals.difference} \Jackknife{gain_at_equals.jackknife}.]))

claim(tradeoff_without_leak,
  when(gain_at_equals.ci_low > 0
       and retrain_at_equals.explained_variance.ci_high < control_at_equals.explained_variance.ci_low, holds,
    [The tradeoff does not need the leak either: the SAEs explain \Percent{retrain_at_equals.explained_variance} of the
     variance at $k = \Value{adaptive_l0.best_k}$ against \Percent{control_at_equals.explained_variance} in the control, and
     the bootstrap intervals do not meet.])
  when(retrain_at_equals.explained_variance > control_at_equals.explained_variance, contradicted,
    [Without the leak there is no tradeoff: the choice has the higher EV, \Percent{retrain_at_equals.explained_variance}
     against \Percent{control_at_equals.explained_variance}.])
  otherwise(not_resolved,
    [Without the leak either the gain in PWMCC or the loss in EV is within its uncertainty.]))

%{
\paragraph{What it changes.} \IfVerdict{answer_leak.published_position_copies}{holds}{The activations of the published
position tell of copying, and not of addition.}{\Sentence{answer_leak.published_position_copies}}
\IfVerdict{answer_leak.gain_without_leak}{holds}{The conclusion on $k$ does not depend on that.}{\Sentence{answer_leak.gain_without_leak}} Table~\ref{settings:answer_leak} lists the settings.
%}
