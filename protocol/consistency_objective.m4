experiment(consistency_objective, [Follow-up 2: consistency-first objective sweep])

%{
\paragraph{Question.} Does a penalty in the training objective make decoders more alike?

\paragraph{What was done.} One model, the reference, is trained as usual. Every other model
is trained on the mean squared error plus $\lambda$ times the alignment penalty
\[ 1 - \operatorname{mean}_i \max_j |\cos(D_i, R_j)|, \]
which pulls each direction $D_i$ of its decoder to the nearest direction $R_j$ of the reference. PWMCC, EV and
MSE count the reference among the models; alignment, the mean in the penalty, does not.

\subsection{Sweep and choice}

Table~\ref{table:consistency_objective.sweep} and Figure~\ref{figure:consistency_objective.sweep_by_lambda} show each
$\lambda$ that was tried.
%}

stage(reference,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42)
  epochs(30))

stage(sweep,
  like(reference)
  vary(lambda, 0, 1e-4, 5e-4, 1e-3, 2e-3)
  seeds(123, 456, 789, 1011)
  align_to(reference)
  with_units_of(reference)
  bootstrap(trained_pwmcc = 13, random_pwmcc = 29, explained_variance = 31,
            mean_squared_error = 37, alignment = 43))

figure(sweep_by_lambda,
  draws(alignment_by_setting) of(sweep)
  caption([The sweep, for every $\lambda$ tried. Left: the gain in PWMCC over random decoders, for all pairs and apart
    for those with and without the reference that the loss aligns to. Right: alignment to that reference. Bars: the
    bootstrap intervals of trained PWMCC and of alignment. The weights are set at equal distances.]))

choose(best_lambda,
  from(sweep)
  maximise(delta_lcb, delta, alignment)
  subject_to(explained_variance >= sweep.lambda0.explained_variance - 0.05)
  otherwise(all))

claim(selected_lambda,
  published([Selected lambda: \Value{published.consistency_objective.best_lambda}.], [Follow-up 2, selection criterion])
  when(best_lambda == published.consistency_objective.best_lambda, holds,
    [The criterion picks $\lambda = \Value{best_lambda}$ here too. It is the largest $\lambda$ tried: the optimum
     may lie above the grid.])
  otherwise(contradicted, [The criterion picks $\lambda = \Value{best_lambda}$ here.]))

%{
\IfRun{edge_of_grid}{On a wider grid: \Sentence{edge_of_grid.optimum_of_lambda} (Section~\ref{section:edge_of_grid})}{}

\subsection{Selected against none}
%}

compare(lambda_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(sweep.best_lambda, sweep.lambda0)
  bootstrap(difference = 53))

claim(small_and_unresolved,
  published([Directionally positive, but effect size is small and not statistically resolved in this run.],
    [Follow-up 2, interpretation])
  when(lambda_gain.difference > 0 and lambda_gain.ci_low <= 0
       and lambda_gain.difference * 10 < sweep.lambda0.delta, holds,
    [The difference of \Rounded{lambda_gain.difference} is positive, and its interval \Bootstrap{lambda_gain.ci} holds
     zero. It is small: less than a tenth of the $\Delta$ of \Rounded{sweep.lambda0.delta} that there is without the
     penalty.])
  when(lambda_gain.difference > 0 and lambda_gain.ci_low <= 0, not_resolved,
    [The difference of \Rounded{lambda_gain.difference} is positive, and its interval \Bootstrap{lambda_gain.ci} holds
     zero. But it is not small: it is a tenth or more of the $\Delta$ of \Rounded{sweep.lambda0.delta} that there is
     without the penalty.])
  when(lambda_gain.ci_low > 0, contradicted,
    [The difference of \Rounded{lambda_gain.difference} is resolved: its interval \Bootstrap{lambda_gain.ci} lies above
     zero.])
  otherwise(contradicted, [The difference is not positive: \Rounded{lambda_gain.difference}.]))

claim(pilot_signal,
  published([This is currently a pilot signal, not strong evidence of objective-level improvement.],
    [Follow-up 2, interpretation])
  when(lambda_gain.ci_low <= 0 and lambda_gain.without_reference < lambda_gain.with_reference / 2, holds,
    [This is no strong evidence, for two reasons: the gain is not resolved, and pairs that contain the reference gain
     \Rounded{lambda_gain.with_reference}, all others \Rounded{lambda_gain.without_reference}.])
  when(lambda_gain.ci_low > 0 and lambda_gain.without_reference >= lambda_gain.with_reference / 2, contradicted,
    [The gain of \Rounded{lambda_gain.difference} is resolved, and pairs without the reference have a share in it:
     \Rounded{lambda_gain.without_reference}, against \Rounded{lambda_gain.with_reference} with it.])
  when(lambda_gain.ci_low > 0, not_resolved,
    [The gain of \Rounded{lambda_gain.difference} is resolved, but pairs without the reference gain only
     \Rounded{lambda_gain.without_reference}, against \Rounded{lambda_gain.with_reference} with it.])
  otherwise(not_resolved,
    [The gain of \Rounded{lambda_gain.difference} is not resolved. Pairs without the reference have a share in it:
     \Rounded{lambda_gain.without_reference}, against \Rounded{lambda_gain.with_reference} with it.]))

claim(gain_is_circular,
  when(lambda_gain.without_reference < lambda_gain.with_reference / 2, holds,
    [The comparison is circular: some of its pairs contain the very model that the loss aligns to, and most of the mean
     gain is theirs. On average decoders become more like their target, hardly more like each other.])
  otherwise(contradicted,
    [Pairs without the reference gain as well, \Rounded{lambda_gain.without_reference} against
     \Rounded{lambda_gain.with_reference}.]))

%{
\paragraph{What it changes.} Nothing: at the published weights no gain of this penalty is shown. Two published claims rest on the interval of one
comparison, so they are one finding. The interval is a bootstrap over few pairs.
\IfRun{statistics_audit}{\Sentence{statistics_audit.sweep_covers_too_little} (Section~\ref{section:statistics_audit})}{}
\IfRun{edge_of_grid}{On a wider grid: \Sentence{edge_of_grid.larger_lambda_helps} (Section~\ref{section:edge_of_grid})}{}
\IfRun{transformer_replicates}{\Sentence{transformer_replicates.penalty_on_checkpoints}
(Section~\ref{section:transformer_replicates})}{}
Table~\ref{table:reported.consistency_objective} sets the published values beside the rebuilt ones, and
Table~\ref{settings:consistency_objective} lists the settings.
%}

deviation(every_lambda,
  published([The values of two $\lambda$ of the sweep are printed.], [Follow-up 2, best-vs-baseline summary])
  here([Those of every $\lambda$ are.])
  because([A choice can be judged only beside what it was made from.]))

deviation(pairs_apart,
  published([The comparison takes all pairs together.], [Follow-up 2, statistical readout])
  here([Pairs with the reference and pairs without it are told apart as well.])
  because([The loss aligns to the reference: what pairs with it gain is training to a target.]))
