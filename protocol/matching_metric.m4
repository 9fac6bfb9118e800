experiment(matching_metric, [Other measures of likeness], [extended])
uses(adaptive_l0)
uses(consistency_objective)

%{
\paragraph{Question.} Does any conclusion depend on the metric? PWMCC lets several latents have the same nearest latent. It takes
no notice of signs, nor of the encoder.

\paragraph{What was done.} The decoders of both follow-ups are compared once more, by five other measures. Nothing is trained
for this.

\begin{itemize}
\item The \emph{matched cosine} gives each latent of one decoder a latent of its own in the other, such that the sum of
  the cosines is the largest that there is, and takes their mean.
\item The \emph{matched $|\cos|$} does the same regardless of sign.
\item \emph{MMCS} is PWMCC with the signs of the cosines.
\item The \emph{median of maxima} is PWMCC with medians in place of means, so that a few latents cannot carry it.
\item The \emph{shared fraction} counts the latents that the matchings of encoders and of decoders both give the same
  partner, with a cosine above a threshold in both.
\end{itemize}

Each measure has a chance level of its own: its value for random decoders of the same shapes. For the shared fraction
the random decoders are their own encoders. This can only raise its chance level.

\subsection{Low $k$ against the control}

Table~\ref{table:matching_metric.retrain} repeats both stages of follow-up 1.
Tables~\ref{table:matching_metric.matched_of_k}, \ref{table:matching_metric.maxima_of_k}
and~\ref{table:matching_metric.shared_of_k} have the other measures, Table~\ref{table:matching_metric.gains_of_k} the gains.
%}

stage(retrain, like(adaptive_l0.retrain) shared_from(0.7))
stage(control, like(adaptive_l0.control) shared_from(0.7))

compare(k_matched,
  like(bootstrap_95)
  of(matched_cosine) between(retrain, control)
  bootstrap(difference = 71))
compare(k_absolute, like(k_matched) of(matched_absolute_cosine))
compare(k_mmcs, like(k_matched) of(mean_maximal_cosine))
compare(k_median, like(k_matched) of(median_maximal_cosine))
compare(k_shared, like(k_matched) of(shared_fraction))

table(matched_of_k,
  of(retrain, control)
  shows(matched_cosine, random_matched_cosine, matched_absolute_cosine, random_matched_absolute_cosine)
  caption([Latents matched one to one, beside the same of random decoders.]))

table(maxima_of_k,
  of(retrain, control)
  shows(mean_maximal_cosine, random_mean_maximal_cosine, median_maximal_cosine, random_median_maximal_cosine)
  caption([Each latent with its nearest, beside the same of random decoders.]))

table(shared_of_k,
  of(retrain, control)
  shows(shared_fraction, random_shared_fraction)
  caption([Latents that are shared, beside the same of random decoders.]))

table(gains_of_k,
  of(adaptive_l0.k_gain, k_matched, k_absolute, k_mmcs, k_median, k_shared)
  shows(difference, ci_low, ci_high, jackknife_low, jackknife_high)
  caption([Retrain less control by each measure, with both intervals. The first row is PWMCC.]))

claim(low_k_by_every_metric,
  when(adaptive_l0.k_gain.jackknife_low > 0
       and k_matched.jackknife_low > 0
       and k_absolute.jackknife_low > 0
       and k_mmcs.jackknife_low > 0
       and k_median.jackknife_low > 0, holds,
    [Nothing changes for low $k$. By PWMCC and each other measure of cosines the retrained $k =
     \Value{adaptive_l0.best_k}$ lies above the control, and no jackknife interval reaches down to zero. The gain is
     \Rounded{k_matched.difference} in matched cosine, \Rounded{k_absolute.difference} in matched $|\cos|$,
     \Rounded{k_mmcs.difference} in MMCS and \Rounded{k_median.difference} in the median of maxima.])
  when(k_matched.jackknife_high < 0
       or k_absolute.jackknife_high < 0
       or k_mmcs.jackknife_high < 0
       or k_median.jackknife_high < 0, contradicted,
    [What changes is whether low $k$ helps. By some measure the retrained $k$ lies below the control. The difference
     is \Rounded{k_matched.difference} in matched cosine, \Rounded{k_absolute.difference} in matched $|\cos|$,
     \Rounded{k_mmcs.difference} in MMCS and \Rounded{k_median.difference} in the median of maxima.])
  otherwise(not_resolved,
    [What changes is how sure the gain of low $k$ is. By some measure it is within its uncertainty. The difference is
     \Rounded{k_matched.difference} in matched cosine, \Rounded{k_absolute.difference} in matched $|\cos|$,
     \Rounded{k_mmcs.difference} in MMCS and \Rounded{k_median.difference} in the median of maxima.]))

claim(twice_the_control_by_every_metric,
  when(adaptive_l0.retrain.delta > 2 * adaptive_l0.control.delta
       and retrain.matched_cosine - retrain.random_matched_cosine
         > 2 * (control.matched_cosine - control.random_matched_cosine)
       and retrain.matched_absolute_cosine - retrain.random_matched_absolute_cosine
         > 2 * (control.matched_absolute_cosine - control.random_matched_absolute_cosine)
       and retrain.mean_maximal_cosine - retrain.random_mean_maximal_cosine
         > 2 * (control.mean_maximal_cosine - control.random_mean_maximal_cosine)
       and retrain.median_maximal_cosine - retrain.random_median_maximal_cosine
         > 2 * (control.median_maximal_cosine - control.random_median_maximal_cosine), holds,
    [Nothing changes in the size of the gain. By PWMCC and each other measure of cosines the retrained $k$ gains more
     than twice as much over random decoders as the control does.])
  when(adaptive_l0.retrain.delta > adaptive_l0.control.delta
       and retrain.matched_cosine - retrain.random_matched_cosine
         > control.matched_cosine - control.random_matched_cosine
       and retrain.matched_absolute_cosine - retrain.random_matched_absolute_cosine
         > control.matched_absolute_cosine - control.random_matched_absolute_cosine
       and retrain.mean_maximal_cosine - retrain.random_mean_maximal_cosine
         > control.mean_maximal_cosine - control.random_mean_maximal_cosine
       and retrain.median_maximal_cosine - retrain.random_median_maximal_cosine
         > control.median_maximal_cosine - control.random_median_maximal_cosine, not_resolved,
    [What changes is the size of the gain. By PWMCC and each other measure of cosines the retrained $k$ gains more
     over random decoders than the control does, but not by each of them twice as much.])
  otherwise(contradicted,
    [By some measure the retrained $k$ gains no more over random decoders than the control does.]))

claim(shared_by_low_k,
  when(retrain.shared_fraction == 0 and control.shared_fraction == 0, not_tested,
    [The shared fraction cannot tell the stages apart: no latent of either is shared.])
  when(k_shared.jackknife_low > 0, holds,
    [The retrained $k$ shares more latents: \Percent{retrain.shared_fraction}, against
     \Percent{control.shared_fraction} in the control. The jackknife interval lies above zero.])
  when(k_shared.jackknife_high < 0, contradicted,
    [What changes is the sign. The retrained $k$ shares fewer latents: \Percent{retrain.shared_fraction},
     against \Percent{control.shared_fraction} in the control. The jackknife interval lies below zero.])
  otherwise(not_resolved,
    [By the shared fraction the gain is within its uncertainty. It is \Percent{retrain.shared_fraction} at the
     retrained $k$ and \Percent{control.shared_fraction} in the control.]))

%{
\subsection{The largest alignment penalty against none}

The reference is taken as given, as in the audit of the statistics. Pairs with it are told apart from pairs without it.
Table~\ref{table:matching_metric.sweep} repeats two stages of follow-up 2.
Tables~\ref{table:matching_metric.matched_of_lambda}, \ref{table:matching_metric.maxima_of_lambda}
and~\ref{table:matching_metric.shared_of_lambda} have the other measures, Table~\ref{table:matching_metric.gains_of_lambda} the gains.
%}

stage(sweep, like(consistency_objective.sweep) vary(lambda, 0, 2e-3) shared_from(0.7))

compare(lambda_matched,
  like(bootstrap_95)
  of(matched_cosine) between(sweep.lambda2e-3, sweep.lambda0)
  bootstrap(difference = 73))
compare(lambda_absolute, like(lambda_matched) of(matched_absolute_cosine))
compare(lambda_mmcs, like(lambda_matched) of(mean_maximal_cosine))
compare(lambda_median, like(lambda_matched) of(median_maximal_cosine))
compare(lambda_shared, like(lambda_matched) of(shared_fraction))

table(matched_of_lambda,
  of(sweep)
  shows(matched_cosine, random_matched_cosine, matched_absolute_cosine, random_matched_absolute_cosine)
  caption([The sweep: latents matched one to one, beside the same of random decoders.]))

table(maxima_of_lambda,
  of(sweep)
  shows(mean_maximal_cosine, random_mean_maximal_cosine, median_maximal_cosine, random_median_maximal_cosine)
  caption([The sweep: each latent with its nearest, beside the same of random decoders.]))

table(shared_of_lambda,
  of(sweep)
  shows(shared_fraction, random_shared_fraction)
  caption([The sweep: latents that are shared, beside the same of random decoders.]))

table(gains_of_lambda,
  of(consistency_objective.lambda_gain, lambda_matched, lambda_absolute, lambda_mmcs, lambda_median,
     lambda_shared)
  shows(difference, jackknife_low, jackknife_high, with_reference, without_reference)
  caption([The largest penalty less none by each measure, with the jackknife interval, and the mean differences of
    pairs with and without the reference. The first row is PWMCC.]))

claim(lambda_by_every_metric,
  when(consistency_objective.lambda_gain.jackknife_low <= 0 and consistency_objective.lambda_gain.jackknife_high >= 0
       and lambda_matched.jackknife_low <= 0 and lambda_matched.jackknife_high >= 0
       and lambda_absolute.jackknife_low <= 0 and lambda_absolute.jackknife_high >= 0
       and lambda_mmcs.jackknife_low <= 0 and lambda_mmcs.jackknife_high >= 0
       and lambda_median.jackknife_low <= 0 and lambda_median.jackknife_high >= 0, holds,
    [Nothing changes for the penalty. By PWMCC and each other measure of cosines the difference is within its
     uncertainty. It is \Rounded{lambda_matched.difference} in matched cosine, \Rounded{lambda_absolute.difference}
     in matched $|\cos|$, \Rounded{lambda_mmcs.difference} in MMCS and \Rounded{lambda_median.difference} in the median of
     maxima.])
  when(lambda_matched.jackknife_high < 0
       or lambda_absolute.jackknife_high < 0
       or lambda_mmcs.jackknife_high < 0
       or lambda_median.jackknife_high < 0, contradicted,
    [What changes is the sign. By some measure the penalty makes decoders less alike. The difference is
     \Rounded{lambda_matched.difference} in matched cosine, \Rounded{lambda_absolute.difference} in matched
     $|\cos|$, \Rounded{lambda_mmcs.difference} in MMCS and \Rounded{lambda_median.difference} in the median of maxima.])
  otherwise(contradicted,
    [What changes is whether the gain of the penalty is resolved. By some measure the jackknife interval lies above
     zero. The difference is \Rounded{lambda_matched.difference} in matched cosine,
     \Rounded{lambda_absolute.difference} in matched $|\cos|$, \Rounded{lambda_mmcs.difference} in MMCS and
     \Rounded{lambda_median.difference} in the median of maxima.]))

claim(circular_by_every_metric,
  when(consistency_objective.lambda_gain.without_reference < consistency_objective.lambda_gain.with_reference / 2
       and lambda_matched.without_reference < lambda_matched.with_reference / 2
       and lambda_absolute.without_reference < lambda_absolute.with_reference / 2
       and lambda_mmcs.without_reference < lambda_mmcs.with_reference / 2
       and lambda_median.without_reference < lambda_median.with_reference / 2, holds,
    [That the comparison is circular does not depend on the metric. By PWMCC and each other measure of cosines pairs
     with the reference gain more than twice what other pairs gain.])
  when(lambda_matched.without_reference >= lambda_matched.with_reference / 2
       and lambda_absolute.without_reference >= lambda_absolute.with_reference / 2
       and lambda_mmcs.without_reference >= lambda_mmcs.with_reference / 2
       and lambda_median.without_reference >= lambda_median.with_reference / 2, contradicted,
    [What changes is that the comparison is circular. By none of these measures do pairs with the reference gain more
     than twice what other pairs gain.])
  otherwise(not_resolved,
    [Whether the comparison is circular depends on the metric. Only by some measures of cosines do pairs with the
     reference gain more than twice what other pairs gain.]))

%{
\paragraph{What it changes.} \Sentence{matching_metric.low_k_by_every_metric} \Sentence{matching_metric.lambda_by_every_metric}
Table~\ref{settings:matching_metric} lists the settings.
%}
