experiment(consistency_objective, [Follow-up 2: consistency-first objective sweep])

%{
Can the objective itself ask for consistency? One model, the reference, is trained as usual. Every other model
is trained on the mean squared error plus $\lambda$ times the alignment penalty
\[ 1 - \operatorname{mean}_i \max_j |\cos(D_i, R_j)|, \]
which pulls each direction $D_i$ of its decoder to the nearest direction $R_j$ of the reference. PWMCC, EV and
MSE count the reference among the models; alignment, the mean in the penalty, does not.

\subsection{Sweep and choice}
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
\IfRun{edge_of_grid}{What a wider grid says: \Sentence{edge_of_grid.optimum_of_lambda}
\Sentence{edge_of_grid.larger_lambda_helps} (Section~\ref{section:edge_of_grid})}{}

\subsection{Selected against none}
%}

compare(lambda_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(sweep.best_lambda, sweep.lambda0)
  bootstrap(difference = 53))

claim(small_and_unresolved,
  published([Directionally positive, but effect size is small and not statistically resolved in this run.],
    [Follow-up 2, interpretation])
  when(lambda_gain.difference > 0 and lambda_gain.ci_low <= 0, holds,
    [The difference is positive, \Value{lambda_gain.difference}, and its interval [\Value{lambda_gain.ci_low},
     \Value{lambda_gain.ci_high}] holds zero.])
  when(lambda_gain.ci_low > 0, contradicted,
    [The difference \Value{lambda_gain.difference} is resolved: its interval lies above zero.])
  otherwise(contradicted, [The difference is not positive: \Value{lambda_gain.difference}.]))

claim(pilot_signal,
  published([This is currently a pilot signal, not strong evidence of objective-level improvement.],
    [Follow-up 2, interpretation])
  when(lambda_gain.ci_low <= 0 and lambda_gain.without_reference < lambda_gain.with_reference / 2, holds,
    [Not strong evidence: pairs that contain the reference gain
     \Value{lambda_gain.with_reference}, all others \Value{lambda_gain.without_reference}.])
  when(lambda_gain.ci_low <= 0, holds, [The gain is not resolved.])
  otherwise(contradicted, [The gain is resolved, \Value{lambda_gain.difference}.]))

claim(gain_is_circular,
  when(lambda_gain.without_reference < lambda_gain.with_reference / 2, holds,
    [The comparison is circular: some of its pairs contain the very model that the loss aligns to, and most of the mean
     gain is theirs. On average decoders become more like their target, hardly more like each other.])
  otherwise(contradicted,
    [Pairs without the reference gain as well, \Value{lambda_gain.without_reference} against
     \Value{lambda_gain.with_reference}.]))

deviation(every_lambda,
  published([The values of two $\lambda$ of the sweep are printed.], [Follow-up 2, best-vs-baseline summary])
  here([Those of every $\lambda$ are.])
  because([A choice can be judged only beside what it was made from.]))

deviation(pairs_apart,
  published([The comparison takes all pairs together.], [Follow-up 2, statistical readout])
  here([Pairs with the reference and pairs without it are told apart as well.])
  because([The loss aligns to the reference: what pairs with it gain is training to a target.]))
