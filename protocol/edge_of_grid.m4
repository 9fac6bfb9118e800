experiment(edge_of_grid, [Beyond the edge of both grids])
uses(adaptive_l0)
uses(consistency_objective)

%{
\paragraph{Question.} Both published choices lie on the edge of their grids: the smallest $k$ and the largest $\lambda$ tried.
Where are the optima on wider grids? And does $k = 8$, which is recommended but was never retrained, gain as well?

\paragraph{What was done.} Both searches run again on wider grids with the settings and the criteria that they had. $k = 8$ and
the choice of the wider grid are retrained.

\subsection{Smaller \texorpdfstring{$k$}{k}}

Table~\ref{table:edge_of_grid.wider_search} and Figure~\ref{figure:edge_of_grid.wider_calibration} show each $k$ of the
wider grid.
%}

stage(wider_search,
  like(adaptive_l0.search)
  vary(k, 1, 2, 3, 4, 6, 8, 12))

figure(wider_calibration,
  draws(delta_by_setting) of(wider_search)
  caption([The search on the wider grid. Left: the gain in PWMCC over random decoders, and its conservative bound.
    Right: explained variance with its interval.]))

choose(best_k,
  from(wider_search)
  maximise(delta_lcb, delta, explained_variance)
  subject_to(explained_variance >= 0.20)
  otherwise(all))

choose(best_k_without_floor,
  from(wider_search)
  maximise(delta_lcb, delta, explained_variance)
  otherwise(all))

claim(optimum_of_k,
  when(best_k > 1 and best_k < 4, holds,
    [The criterion picks $k = \Value{best_k}$: below the published grid, and not on the edge of the wider one.])
  when(best_k == 1, holds,
    [The criterion picks $k = \Value{best_k}$, below the published grid: the smallest $k$ that there is.])
  when(best_k == 4, contradicted,
    [The optimum lies where it was published: the criterion picks $k = \Value{best_k}$ among smaller ones too.])
  otherwise(contradicted,
    [The optimum does not lie below the published grid: the criterion picks $k = \Value{best_k}$.]))

claim(floor_decides,
  when(best_k_without_floor != best_k, holds,
    [The floor of explained variance decides, not consistency alone: without it the criterion would pick
     $k = \Value{best_k_without_floor}$, which explains \Percent{wider_search.best_k_without_floor.explained_variance} of the
     variance.])
  otherwise(contradicted,
    [The floor of explained variance decides nothing: without it the criterion picks
     $k = \Value{best_k_without_floor}$ too.]))

%{
\subsection{The recommended \texorpdfstring{$k$}{k}, retrained and controlled}

The published recommendation is ``$k$ near 4--8''. Here $k = 8$ is retrained with the seeds and epochs of the retrain, and so is
the choice of the wider grid. The control is that of follow-up 1, at $k = 32$. Table~\ref{table:edge_of_grid.k4_retrain} and
Figure~\ref{figure:edge_of_grid.retrained} show them, and Table~\ref{table:edge_of_grid.gains} has the gains.
%}

stage(k4_retrain,   like(adaptive_l0.retrain) k(4))
stage(k8_retrain,   like(adaptive_l0.retrain) k(8))
stage(best_retrain, like(adaptive_l0.retrain) k(best_k))

compare(k4_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(k4_retrain, adaptive_l0.control)
  bootstrap(difference = 37))

compare(k8_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(k8_retrain, adaptive_l0.control)
  bootstrap(difference = 37))

compare(k4_over_k8,
  like(bootstrap_95)
  of(trained_pwmcc) between(k4_retrain, k8_retrain)
  bootstrap(difference = 37))

compare(best_over_k4,
  like(bootstrap_95)
  of(trained_pwmcc) between(best_retrain, k4_retrain)
  bootstrap(difference = 37))

table(gains,
  of(k4_gain, k8_gain, k4_over_k8, best_over_k4)
  shows(difference, ci_low, ci_high, jackknife_low, jackknife_high)
  caption([The gain in trained PWMCC: of $k = 4$ and of $k = 8$ over the control, of $k = 4$ over $k = 8$, and of the choice of the
    wider grid over $k = 4$.]))

figure(retrained,
  draws(consistency_against_quality) of(best_retrain, k4_retrain, k8_retrain, adaptive_l0.control)
  caption([Consistency against quality of four retrained $k$: the choice of the wider grid, 4, 8 and the control at 32.]))

claim(eight_gains,
  when(k8_gain.ci_low > 0 and k8_gain.jackknife_low > 0, holds,
    [Retrained, $k = 8$ gains \Rounded{k8_gain.difference} over the control.])
  when(k8_gain.ci_high < 0 and k8_gain.jackknife_high < 0, contradicted,
    [Retrained, $k = 8$ is less consistent than the control, by \Rounded{k8_gain.difference}.])
  otherwise(not_resolved,
    [Retrained, $k = 8$ is not told from the control: \Rounded{k8_gain.difference}.]))

claim(four_above_eight,
  when(k4_over_k8.ci_low > 0 and k4_over_k8.jackknife_low > 0, holds,
    [Within the recommended range $k$ matters: retrained, $k = 4$ is more consistent than $k = 8$ by
     \Rounded{k4_over_k8.difference}.])
  when(k4_over_k8.ci_high < 0 and k4_over_k8.jackknife_high < 0, contradicted,
    [Within the recommended range the larger $k$ is the more consistent one: $k = 4$ less $k = 8$ is
     \Rounded{k4_over_k8.difference}.])
  otherwise(not_resolved,
    [Within the recommended range $k = 4$ and $k = 8$ are not told apart: \Rounded{k4_over_k8.difference}.]))

%{
\subsection{Larger \texorpdfstring{$\lambda$}{lambda}}

Table~\ref{table:edge_of_grid.wider_sweep} and Figure~\ref{figure:edge_of_grid.wider_sweep_by_lambda} show each $\lambda$ of
the wider grid.
%}

stage(wider_sweep,
  like(consistency_objective.sweep)
  vary(lambda, 0, 2e-3, 1e-2, 1e-1, 1, 10))

figure(wider_sweep_by_lambda,
  draws(alignment_by_setting) of(wider_sweep)
  caption([The sweep on the wider grid. Left: the gain in PWMCC over random decoders, for all pairs and apart for those
    with and without the reference that the loss aligns to. Right: alignment to that reference. Bars: the bootstrap
    intervals of trained PWMCC and of alignment. The weights are set at equal distances.]))

choose(best_lambda,
  from(wider_sweep)
  maximise(delta_lcb, delta, alignment)
  subject_to(explained_variance >= wider_sweep.lambda0.explained_variance - 0.05)
  otherwise(all))

choose(best_lambda_without_floor,
  from(wider_sweep)
  maximise(delta_lcb, delta, alignment)
  otherwise(all))

claim(optimum_of_lambda,
  when(best_lambda > 0.002 and best_lambda < 10, holds,
    [The criterion picks $\lambda = \Value{best_lambda}$: above the published grid, and not on the edge of the wider one.])
  when(best_lambda == 10, not_resolved,
    [The criterion picks $\lambda = \Value{best_lambda}$, the edge again: where the optimum lies remains open.])
  otherwise(contradicted,
    [The optimum does not lie above the published grid: the criterion picks $\lambda = \Value{best_lambda}$.]))

claim(floor_decides_lambda,
  when(best_lambda_without_floor != best_lambda, holds,
    [The floor of explained variance decides: without it the criterion would pick
     $\lambda = \Value{best_lambda_without_floor}$, with an EV of
     \Percent{wider_sweep.best_lambda_without_floor.explained_variance} instead of
     \Percent{wider_sweep.lambda0.explained_variance} without the penalty.])
  otherwise(contradicted,
    [The floor of explained variance decides nothing: without it the criterion picks
     $\lambda = \Value{best_lambda_without_floor}$ too.]))

compare(lambda_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(wider_sweep.best_lambda, wider_sweep.lambda0)
  bootstrap(difference = 53))

claim(larger_lambda_helps,
  when(lambda_gain.jackknife_low > 0 and lambda_gain.without_reference >= lambda_gain.with_reference / 2, holds,
    [With a larger weight the objective makes decoders more alike: PWMCC gains \Rounded{lambda_gain.difference}, and pairs
     without the reference gain \Rounded{lambda_gain.without_reference}.])
  when(lambda_gain.jackknife_low > 0, not_resolved,
    [At the chosen $\lambda = \Value{best_lambda}$ PWMCC gains \Rounded{lambda_gain.difference}, but decoders become like
     their target, not like each other: pairs with the reference gain \Rounded{lambda_gain.with_reference}, pairs without it
     \Rounded{lambda_gain.without_reference}.])
  when(lambda_gain.jackknife_high < 0, contradicted,
    [With a larger weight PWMCC falls, by \Rounded{lambda_gain.difference}.])
  otherwise(not_resolved,
    [With a larger weight too the gain of \Rounded{lambda_gain.difference} is not resolved.]))

%{
\paragraph{What it changes.} The range of $k$ that can be recommended: smaller $k$ belong to it. For the penalty nothing changes at the
$\lambda$ that the criterion picks; Figure~\ref{figure:edge_of_grid.wider_sweep_by_lambda} shows that still larger weights make all
pairs alike, at a loss of explained variance. Table~\ref{settings:edge_of_grid} lists the settings.
%}
