experiment(training_length, [Longer training], [extended])
uses(adaptive_l0)

%{
\paragraph{Question.} Follow-up 1 compares decoders that have a mean cosine of \Rounded{adaptive_l0.retrain.cosine_with_start}
(chosen $k$) and \Rounded{adaptive_l0.control.cosine_with_start} (control) with their start. Both are early. Is the
gap between $k = 4$ and $k = 32$ an effect of how far training has come?

\paragraph{What was done.} Three values of $k$ are trained for 400 epochs and measured at fourteen epochs on the way. Each later
epoch goes on from the one before it.

\subsection{By epoch}

Tables~\ref{table:training_length.k4_curve}, \ref{table:training_length.k8_curve} and~\ref{table:training_length.k32_curve}
have each epoch, Figure~\ref{figure:training_length.by_epoch} draws them, and
Table~\ref{table:training_length.latents_by_epoch} tells how far training has come.
%}

stage(k4_curve,
  like(adaptive_l0.search)
  k(4)
  vary(epochs, 5, 10, 15, 20, 25, 30, 40, 60, 80, 120, 160, 240, 320, 400))

stage(k8_curve,  like(k4_curve) k(8))
stage(k32_curve, like(k4_curve) k(32))

figure(by_epoch,
  draws(curves_by_setting) of(k4_curve, k8_curve, k32_curve)
  caption([The same training at fourteen epochs. Left: the gain in PWMCC over random decoders. Middle: explained variance.
    Right: mean cosine of a direction with its start.]))

table(latents_by_epoch,
  of(k4_curve, k8_curve, k32_curve)
  shows(expected_delta, explained_variance, cosine_with_start, rarely_firing, live_pwmcc)
  caption([Progress by epoch: gain over the expected random PWMCC, EV, movement from the start, latents that are kept on
    fewer than one row in a thousand, and PWMCC of the others.]))

compare(epochs_25_to_40,
  like(bootstrap_95)
  of(trained_pwmcc) between(k4_curve.epoch40, k4_curve.epoch25)
  bootstrap(difference = 71))

compare(k_after_40,
  like(bootstrap_95)
  of(trained_pwmcc) between(k4_curve.epoch40, k32_curve.epoch40)
  bootstrap(difference = 73))

compare(k_after_400,
  like(bootstrap_95)
  of(trained_pwmcc) between(k4_curve.epoch400, k32_curve.epoch400)
  bootstrap(difference = 79))

claim(training_moves_as_much,
  when(epochs_25_to_40.jackknife_low > 0 and epochs_25_to_40.difference >= k_after_40.difference, holds,
    [Fifteen epochs move PWMCC as much as $k$ does: from epoch 25 to 40 it rises by \Rounded{epochs_25_to_40.difference} at
     $k = 4$, and after 40 epochs $k = 4$ and $k = 32$ differ by \Rounded{k_after_40.difference}.])
  when(epochs_25_to_40.jackknife_low > 0, contradicted,
    [Fifteen epochs move PWMCC less than $k$ does: from epoch 25 to 40 it rises by \Rounded{epochs_25_to_40.difference} at
     $k = 4$, and after 40 epochs $k = 4$ and $k = 32$ differ by \Rounded{k_after_40.difference}.])
  otherwise(not_resolved,
    [That PWMCC rises from epoch 25 to 40 at $k = 4$ is not resolved: \Rounded{epochs_25_to_40.difference}.]))

claim(gap_after_long_training,
  when(k_after_400.ci_low > 0 and k_after_400.jackknife_low > 0, holds,
    [After 400 epochs $k = 4$ is still more consistent than $k = 32$: PWMCC differs by \Rounded{k_after_400.difference},
     against \Rounded{k_after_40.difference} after 40.])
  when(k_after_400.ci_high < 0 and k_after_400.jackknife_high < 0, contradicted,
    [After 400 epochs the order is reversed: PWMCC at $k = 4$ less that at $k = 32$ is \Rounded{k_after_400.difference},
     against \Rounded{k_after_40.difference} after 40.])
  otherwise(not_resolved,
    [After 400 epochs $k = 4$ and $k = 32$ are not told apart: \Rounded{k_after_400.difference}, against
     \Rounded{k_after_40.difference} after 40.]))

%{
\subsection{At equal progress}

Epochs are no common scale: at equal epochs the larger $k$ reconstructs better, and the smaller one has moved further.
So the curves are held against each other at equal explained variance, and at equal movement from the start. Each curve
is linear between its epochs. The gap is averaged over the range that both curves reach.
%}

matched(matched_quality,
  like(bootstrap_95)
  of(trained_pwmcc) at(explained_variance) between(k4_curve, k32_curve))

claim(gap_at_equal_quality,
  when(matched_quality.jackknife_low > 0, holds,
    [At equal explained variance $k = 4$ is more consistent than $k = 32$ by \Rounded{matched_quality.gap} in the mean: the
     gap is no effect of reconstruction.])
  when(matched_quality.jackknife_high < 0, contradicted,
    [At equal explained variance the order is reversed: $k = 4$ less $k = 32$ is \Rounded{matched_quality.gap} in the mean.])
  otherwise(not_resolved,
    [At equal explained variance the two are not told apart: \Rounded{matched_quality.gap} in the mean, or no range is
     common.]))

matched(matched_movement,
  like(bootstrap_95)
  of(trained_pwmcc) at(cosine_with_start) between(k4_curve, k32_curve))

claim(gap_at_equal_movement,
  when(matched_movement.jackknife_low > 0, holds,
    [At equal movement from the start $k = 4$ is more consistent than $k = 32$ by \Rounded{matched_movement.gap} in the mean:
     the gap is more than progress in training.])
  when(matched_movement.jackknife_high < 0, contradicted,
    [At equal movement from the start the order is reversed: $k = 4$ less $k = 32$ is \Rounded{matched_movement.gap} in the
     mean. The gap at equal epochs is an effect of progress in training.])
  otherwise(not_resolved,
    [At equal movement from the start the two are not told apart: \Rounded{matched_movement.gap} in the mean. The gap at
     equal epochs may be an effect of progress in training.]))

matched(k8_at_equal_movement,
  like(bootstrap_95)
  of(trained_pwmcc) at(cosine_with_start) between(k8_curve, k32_curve))

%{
\paragraph{What it changes.} Whether the gap is progress in training: \Sentence{training_length.gap_at_equal_quality}
\Sentence{training_length.gap_at_equal_movement} Table~\ref{settings:training_length} lists the settings.
%}
