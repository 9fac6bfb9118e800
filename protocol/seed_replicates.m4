experiment(seed_replicates, [Fresh seeds and held-out rows])
uses(adaptive_l0)

%{
\paragraph{Question.} The seeds of the search are among those of the retrain, so the choice and its confirmation share draws.
And explained variance is taken on the rows that were trained on. Do the conclusions depend on either?

\paragraph{What was done.} Retrain and control run again on seeds that no stage has seen, and once more on the old seeds with
rows held out.

\subsection{Seeds of their own}

Table~\ref{table:seed_replicates.fresh_retrain} has both stages on the new seeds.
%}

stage(fresh_retrain,
  like(adaptive_l0.retrain)
  seeds(3001, 3002, 3003, 3004, 3005, 3006, 3007, 3008))

stage(fresh_control,
  like(adaptive_l0.control)
  seeds(3001, 3002, 3003, 3004, 3005, 3006, 3007, 3008))

compare(fresh_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(fresh_retrain, fresh_control)
  bootstrap(difference = 37))

claim(gain_on_fresh_seeds,
  when(fresh_gain.jackknife_low > 0 and fresh_gain.difference > adaptive_l0.k_gain.jackknife_low
       and fresh_gain.difference < adaptive_l0.k_gain.jackknife_high, holds,
    [Nothing changes: on seeds that the search has not seen the gain is \Rounded{fresh_gain.difference}
     \Jackknife{fresh_gain.jackknife}, against
     \Rounded{adaptive_l0.k_gain.difference} on the seeds of the retrain; that five of these had also chosen the $k$ does not
     explain the gain.])
  when(fresh_gain.jackknife_low > 0, holds,
    [The gain is there on seeds that the search has not seen, but of another size: \Rounded{fresh_gain.difference}, outside
     the interval of the \Rounded{adaptive_l0.k_gain.difference} that was found on the seeds of the retrain.])
  otherwise(not_resolved,
    [What changes is the conclusion of follow-up 1: on seeds that the search has not seen the gain is
     \Rounded{fresh_gain.difference} \Jackknife{fresh_gain.jackknife},
     which is not resolved.]))

%{
\subsection{Rows held out}

\IfFromFile{The last rows of the file are held out.}{The last rows are held out: they are the pairs that the
transformer was validated on, so that neither it nor an autoencoder was trained on them.} Held-out EV is taken on them
alone, about their own mean. With fewer rows an epoch has fewer or smaller steps, so these stages must not be compared
with the retrain. Compare EV on rows held out with EV on rows trained on
(Tables~\ref{table:seed_replicates.retrain_held_out} and~\ref{table:seed_replicates.generalisation}).
%}

stage(retrain_held_out,
  like(adaptive_l0.retrain)
  held_out(0.1)
  bootstrap(held_out_explained_variance = 41))

stage(control_held_out,
  like(adaptive_l0.control)
  held_out(0.1)
  bootstrap(held_out_explained_variance = 41))

table(generalisation,
  of(retrain_held_out, control_held_out)
  shows(explained_variance, held_out_explained_variance, held_out_explained_variance.ci_low,
        held_out_explained_variance.ci_high)
  caption([EV of the rows trained on and of those held out.]))

claim(tradeoff_on_held_out_rows,
  when(retrain_held_out.held_out_explained_variance.ci_high < control_held_out.held_out_explained_variance.ci_low, holds,
    [Nothing changes in the tradeoff: on rows held out EV is
     \Percent{retrain_held_out.held_out_explained_variance} at $k = \Value{adaptive_l0.best_k}$
     (on rows trained on \Percent{retrain_held_out.explained_variance}) and
     \Percent{control_held_out.held_out_explained_variance} in the control
     (\Percent{control_held_out.explained_variance}), and the bootstrap intervals do not meet.])
  when(retrain_held_out.held_out_explained_variance > control_held_out.held_out_explained_variance, contradicted,
    [What changes is the tradeoff: on rows held out the choice has the higher EV,
     \Percent{retrain_held_out.held_out_explained_variance} against
     \Percent{control_held_out.held_out_explained_variance}.])
  otherwise(not_resolved,
    [What changes is the tradeoff: on rows held out the intervals of EV meet.]))

%{
\paragraph{What it changes.} \Sentence{seed_replicates.gain_on_fresh_seeds} \Sentence{seed_replicates.tradeoff_on_held_out_rows}
Table~\ref{settings:seed_replicates} lists the settings.
%}
