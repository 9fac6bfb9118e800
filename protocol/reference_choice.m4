experiment(reference_choice, [The choice of the reference], [extended])
uses(consistency_objective)

%{
\paragraph{Question.} Follow-up 2 aligns four models to one reference, the model of the first seed. Does its outcome depend on
which seed that is?

\paragraph{What was done.} Each of the five seeds is the reference in turn: the four others are trained with and without the penalty,
at the $k$, the epochs and the largest $\lambda$ of the published sweep. The models without penalty are the same five
every time. Only their division into one reference and four others changes.

\subsection{Five references}

Tables~\ref{table:reference_choice.plain} and~\ref{table:reference_choice.aligned} have the models without and with the
penalty, Table~\ref{table:reference_choice.turns} and Figure~\ref{figure:reference_choice.gains} the gains.
%}

stage(models,
  like(consistency_objective.reference)
  seeds(42, 123, 456, 789, 1011))

stage(plain,
  like(consistency_objective.sweep)
  lambda(0)
  align_to(models)
  with_units_of(models)
  seeds(42, 123, 456, 789, 1011)
  vary(reference_seed, 42, 123, 456, 789, 1011))

stage(aligned,
  like(plain)
  lambda(2e-3))

compare_each(turns,
  like(bootstrap_95)
  of(trained_pwmcc) between(aligned, plain)
  bootstrap(difference = 53))

figure(gains,
  draws(gain_by_reference) of(turns)
  caption([What each pair of models gains in PWMCC by the penalty. Left: the pairs with the reference, by the seed of
    the model that is aligned to it. Right: the pairs without the reference.]))

claim(unresolved_with_any_reference,
  when(turns.reference42.ci_low <= 0 and turns.reference123.ci_low <= 0 and turns.reference456.ci_low <= 0
       and turns.reference789.ci_low <= 0 and turns.reference1011.ci_low <= 0
       and turns.reference42.difference > 0 and turns.reference123.difference > 0
       and turns.reference456.difference > 0 and turns.reference789.difference > 0
       and turns.reference1011.difference > 0, holds,
    [Nothing changes in the published reading: with each of the references the difference is positive, and its
     bootstrap interval holds zero. The mean over the references is \Rounded{turns.difference}
     \Student{turns.difference}.])
  when(turns.reference42.ci_low > 0 and turns.reference123.ci_low > 0 and turns.reference456.ci_low > 0
       and turns.reference789.ci_low > 0 and turns.reference1011.ci_low > 0, contradicted,
    [What changes is the published reading: the gain is resolved with each of the references.])
  otherwise(not_resolved,
    [What changes is the published reading: it depends on the reference. The mean over the references is
     \Rounded{turns.difference} \Student{turns.difference}.]))

claim(circular_with_any_reference,
  when(turns.reference42.without_reference < turns.reference42.with_reference / 2
       and turns.reference123.without_reference < turns.reference123.with_reference / 2
       and turns.reference456.without_reference < turns.reference456.with_reference / 2
       and turns.reference789.without_reference < turns.reference789.with_reference / 2
       and turns.reference1011.without_reference < turns.reference1011.with_reference / 2, holds,
    [The comparison is circular whichever seed is the reference: over the references, pairs with it gain
     \Rounded{turns.with_reference} \Student{turns.with_reference},
     all others \Rounded{turns.without_reference} \Student{turns.without_reference}.])
  when(turns.without_reference >= turns.with_reference / 2, contradicted,
    [Over the references, pairs without the reference gain \Rounded{turns.without_reference}, at least half of the
     \Rounded{turns.with_reference} of pairs with it: the gain is not one of training to a target alone.])
  otherwise(not_resolved,
    [With some references, pairs without it gain at least half of what pairs with it do. Over all, the former gain
     \Rounded{turns.without_reference}, the latter \Rounded{turns.with_reference}.]))

claim(one_seed_carries_the_gain,
  when(turns.reference42.with_reference_largest > 2 * turns.reference42.with_reference
       and turns.reference42.with_reference_largest_seed == turns.reference123.with_reference_largest_seed
       and turns.reference42.with_reference_largest_seed == turns.reference456.with_reference_largest_seed
       and turns.reference42.with_reference_largest_seed == turns.reference1011.with_reference_largest_seed, holds,
    [One model carries the gain. With the published reference the model of seed
     \Value{turns.reference42.with_reference_largest_seed} gains \Rounded{turns.reference42.with_reference_largest}, more
     than half of what all four pairs gain together. With the references 123, 456 and 1011 it is the model of the same
     seed that gains most: \Rounded{turns.reference123.with_reference_largest},
     \Rounded{turns.reference456.with_reference_largest} and \Rounded{turns.reference1011.with_reference_largest}. With
     reference 789 the largest gain is \Rounded{turns.reference789.with_reference_largest}.])
  when(turns.reference42.with_reference_largest > 2 * turns.reference42.with_reference, contradicted,
    [With the published reference the model of seed \Value{turns.reference42.with_reference_largest_seed} has more than
     half of the gain. With the references 123, 456 and 1011 the largest gain is that of the seeds
     \Value{turns.reference123.with_reference_largest_seed}, \Value{turns.reference456.with_reference_largest_seed}
     and \Value{turns.reference1011.with_reference_largest_seed}: no one model carries it.])
  otherwise(not_resolved,
    [No pair with the published reference has more than half of the gain: the largest is
     \Rounded{turns.reference42.with_reference_largest}, the mean \Rounded{turns.reference42.with_reference}.]))

claim(others_gain_nothing,
  when(turns.reference42.without_reference_low <= 0 and turns.reference42.without_reference_high >= 0
       and turns.reference123.without_reference_low <= 0 and turns.reference123.without_reference_high >= 0
       and turns.reference456.without_reference_low <= 0 and turns.reference456.without_reference_high >= 0
       and turns.reference789.without_reference_low <= 0 and turns.reference789.without_reference_high >= 0
       and turns.reference1011.without_reference_low <= 0 and turns.reference1011.without_reference_high >= 0, holds,
    [The other models do not become measurably more alike with any reference: each jackknife interval of the pairs
     without the reference holds zero. Their mean gain over the references is \Rounded{turns.without_reference}
     \Student{turns.without_reference}. This last interval
     counts the references as independent, although they share models.])
  when(turns.reference42.without_reference_low > 0 and turns.reference123.without_reference_low > 0
       and turns.reference456.without_reference_low > 0 and turns.reference789.without_reference_low > 0
       and turns.reference1011.without_reference_low > 0, contradicted,
    [With each reference the other models become more alike, \Rounded{turns.without_reference} over all: the penalty does
     more than pull to its target.])
  otherwise(not_resolved,
    [With some references the pairs without it change measurably, with others not: \Rounded{turns.without_reference} over
     all, \Student{turns.without_reference}.]))

%{
\paragraph{What it changes.} \Sentence{reference_choice.unresolved_with_any_reference}
\Sentence{reference_choice.others_gain_nothing} Table~\ref{settings:reference_choice} lists the settings.
%}
