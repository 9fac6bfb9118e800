experiment(leak_replicates, [Without the leak, on other transformers], [extended])
uses(adaptive_l0)
uses(answer_leak)

%{
\paragraph{Question.} Section~\ref{section:answer_leak} trains one transformer that answers at the token =. Does its result
depend on that one?

\paragraph{What was done.} Follow-up 1 is repeated on it and on three more, which differ in their seed alone. Only the two published $k$ are
trained: the choice is one between two. Table~\ref{table:leak_replicates.without_leak} tells how often each claim holds.
%}

transformer(adder_1, like(answer_leak.adder_at_equals) seed(1))
transformer(adder_2, like(answer_leak.adder_at_equals) seed(2))
transformer(adder_3, like(answer_leak.adder_at_equals) seed(3))

activations(at_equals_1, like(answer_leak.at_equals) from(adder_1))
activations(at_equals_2, like(answer_leak.at_equals) from(adder_2))
activations(at_equals_3, like(answer_leak.at_equals) from(adder_3))

repeat(without_leak,
  of(adaptive_l0)
  vary(on, answer_leak.at_equals, at_equals_1, at_equals_2, at_equals_3)
  only(k, 4, 32))

claim(gain_on_each,
  when(without_leak.adaptive_l0.lower_l0_helps.holds == without_leak.replicates, holds,
    [The gain of low L0 is resolved on each of the \Value{without_leak.replicates} transformers that have to add:
     \Rounded{without_leak.at_equals.adaptive_l0.k_gain.difference},
     \Rounded{without_leak.at_equals_1.adaptive_l0.k_gain.difference},
     \Rounded{without_leak.at_equals_2.adaptive_l0.k_gain.difference} and
     \Rounded{without_leak.at_equals_3.adaptive_l0.k_gain.difference}, with the leak
     \Rounded{adaptive_l0.k_gain.difference}. The sizes differ from transformer to transformer.])
  when(without_leak.adaptive_l0.lower_l0_helps.holds == 0, contradicted,
    [The gain of low L0 is resolved on none of the \Value{without_leak.replicates} transformers that have to add.])
  otherwise(not_resolved,
    [The gain of low L0 is resolved on \Value{without_leak.adaptive_l0.lower_l0_helps.holds} of
     \Value{without_leak.replicates} transformers that have to add.]))

claim(tradeoff_on_each,
  when(without_leak.adaptive_l0.tradeoff_is_real.holds == without_leak.replicates, holds,
    [So is the loss of explained variance, on each of them.])
  when(without_leak.adaptive_l0.tradeoff_is_real.holds == 0, contradicted,
    [The loss of explained variance is resolved on none of them.])
  otherwise(not_resolved,
    [The loss of explained variance is resolved on \Value{without_leak.adaptive_l0.tradeoff_is_real.holds} of
     \Value{without_leak.replicates} of them.]))

%{
\paragraph{What it changes.} \Sentence{leak_replicates.gain_on_each} Table~\ref{settings:leak_replicates} lists the settings.
%}
