experiment(nulls, [Stronger nulls])
uses(adaptive_l0)

%{
\paragraph{Question.} How much of the gain over random decoders comes from the covariance of the input? Random decoders know
nothing of the input, so that anything an autoencoder learns of it counts as a gain.

\paragraph{What was done.} Retrain and control run again, with the same seeds, on rows that keep some of the structure of the
activations and lose the rest.

\begin{itemize}
\item \Id{gaussian}: Gaussian rows with the mean and the covariance of the activations, drawn three times.
\item \Id{permuted}: each column is permuted by itself. Every column keeps its values; what joins columns goes.
\item \Id{rotated}: all rows, their mean included, are multiplied by one random orthogonal matrix. Only the axes change.
\end{itemize}

The claims below were written after such nulls had been seen in PyTorch, with one Gaussian draw, and after a first run here.
Those had found about one half of the gain, so we test against one half.

\subsection{Trained on rows drawn from the activations}

Tables~\ref{table:nulls.calibrated} and~\ref{table:nulls.control} and Figure~\ref{figure:nulls.by_input} show both stages on
each input, Table~\ref{table:nulls.shares} which part of the gain over random decoders each input gives, and
Table~\ref{table:nulls.gains_of_k} the gain over the control on each.
%}

activations(gaussian,   drawn_like(answer) seed(7))
activations(gaussian_8, like(gaussian) seed(8))
activations(gaussian_9, like(gaussian) seed(9))
activations(permuted,   permuted_like(answer) seed(7))
activations(rotated,    rotated_like(answer) seed(7))

stage(calibrated,
  like(adaptive_l0.retrain)
  vary(on, answer, gaussian, gaussian_8, gaussian_9, permuted, rotated)
  covariance_seed_offset(200000) rows_seed_offset(300000)
  bootstrap(covariance_pwmcc = 71, rows_pwmcc = 73))

stage(control,
  like(calibrated)
  k(32))

figure(by_input,
  draws(consistency_by_input) of(calibrated, control)
  caption([PWMCC of decoders trained on the activations and on rows drawn from them, with bootstrap intervals. The dashed
    line is the random baseline, which is the same for all.]))

compare(beyond_gaussian,
  like(bootstrap_95)
  of(trained_pwmcc) between(calibrated.answer, calibrated.gaussian)
  gain_over(random_pwmcc)
  bootstrap(difference = 79))
compare(beyond_gaussian_8, like(beyond_gaussian) between(calibrated.answer, calibrated.gaussian_8))
compare(beyond_gaussian_9, like(beyond_gaussian) between(calibrated.answer, calibrated.gaussian_9))
compare(beyond_permuted,   like(beyond_gaussian) between(calibrated.answer, calibrated.permuted))
compare(beyond_rotated,    like(beyond_gaussian) between(calibrated.answer, calibrated.rotated))

compare(k_gain_on_gaussian,
  like(bootstrap_95)
  of(trained_pwmcc) between(calibrated.gaussian, control.gaussian)
  bootstrap(difference = 79))
compare(k_gain_on_gaussian_8, like(k_gain_on_gaussian) between(calibrated.gaussian_8, control.gaussian_8))
compare(k_gain_on_gaussian_9, like(k_gain_on_gaussian) between(calibrated.gaussian_9, control.gaussian_9))

table(gains_of_k,
  of(adaptive_l0.k_gain, k_gain_on_gaussian, k_gain_on_gaussian_8, k_gain_on_gaussian_9)
  shows(difference, ci_low, ci_high, jackknife_low, jackknife_high)
  caption([The gain of the retrained $k$ over the control: on the activations, and on three draws of Gaussian rows.]))

compare(control_beyond_gaussian,   like(beyond_gaussian) between(control.answer, control.gaussian))
compare(control_beyond_gaussian_8, like(beyond_gaussian) between(control.answer, control.gaussian_8))
compare(control_beyond_gaussian_9, like(beyond_gaussian) between(control.answer, control.gaussian_9))
compare(control_beyond_permuted,   like(beyond_gaussian) between(control.answer, control.permuted))
compare(control_beyond_rotated,    like(beyond_gaussian) between(control.answer, control.rotated))

table(shares,
  of(beyond_gaussian, beyond_gaussian_8, beyond_gaussian_9, beyond_permuted, beyond_rotated,
     control_beyond_gaussian, control_beyond_gaussian_8, control_beyond_gaussian_9, control_beyond_permuted,
     control_beyond_rotated)
  shows(difference, jackknife_low, jackknife_high, share, share_low, share_high)
  caption([How much of the gain over random decoders is there on rows drawn from the activations: their gain over that on
    the activations themselves. Both intervals are jackknives.]))

claim(covariance_gives_a_gain,
  when(calibrated.gaussian.jackknife_low > calibrated.gaussian.expected_random_pwmcc
       and calibrated.gaussian_8.jackknife_low > calibrated.gaussian_8.expected_random_pwmcc
       and calibrated.gaussian_9.jackknife_low > calibrated.gaussian_9.expected_random_pwmcc, holds,
    [A part of the gain at $k = \Value{adaptive_l0.best_k}$ needs no structure but the covariance: on the three draws of
     Gaussian rows decoders gain \Rounded{calibrated.gaussian.delta}, \Rounded{calibrated.gaussian_8.delta} and
     \Rounded{calibrated.gaussian_9.delta} over random ones, on the activations \Rounded{calibrated.answer.delta}.])
  when(calibrated.gaussian.jackknife_high < calibrated.gaussian.expected_random_pwmcc
       and calibrated.gaussian_8.jackknife_high < calibrated.gaussian_8.expected_random_pwmcc
       and calibrated.gaussian_9.jackknife_high < calibrated.gaussian_9.expected_random_pwmcc, contradicted,
    [On Gaussian rows decoders agree less than random ones (difference \Rounded{calibrated.gaussian.delta}).])
  otherwise(not_resolved,
    [The gain on Gaussian rows, \Rounded{calibrated.gaussian.delta}, is not resolved on every draw.]))

claim(more_than_the_covariance,
  when(beyond_gaussian.jackknife_low > 0 and beyond_gaussian_8.jackknife_low > 0
       and beyond_gaussian_9.jackknife_low > 0, holds,
    [Another part needs more: at $k = \Value{adaptive_l0.best_k}$ decoders trained on the activations agree more than those
     trained on Gaussian rows of the same covariance, by \Rounded{beyond_gaussian.difference}
     \Jackknife{beyond_gaussian.jackknife}.])
  when(beyond_gaussian.jackknife_high < 0 and beyond_gaussian_8.jackknife_high < 0
       and beyond_gaussian_9.jackknife_high < 0, contradicted,
    [At $k = \Value{adaptive_l0.best_k}$ decoders agree more on Gaussian rows than on the activations
     (difference \Rounded{beyond_gaussian.difference}).])
  otherwise(not_resolved,
    [Whether decoders at $k = \Value{adaptive_l0.best_k}$ agree on more than the covariance is not resolved on every draw:
     \Rounded{beyond_gaussian.difference} \Jackknife{beyond_gaussian.jackknife}.]))

claim(k_needs_more_than_the_covariance,
  when(2 * k_gain_on_gaussian.jackknife_high < adaptive_l0.k_gain.jackknife_low
       and 2 * k_gain_on_gaussian_8.jackknife_high < adaptive_l0.k_gain.jackknife_low
       and 2 * k_gain_on_gaussian_9.jackknife_high < adaptive_l0.k_gain.jackknife_low, holds,
    [Most of what $k = \Value{adaptive_l0.best_k}$ gains over the control needs more than the covariance: on Gaussian rows it
     gains \Rounded{k_gain_on_gaussian.difference} \Jackknife{k_gain_on_gaussian.jackknife}, on the activations
     \Rounded{adaptive_l0.k_gain.difference} \Jackknife{adaptive_l0.k_gain.jackknife}.])
  when(2 * k_gain_on_gaussian.jackknife_low > adaptive_l0.k_gain.jackknife_high
       and 2 * k_gain_on_gaussian_8.jackknife_low > adaptive_l0.k_gain.jackknife_high
       and 2 * k_gain_on_gaussian_9.jackknife_low > adaptive_l0.k_gain.jackknife_high, contradicted,
    [Half or more of what $k = \Value{adaptive_l0.best_k}$ gains over the control is there on Gaussian rows too:
     \Rounded{k_gain_on_gaussian.difference} of \Rounded{adaptive_l0.k_gain.difference}.])
  otherwise(not_resolved,
    [Of the \Rounded{adaptive_l0.k_gain.difference} that $k = \Value{adaptive_l0.best_k}$ gains over the control,
     \Rounded{k_gain_on_gaussian.difference} \Jackknife{k_gain_on_gaussian.jackknife} are there on Gaussian rows.]))

claim(half_from_the_covariance,
  when(beyond_gaussian.share_low >= 0.5 and beyond_gaussian_8.share_low >= 0.5
       and beyond_gaussian_9.share_low >= 0.5, holds,
    [Half of the gain over random decoders at $k = \Value{adaptive_l0.best_k}$ or more is there without structure beyond the covariance:
     \Percent{beyond_gaussian.share} \PercentJackknife{beyond_gaussian.share}.])
  when(beyond_gaussian.share_high < 0.5 and beyond_gaussian_8.share_high < 0.5
       and beyond_gaussian_9.share_high < 0.5, contradicted,
    [Less than half of the gain over random decoders at $k = \Value{adaptive_l0.best_k}$ is there without structure beyond the covariance:
     \Percent{beyond_gaussian.share} \PercentJackknife{beyond_gaussian.share}.])
  otherwise(not_resolved,
    [\Percent{beyond_gaussian.share} of the gain over random decoders at $k = \Value{adaptive_l0.best_k}$ is there without structure
     beyond the covariance. The interval \PercentJackknife{beyond_gaussian.share} contains one half.]))

claim(control_within_the_covariance,
  when(control_beyond_gaussian.jackknife_high < 0 and control_beyond_gaussian_8.jackknife_high < 0
       and control_beyond_gaussian_9.jackknife_high < 0, holds,
    [The control at $k = 32$ gains nothing over this null: its decoders agree less on the activations than on Gaussian rows
     of the same covariance (difference \Rounded{control_beyond_gaussian.difference}
     \Jackknife{control_beyond_gaussian.jackknife}). On
     Gaussian rows the gain over random decoders is \Percent{control_beyond_gaussian.share} of that on the activations. So
     this gain shows no features that the seeds share.])
  when(control_beyond_gaussian.jackknife_low > 0 and control_beyond_gaussian_8.jackknife_low > 0
       and control_beyond_gaussian_9.jackknife_low > 0, contradicted,
    [The control at $k = 32$ agrees on more than the covariance too, by \Rounded{control_beyond_gaussian.difference}
     \Jackknife{control_beyond_gaussian.jackknife}.])
  otherwise(not_resolved,
    [Whether the control at $k = 32$ differs from this null is not resolved on every draw:
     \Rounded{control_beyond_gaussian.difference} \Jackknife{control_beyond_gaussian.jackknife}.]))

claim(any_draw_will_do,
  when(beyond_gaussian.jackknife_low < beyond_gaussian_8.difference
       and beyond_gaussian_8.difference < beyond_gaussian.jackknife_high
       and beyond_gaussian.jackknife_low < beyond_gaussian_9.difference
       and beyond_gaussian_9.difference < beyond_gaussian.jackknife_high
       and control_beyond_gaussian.jackknife_low < control_beyond_gaussian_8.difference
       and control_beyond_gaussian_8.difference < control_beyond_gaussian.jackknife_high
       and control_beyond_gaussian.jackknife_low < control_beyond_gaussian_9.difference
       and control_beyond_gaussian_9.difference < control_beyond_gaussian.jackknife_high, holds,
    [It does not matter which Gaussian rows are drawn: the three draws give \Rounded{beyond_gaussian.difference},
     \Rounded{beyond_gaussian_8.difference} and \Rounded{beyond_gaussian_9.difference} at
     $k = \Value{adaptive_l0.best_k}$, and \Rounded{control_beyond_gaussian.difference},
     \Rounded{control_beyond_gaussian_8.difference} and \Rounded{control_beyond_gaussian_9.difference} in the control.])
  when(beyond_gaussian.difference * beyond_gaussian_8.difference < 0
       or beyond_gaussian.difference * beyond_gaussian_9.difference < 0, contradicted,
    [The draws of Gaussian rows disagree on the sign: \Rounded{beyond_gaussian.difference},
     \Rounded{beyond_gaussian_8.difference} and \Rounded{beyond_gaussian_9.difference}.])
  otherwise(not_resolved,
    [The draws of Gaussian rows differ by more than the seeds of the autoencoders make them uncertain.]))

claim(columns_alone_give_little,
  when(2 * calibrated.permuted.delta < calibrated.answer.delta and 2 * control.permuted.delta < control.answer.delta, holds,
    [What single columns hold gives less than half of either gain: with columns permuted it is
     \Rounded{calibrated.permuted.delta} at $k = \Value{adaptive_l0.best_k}$ and \Rounded{control.permuted.delta} in the
     control.])
  when(2 * calibrated.permuted.delta >= calibrated.answer.delta
       and 2 * control.permuted.delta >= control.answer.delta, contradicted,
    [Half of both gains or more is there with columns permuted: \Rounded{calibrated.permuted.delta} at
     $k = \Value{adaptive_l0.best_k}$ and \Rounded{control.permuted.delta} in the control.])
  otherwise(not_resolved,
    [With columns permuted the gain is \Rounded{calibrated.permuted.delta} at $k = \Value{adaptive_l0.best_k}$ and
     \Rounded{control.permuted.delta} in the control: half or more of one gain, not of the other.]))

claim(axes_do_not_matter,
  when(beyond_rotated.jackknife_low <= 0 and beyond_rotated.jackknife_high >= 0
       and control_beyond_rotated.jackknife_low <= 0 and control_beyond_rotated.jackknife_high >= 0, holds,
    [No effect of the axes is shown: on rotated rows PWMCC is \Rounded{calibrated.rotated.trained_pwmcc} at
     $k = \Value{adaptive_l0.best_k}$ and \Rounded{control.rotated.trained_pwmcc} in the control, and both
     intervals contain zero.])
  when(beyond_rotated.jackknife_low > 0 and control_beyond_rotated.jackknife_low > 0, contradicted,
    [On rotated rows decoders agree less, by \Rounded{beyond_rotated.difference} and \Rounded{control_beyond_rotated.difference}:
     a part of the agreement comes from the axes.])
  otherwise(not_resolved,
    [A rotation changes PWMCC by \Rounded{beyond_rotated.difference} \Jackknife{beyond_rotated.jackknife} at $k = \Value{adaptive_l0.best_k}$ and by
     \Rounded{control_beyond_rotated.difference} \Jackknife{control_beyond_rotated.jackknife} in the control (unrotated less rotated).]))

%{
\subsection{Directions that nobody trained}

Two baselines know the input, and need no training: unit directions drawn from a Gaussian distribution with mean zero and
the covariance of the rows, and rows of the activations themselves, less their mean. Each model has its own, as many as it
has latents. Table~\ref{table:nulls.untrained} has their PWMCC.
%}

table(untrained,
  of(calibrated, control)
  shows(trained_pwmcc, random_pwmcc, covariance_pwmcc, covariance_delta, rows_pwmcc, rows_delta)
  caption([PWMCC of trained decoders, of random ones, and of directions drawn from the covariance of the rows and from the
    rows themselves.]))

claim(untrained_agree_more,
  when(calibrated.answer.covariance_pwmcc.ci_low > calibrated.answer.jackknife_high
       and control.answer.covariance_pwmcc.ci_low > control.answer.jackknife_high, holds,
    [A high PWMCC is no sign of training: directions drawn from the covariance, which nobody trained, have
     \Rounded{calibrated.answer.covariance_pwmcc}, and rows of the activations \Rounded{calibrated.answer.rows_pwmcc}. Trained
     decoders have \Rounded{calibrated.answer.trained_pwmcc} at $k = \Value{adaptive_l0.best_k}$ and
     \Rounded{control.answer.trained_pwmcc} in the control.])
  when(calibrated.answer.covariance_pwmcc.ci_high < calibrated.answer.jackknife_low
       and control.answer.covariance_pwmcc.ci_high < control.answer.jackknife_low, contradicted,
    [Trained decoders agree more than directions drawn from the covariance, which have
     \Rounded{calibrated.answer.covariance_pwmcc}, at $k = \Value{adaptive_l0.best_k}$ by
     \Rounded{calibrated.answer.covariance_delta} and in the control by \Rounded{control.answer.covariance_delta}.])
  otherwise(not_resolved,
    [Directions drawn from the covariance have \Rounded{calibrated.answer.covariance_pwmcc}: this is not above, nor below,
     the trained decoders of both stages.]))

%{
\paragraph{What it changes.} A gain over random decoders is not yet agreement on features. It has to be held against what
autoencoders gain on rows that have the covariance of the input and nothing else, with the same training. Directions drawn
from the covariance itself are no baseline for this: training starts at random directions, and how far it goes from there
counts too. Table~\ref{settings:nulls} lists the settings.
%}
