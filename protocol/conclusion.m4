experiment(conclusion, [Combined conclusion])
uses(adaptive_l0)
uses(consistency_objective)
uses(statistics_audit)
uses(edge_of_grid)
uses(nulls)

%{
\paragraph{Question.} What do both follow-ups show together, and what do they recommend?

\paragraph{What was done.} Nothing is trained here. Each published conclusion and recommendation is held against the values
of the sections above.

\subsection{What is strongly supported, and what is not}
%}

claim(calibration_improves_consistency,
  published([Adaptive L0 calibration (with fair-control retrains) materially improves consistency metrics in this
    repository.], [Combined conclusion])
  when(adaptive_l0.k_gain.ci_low > 0 and adaptive_l0.retrain.delta > 2 * adaptive_l0.control.delta, holds,
    [The calibrated choice gains \Rounded{adaptive_l0.retrain.delta} over random decoders, the control
     \Rounded{adaptive_l0.control.delta}. The same training on Gaussian rows with the covariance of the activations gains
     \Rounded{nulls.calibrated.gaussian.delta} and \Rounded{nulls.control.gaussian.delta}.])
  when(adaptive_l0.k_gain.ci_high < 0, contradicted,
    [The calibrated choice is less consistent than the control.])
  otherwise(not_resolved,
    [The calibrated choice gains \Rounded{adaptive_l0.retrain.delta}, the control \Rounded{adaptive_l0.control.delta}.]))

claim(regularisation_is_weak,
  published([Current consistency-regularization formulation provides only weak, non-significant gains.],
    [Combined conclusion])
  when(consistency_objective.lambda_gain.difference > 0 and consistency_objective.lambda_gain.ci_low <= 0
       and consistency_objective.lambda_gain.difference * 10 < consistency_objective.sweep.lambda0.delta, holds,
    [This repeats the finding of follow-up 2 (``small and not statistically resolved''): the same interval decides both.])
  when(consistency_objective.lambda_gain.difference > 0 and consistency_objective.lambda_gain.ci_low <= 0, not_resolved,
    [This repeats the finding of follow-up 2: the gain is not resolved, but it is not small.])
  otherwise(contradicted,
    [This repeats the finding of follow-up 2: the gain of \Rounded{consistency_objective.lambda_gain.difference} is
     resolved, or there is none.]))

%{
\subsection{Practical recommendation}
%}

claim(use_low_l0,
  published([Use calibrated low-L0 regime ($k$ near 4--8 for $d_{\mathrm{sae}} = 128$) when consistency is priority.],
    [Practical recommendation])
  when(edge_of_grid.k4_gain.ci_low > 0 and edge_of_grid.k4_gain.jackknife_low > 0
       and edge_of_grid.k8_gain.ci_low > 0 and edge_of_grid.k8_gain.jackknife_low > 0
       and edge_of_grid.best_k < 4 and edge_of_grid.best_over_k4.ci_low > 0
       and edge_of_grid.best_over_k4.jackknife_low > 0, contradicted,
    [Low L0 is right, the range is not. Retrained, $k = 4$ gains \Rounded{edge_of_grid.k4_gain.difference} over $k = 32$ and
     $k = 8$ gains \Rounded{edge_of_grid.k8_gain.difference}. But on a wider grid the published criterion picks
     $k = \Value{edge_of_grid.best_k}$, which gains \Rounded{edge_of_grid.best_over_k4.difference} more than $k = 4$.])
  when(edge_of_grid.k4_gain.ci_low > 0 and edge_of_grid.k4_gain.jackknife_low > 0
       and edge_of_grid.k8_gain.ci_low > 0 and edge_of_grid.k8_gain.jackknife_low > 0, holds,
    [Retrained, $k = 4$ gains \Rounded{edge_of_grid.k4_gain.difference} over $k = 32$ and $k = 8$ gains
     \Rounded{edge_of_grid.k8_gain.difference}. No smaller $k$ of a wider grid is shown to be better.])
  when(edge_of_grid.k4_gain.ci_high < 0 or edge_of_grid.k8_gain.ci_high < 0, contradicted,
    [Retrained, a $k$ of this range is less consistent than $k = 32$: $k = 4$ differs by
     \Rounded{edge_of_grid.k4_gain.difference}, $k = 8$ by \Rounded{edge_of_grid.k8_gain.difference}.])
  otherwise(not_resolved,
    [Retrained, $k = 4$ differs from $k = 32$ by \Rounded{edge_of_grid.k4_gain.difference} and $k = 8$ by
     \Rounded{edge_of_grid.k8_gain.difference}: not both gains are resolved.]))

claim(keep_exploratory,
  published([Keep consistency-regularized objective as exploratory until stronger effect is shown.],
    [Practical recommendation])
  when(edge_of_grid.lambda_gain.jackknife_low > 0
       and edge_of_grid.lambda_gain.without_reference >= edge_of_grid.lambda_gain.with_reference / 2, contradicted,
    [A stronger effect is shown: with the $\lambda = \Value{edge_of_grid.best_lambda}$ of a wider grid PWMCC gains
     \Rounded{edge_of_grid.lambda_gain.difference}, and pairs without the reference gain
     \Rounded{edge_of_grid.lambda_gain.without_reference}.])
  otherwise(holds,
    [No stronger effect is shown. With the $\lambda = \Value{edge_of_grid.best_lambda}$ of a wider grid pairs with the
     reference gain \Rounded{edge_of_grid.lambda_gain.with_reference}, but those without it
     \Rounded{edge_of_grid.lambda_gain.without_reference}: decoders become more like their target, not more like each
     other.]))

claim(report_both,
  published([Preserve both consistency and quality metrics in reporting (PWMCC + EV/MSE).],
    [Practical recommendation])
  when(adaptive_l0.retrain.trained_pwmcc > adaptive_l0.control.trained_pwmcc
       and adaptive_l0.retrain.explained_variance < adaptive_l0.control.explained_variance, holds,
    [The two metrics rank the choice and the control in opposite orders, so either alone would mislead.])
  otherwise(not_resolved, [The two metrics rank the choice and the control alike here.]))

%{
\subsection{Reproducibility}
%}

%{
``Reproducible from scripts'' has three parts: the scripts run, the conclusions return, the numbers return. The first was
not tested here. This project does not run the study's scripts: it declares the same experiments in protocols. The study's
\Id{.gitignore} excludes results and weights, so there is no transformer to run the scripts on.
%}

claim(conclusions_return,
  when(adaptive_l0.k_gain.ci_low > 0 and adaptive_l0.k_gain.jackknife_low > 0
       and adaptive_l0.retrain.explained_variance.ci_high < adaptive_l0.control.explained_variance.ci_low
       and consistency_objective.lambda_gain.ci_low <= 0, holds,
    [The conclusions of both follow-ups return: a smaller $k$ makes decoders more alike, it costs explained variance, and
     the penalty brings no resolved gain.])
  when(adaptive_l0.k_gain.ci_high < 0 or consistency_objective.lambda_gain.ci_low > 0, contradicted,
    [A conclusion does not return: the gain of $k$ is \Rounded{adaptive_l0.k_gain.difference}, that of the penalty
     \Rounded{consistency_objective.lambda_gain.difference}.])
  otherwise(not_resolved, [Not every conclusion returns: a gain or a loss is within its uncertainty.]))

claim(reproducible_from_scripts,
  published([All runs are artifact-tracked and reproducible from scripts committed in this repo.], [Scope])
  when(verdict.published == 0, not_tested, [No published value was rebuilt.])
  when(verdict.equal_as_printed == verdict.published, holds,
    [All \Value{verdict.published} published values come out equal as printed.])
  when(adaptive_l0.k_gain.ci_low > 0 and consistency_objective.lambda_gain.ci_low <= 0, contradicted,
    [The conclusions return, the numbers do not: \Value{verdict.equal_as_printed} of \Value{verdict.published} come out
     equal as printed. The repository records neither the seed of the transformer nor those of the comparisons'
     bootstraps, and its \Id{.gitignore} excludes results and weights.])
  otherwise(contradicted,
    [Neither all conclusions return nor all numbers: \Value{verdict.equal_as_printed} of \Value{verdict.published} come out
     equal as printed.]))

%{
\subsection{Left unsaid by the published report, and measured here}

\begin{itemize}
\item \emph{The answer may be copied}: it is an input at the position that is read (Section~\ref{section:setup}).
  \IfRun{answer_leak}{\Sentence{answer_leak.published_position_copies} \Sentence{answer_leak.gain_without_leak}
  (Section~\ref{section:answer_leak})}{}
\item \emph{Both choices lie on the edge of their grids}: the smallest $k$ and the largest $\lambda$ tried.
  \IfRun{edge_of_grid}{\Sentence{edge_of_grid.optimum_of_k} \Sentence{edge_of_grid.optimum_of_lambda}
  (Section~\ref{section:edge_of_grid})}{}
\item \emph{Follow-up 2 is circular.} Pairs with the reference gain
  \Rounded{consistency_objective.lambda_gain.with_reference}, pairs without it
  \Rounded{consistency_objective.lambda_gain.without_reference}.
\item \emph{The SAEs are undertrained.} After the last epoch the directions have mean cosine
  \Rounded{adaptive_l0.retrain.cosine_with_start} ($k = \Value{adaptive_l0.best_k}$) and
  \Rounded{adaptive_l0.control.cosine_with_start} (control) with those they started from.
  \IfRun{training_length}{\Sentence{training_length.gap_after_long_training}
  (Section~\ref{section:training_length})}{\Id{make extended} trains them ten times as long.}
\item \emph{Some latents are idle.} \Percent{adaptive_l0.retrain.rarely_firing} of them at
  $k = \Value{adaptive_l0.best_k}$ are kept on fewer than one row in a thousand; PWMCC of the others is
  \Rounded{adaptive_l0.retrain.live_pwmcc}.
\item \emph{Pairs share seeds} (Section~\ref{section:statistics_audit}). In simulations the bootstrap over pairs covers in
  \Percent{statistics_audit.covered.retrain.bootstrap} of the cases at the retrained $k$ and in
  \Percent{statistics_audit.covered.control.bootstrap} in the control; the jackknife
  in \Percent{statistics_audit.covered.retrain.jackknife} and \Percent{statistics_audit.covered.control.jackknife}. In the
  sweep the reference is not exchangeable with the other models: there only the others are left out.
\item \emph{The random baseline depends on its seeds.} With those of the search it lies
  \Rounded{adaptive_l0.search.k4.random_deviation} from its expectation of
  \Rounded{adaptive_l0.search.k4.expected_random_pwmcc}, with those of the retrain
  \Rounded{adaptive_l0.retrain.random_deviation}. The $\Delta$ of $k = 32$ in the search is only
  \Rounded{adaptive_l0.search.k32.delta} (published: \Value{published.adaptive_l0.search.k32.delta}), so this matters.
\item \emph{Random decoders are a weak null} (Section~\ref{section:nulls}). Gaussian rows with the covariance of the
  activations, and nothing else of them, give \Percent{nulls.beyond_gaussian.share} of the gain over
  random decoders at $k = \Value{adaptive_l0.best_k}$, and \Percent{nulls.control_beyond_gaussian.share} of that of the control. Of the
  gain over the control they give \Rounded{nulls.k_gain_on_gaussian.difference} of \Rounded{adaptive_l0.k_gain.difference}.
  Directions drawn from that covariance, which nobody trained, have a PWMCC of
  \Rounded{nulls.calibrated.answer.covariance_pwmcc}.
\item \emph{Four more things are not said}: the bound LCB is no interval; the seeds of the search are among those of
  the retrain; EV is measured on the rows trained on; $k = 8$ is recommended without a retrain.
\end{itemize}

\paragraph{What it changes.} The direction of the first follow-up stands and its range does not. What remains open is
whether the gain is agreement on features.
%}
