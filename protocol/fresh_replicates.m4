experiment(fresh_replicates, [Other transformers with seeds of their own], [extended])
uses(adaptive_l0)
uses(consistency_objective)
uses(conclusion)
uses(transformer_replicates)

%{
\paragraph{Question.} On the other transformers (Section~\ref{section:transformer_replicates}) both follow-ups were repeated with
the same seeds of the autoencoders each time. Do the conclusions hold for these seeds alone? And how far do values spread
if the seeds vary too?

\paragraph{What was done.} Each transformer has autoencoders of
its own: to every seed of every stage (search, retrain, control, reference and sweep) $10{,}000$ is added from one
transformer to the next. Random decoders follow, since their seeds are those of the models plus an offset. The seeds of
bootstraps stay. The first replicate is the study itself.

\subsection{How far the values spread}

Figure~\ref{figure:fresh_replicates.among_fresh} draws all values, and Table~\ref{table:fresh_replicates.fresh} tells how often
each claim holds.

Published values have the seeds of the protocols. The interval in which one more transformer is expected is therefore
that of \Id{other\_seeds}, and distances here are in units of its spread. The random baseline, which is the same for all
transformers there, varies here with its seeds: the claim that it is equal to the published one can hold in the first
replicate alone.
%}

repeat(fresh,
  of(adaptive_l0, consistency_objective, conclusion)
  vary(on, answer, transformer_replicates.seed_1, transformer_replicates.seed_2, transformer_replicates.seed_3,
       transformer_replicates.seed_4, transformer_replicates.seed_5, transformer_replicates.seed_6,
       transformer_replicates.seed_7)
  seed_step(10000)
  scaled_by(transformer_replicates.other_seeds))

figure(among_fresh,
  draws(published_among_replicates) of(fresh)
  caption([Each published value that varies among transformers (cross), and the values of transformers with seeds of their
    own (dots), less the mean over transformers with the same seeds and in units of the spread over these. The bar is the
    interval in which one more transformer with the same seeds is expected.]))

claim(conclusions_survive_fresh_seeds,
  when(fresh.adaptive_l0.lower_l0_helps.holds == fresh.replicates
       and fresh.adaptive_l0.tradeoff_is_real.holds == fresh.replicates
       and fresh.consistency_objective.small_and_unresolved.holds == fresh.replicates, holds,
    [The conclusions of both follow-ups hold on every one of the \Value{fresh.replicates} transformers with seeds of its
     own too: they are not due to the seeds.])
  when(fresh.adaptive_l0.lower_l0_helps.holds * 2 < fresh.replicates
       or fresh.consistency_objective.small_and_unresolved.holds * 2 < fresh.replicates, contradicted,
    [With seeds of their own a conclusion holds on less than half of the transformers.])
  otherwise(not_resolved,
    [Of \Value{fresh.replicates} transformers with seeds of their own, lower L0 helps on
     \Value{fresh.adaptive_l0.lower_l0_helps.holds}, at the cost of EV on
     \Value{fresh.adaptive_l0.tradeoff_is_real.holds}, and the aligned objective remains unresolved on
     \Value{fresh.consistency_objective.small_and_unresolved.holds}. With the same seeds it was
     \Value{transformer_replicates.other_seeds.adaptive_l0.lower_l0_helps.holds},
     \Value{transformer_replicates.other_seeds.adaptive_l0.tradeoff_is_real.holds} and
     \Value{transformer_replicates.other_seeds.consistency_objective.small_and_unresolved.holds}.]))

claim(choices_survive_fresh_seeds,
  when(fresh.adaptive_l0.selected_k.holds == fresh.replicates
       and fresh.consistency_objective.selected_lambda.holds == fresh.replicates, holds,
    [The criteria choose the published $k$ and $\lambda$ on every transformer with seeds of its own.])
  when(fresh.adaptive_l0.selected_k.holds * 2 < fresh.replicates
       or fresh.consistency_objective.selected_lambda.holds * 2 < fresh.replicates, contradicted,
    [The choices depend on the seeds: the published $k$ is chosen on \Value{fresh.adaptive_l0.selected_k.holds} of
     \Value{fresh.replicates} transformers with seeds of their own, the published $\lambda$ on
     \Value{fresh.consistency_objective.selected_lambda.holds}. With the same seeds it was
     \Value{transformer_replicates.other_seeds.adaptive_l0.selected_k.holds} and
     \Value{transformer_replicates.other_seeds.consistency_objective.selected_lambda.holds}.])
  otherwise(not_resolved,
    [The published $k$ is chosen on \Value{fresh.adaptive_l0.selected_k.holds} of \Value{fresh.replicates} transformers
     with seeds of their own, the published $\lambda$ on \Value{fresh.consistency_objective.selected_lambda.holds}. With
     the same seeds it was \Value{transformer_replicates.other_seeds.adaptive_l0.selected_k.holds} and
     \Value{transformer_replicates.other_seeds.consistency_objective.selected_lambda.holds}.]))

%{
A standard deviation over eight has itself a standard error of about a quarter. A ratio of two such spreads below two is
therefore no evidence of a difference.
%}

claim(same_seeds_hid_spread,
  when(fresh.adaptive_l0.k_gain.difference.spread
       > 2 * transformer_replicates.other_seeds.adaptive_l0.k_gain.difference.spread
       and fresh.consistency_objective.lambda_gain.difference.spread
       > 2 * transformer_replicates.other_seeds.consistency_objective.lambda_gain.difference.spread, holds,
    [What changes is how sure the gains are: with seeds of their own they spread more than twice as far. The gain of the
     low $k$ has a spread of \Rounded{fresh.adaptive_l0.k_gain.difference.spread} against
     \Rounded{transformer_replicates.other_seeds.adaptive_l0.k_gain.difference.spread}, the gain of the objective
     \Rounded{fresh.consistency_objective.lambda_gain.difference.spread} against
     \Rounded{transformer_replicates.other_seeds.consistency_objective.lambda_gain.difference.spread}.])
  when(fresh.adaptive_l0.k_gain.difference.spread
       <= 2 * transformer_replicates.other_seeds.adaptive_l0.k_gain.difference.spread
       and fresh.consistency_objective.lambda_gain.difference.spread
       <= 2 * transformer_replicates.other_seeds.consistency_objective.lambda_gain.difference.spread, contradicted,
    [Nothing changes in how sure the gains are: with seeds of their own they do not spread more than twice as far. The
     gain of the low $k$ has a spread of \Rounded{fresh.adaptive_l0.k_gain.difference.spread} against
     \Rounded{transformer_replicates.other_seeds.adaptive_l0.k_gain.difference.spread}, the gain of the objective
     \Rounded{fresh.consistency_objective.lambda_gain.difference.spread} against
     \Rounded{transformer_replicates.other_seeds.consistency_objective.lambda_gain.difference.spread}.])
  otherwise(not_resolved,
    [One gain spreads more than twice as far with seeds of its own, the other does not: the gain of the low $k$ has a
     spread of \Rounded{fresh.adaptive_l0.k_gain.difference.spread} against
     \Rounded{transformer_replicates.other_seeds.adaptive_l0.k_gain.difference.spread}, the gain of the objective
     \Rounded{fresh.consistency_objective.lambda_gain.difference.spread} against
     \Rounded{transformer_replicates.other_seeds.consistency_objective.lambda_gain.difference.spread}.]))

%{
\paragraph{What it changes.} \Sentence{fresh_replicates.conclusions_survive_fresh_seeds}
\Sentence{fresh_replicates.same_seeds_hid_spread}
%}
