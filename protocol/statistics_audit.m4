experiment(statistics_audit, [Statistics audit])
uses(adaptive_l0)
uses(consistency_objective)

%{
Are the intervals of both follow-ups as sure as they look, is their baseline where chance puts it, and do the
latents that are compared do any work? Nothing is trained for these questions.

\subsection{Intervals}

Every pair of decoders shares its seeds with other pairs, so pairs are no independent draws, and a bootstrap over
pairs is too sure of itself. The jackknife leaves out one seed at a time: the mean over pairs is a U-statistic of
degree two, and its interval is Student's, with one degree of freedom less than there are seeds. The jackknife of a
comparison is paired by seed; its bootstrap draws both sides apart, and may be the wider of the two. In the sweep the reference is not exchangeable with the other models, since the loss pulls them to it:
there the reference is taken as given, and only the trained seeds are left out in turn.

How often such intervals cover is simulated for each candidate, with seeds that matter as much as its own pairs say:
\[ y_{ab} = \mu + e_a + e_b + r_{ab}, \]
$a$ and $b$ two seeds, $e$ and $r$ normal, their variances fitted by the method of moments (an estimate below zero counts as zero). With the
reference given, pairs with it have a mean of their own and one effect $e$. The variances themselves are
estimated from few seeds: coverages are a guide, not a measurement.
%}

coverage(covered,
  like(bootstrap_95)
  of(adaptive_l0.search, adaptive_l0.retrain, adaptive_l0.control, consistency_objective.sweep)
  simulations(1000) resamples(1000) seed(61))

claim(pairs_cover_too_little,
  when(covered.retrain.bootstrap < 0.9, holds,
    [The bootstrap over pairs promises more than it keeps: at the retrained $k$, whose seeds give a share of
     \Value{covered.retrain.from_seeds} of a pair's variance, it covers in
     \Value{covered.retrain.bootstrap} of the simulations, in the control in \Value{covered.control.bootstrap}. What
     rests on it alone is less sure than it was published.])
  otherwise(contradicted,
    [The bootstrap over pairs covers in \Value{covered.retrain.bootstrap} of the simulations at the retrained $k$ and in
     \Value{covered.control.bootstrap} in the control: the published intervals stand as they are.]))

claim(jackknife_covers,
  when(covered.retrain.jackknife + 2 * covered.retrain.jackknife_error >= 0.95
       and covered.control.jackknife + 2 * covered.control.jackknife_error >= 0.95, holds,
    [The jackknife keeps what it promises: it covers in \Value{covered.retrain.jackknife} of the simulations
     at the retrained $k$ and in \Value{covered.control.jackknife} in the control. The less the seeds matter the wider it
     is than it need be.])
  otherwise(contradicted,
    [The jackknife covers in \Value{covered.retrain.jackknife} of the simulations at the retrained $k$ and in
     \Value{covered.control.jackknife} in the control: its intervals are too narrow as well.]))

claim(gain_of_low_l0_stands,
  when(adaptive_l0.k_gain.jackknife_low > 0, holds,
    [Nothing changes for retrain against control: with a seed left out of both at a time, the gain of
     \Value{adaptive_l0.k_gain.difference} has the interval $\langle$\Value{adaptive_l0.k_gain.jackknife_low},
     \Value{adaptive_l0.k_gain.jackknife_high}$\rangle$ instead of [\Value{adaptive_l0.k_gain.ci_low},
     \Value{adaptive_l0.k_gain.ci_high}], above zero all the same.])
  otherwise(not_resolved,
    [The gain of the retrained $k$ over the control is no longer resolved: the jackknife's interval is
     $\langle$\Value{adaptive_l0.k_gain.jackknife_low}, \Value{adaptive_l0.k_gain.jackknife_high}$\rangle$.]))

compare(first_in_search,
  like(bootstrap_95)
  of(trained_pwmcc) between(adaptive_l0.search.k4, adaptive_l0.search.k8)
  bootstrap(difference = 67))

claim(search_ranks_its_best,
  when(first_in_search.jackknife_low > 0, holds,
    [Nothing changes for the choice: by the jackknife too, the search tells the first $k$ of its grid from the second,
     $\langle$\Value{first_in_search.jackknife_low}, \Value{first_in_search.jackknife_high}$\rangle$.])
  when(first_in_search.ci_low > 0, not_resolved,
    [What changes is the choice: the bootstrap tells the first two $k$ of the grid apart,
     [\Value{first_in_search.ci_low}, \Value{first_in_search.ci_high}], the jackknife,
     $\langle$\Value{first_in_search.jackknife_low}, \Value{first_in_search.jackknife_high}$\rangle$, does not. That the
     search ranks one above the other is no evidence between them.])
  otherwise(not_resolved,
    [Neither interval tells the first two $k$ of the grid apart: a rank in the search is no evidence between them.]))

claim(sweep_given_its_reference,
  when(consistency_objective.lambda_gain.jackknife_low <= 0, holds,
    [Nothing changes for the sweep: given the reference, the gain's interval is
     $\langle$\Value{consistency_objective.lambda_gain.jackknife_low},
     \Value{consistency_objective.lambda_gain.jackknife_high}$\rangle$ and holds zero, with pairs that contain the
     reference gaining \Value{consistency_objective.lambda_gain.with_reference} and all others
     \Value{consistency_objective.lambda_gain.without_reference}.])
  otherwise(contradicted,
    [What changes is the sweep: given the reference, the gain is resolved,
     $\langle$\Value{consistency_objective.lambda_gain.jackknife_low},
     \Value{consistency_objective.lambda_gain.jackknife_high}$\rangle$; pairs without the reference gain
     \Value{consistency_objective.lambda_gain.without_reference}.]))

%{
\subsection{The random baseline}

The baseline is a sample too, of as many random decoders as there are seeds. Its expectation is an integral: in $d$
dimensions, and with $m$ random directions to choose from, the largest $|\cos|$ has the mean
\[ \int_0^1 \bigl(1 - F(t)^m\bigr) \, dt, \qquad F(t) = I_{t^2}\bigl(\tfrac12, \tfrac{d-1}2\bigr), \]
$I$ being the regularised incomplete beta function.
%}

table(baseline,
  of(adaptive_l0.search, adaptive_l0.retrain, adaptive_l0.control, consistency_objective.sweep)
  shows(random_pwmcc, expected_random_pwmcc, random_deviation, delta, expected_delta)
  caption([The random baseline beside its expectation, and the gain over each.]))

claim(gains_over_the_expected,
  when(adaptive_l0.search.k32.jackknife_low > adaptive_l0.search.k32.expected_random_pwmcc
       and adaptive_l0.search.k32.random_deviation < 0, holds,
    [What changes is how large the smallest gains are: the baseline of the search lies
     \Value{adaptive_l0.search.k32.random_deviation} from its expectation, so that $\Delta$ at $k = 32$, published as
     \Value{published.adaptive_l0.search.k32.delta}, shrinks from \Value{adaptive_l0.search.k32.delta} to
     \Value{adaptive_l0.search.k32.expected_delta}; the jackknife's interval lies above the expectation still.])
  when(adaptive_l0.search.k32.random_deviation >= 0, contradicted,
    [The baseline of the search lies \Value{adaptive_l0.search.k32.random_deviation} from its expectation: no gain is
     smaller than it looks.])
  otherwise(not_resolved,
    [What changes is whether $k = 32$ gains at all in the search: over the expectation of the baseline $\Delta$ is
     \Value{adaptive_l0.search.k32.expected_delta}, and the jackknife's interval reaches down to it.]))

%{
\subsection{What is compared}

PWMCC takes every latent alike, those too that hardly any row keeps and those that training has hardly moved. The gain
of live latents is held against random decoders that have as few.
%}

table(latents,
  of(adaptive_l0.search, adaptive_l0.retrain, adaptive_l0.control, consistency_objective.sweep)
  shows(cosine_with_start, rarely_firing, trained_pwmcc, live_pwmcc, expected_delta, live_delta)
  caption([How alike each decoder is to its start; the share of latents that are kept on fewer than one row in a
    thousand; PWMCC of all latents and of the others, the live ones, and the gain of both over the expected.]))

claim(idle_latents_dilute,
  when(adaptive_l0.retrain.live_delta > adaptive_l0.retrain.expected_delta
       and adaptive_l0.control.rarely_firing < adaptive_l0.retrain.rarely_firing, holds,
    [The gain at the retrained $k$ is understated, if anything: without its idle latents $\Delta$ rises from
     \Value{adaptive_l0.retrain.expected_delta} to \Value{adaptive_l0.retrain.live_delta}, against
     \Value{adaptive_l0.control.live_delta} in the control, of whose latents a share of
     \Value{adaptive_l0.control.rarely_firing} is idle.])
  otherwise(contradicted,
    [Idle latents hide no gain: without them $\Delta$ at the retrained $k$ is \Value{adaptive_l0.retrain.live_delta}
     instead of \Value{adaptive_l0.retrain.expected_delta}, and \Value{adaptive_l0.control.live_delta} in the control.]))

claim(further_from_the_start,
  when(adaptive_l0.retrain.cosine_with_start < adaptive_l0.control.cosine_with_start
       and adaptive_l0.retrain.cosine_with_start > 0.5, holds,
    [What changes is what the comparison means: the $k$ that gains more has also moved further from its start (mean cosine
     \Value{adaptive_l0.retrain.cosine_with_start} against \Value{adaptive_l0.control.cosine_with_start}), and neither
     has moved far. Some of the gain may be progress in training, not agreement once trained.])
  otherwise(contradicted,
    [The gain does not go with a longer way from the start: mean cosine
     \Value{adaptive_l0.retrain.cosine_with_start} at the retrained $k$, \Value{adaptive_l0.control.cosine_with_start} in
     the control.]))

%{
\subsection{Intervals of explained variance}

EV has one value for each model, and models of different seeds are independent. So its bootstrap is over seeds. With as
few seeds as here it is too narrow for two reasons: it has the bounds of a normal distribution where Student's have to be
wider, and the spread of $n$ resampled numbers is that of a sum divided by $n$, not by $n - 1$. The jackknife of such a
mean is Student's interval, which is exact for normal numbers.

How often both cover is simulated for each candidate, with normal numbers of the same mean and standard deviation, as
many as it has models. The result depends on that number alone, so it holds for the other stages, for MSE and for EV of
rows held out too.
%}

coverage(quality_covered,
  like(bootstrap_95)
  of(adaptive_l0.search, adaptive_l0.retrain, adaptive_l0.control)
  mean_of(explained_variance)
  simulations(1000) resamples(1000) seed(71))

%{
Few conclusions rest on an interval of EV. In the follow-ups it is the tradeoff of the first one
(Section~\ref{section:adaptive_l0})\IfRun{answer_leak}{; of what is added here it is the same tradeoff without the leak
(Section~\ref{section:answer_leak})}{}\IfRun{seed_replicates}{ and on rows held out
(Section~\ref{section:seed_replicates})}{}. Both choices hold means of EV against a bound, not intervals.
%}

claim(quality_covers_too_little,
  when(quality_covered.retrain.bootstrap + 2 * quality_covered.retrain.bootstrap_error < 0.95
       and quality_covered.control.bootstrap + 2 * quality_covered.control.bootstrap_error < 0.95, holds,
    [The bootstrap over seeds promises more than it keeps as well: for EV it covers in
     \Value{quality_covered.retrain.bootstrap} of the simulations at the retrained $k$, in
     \Value{quality_covered.control.bootstrap} in the control, and in \Value{quality_covered.search.k32.bootstrap} with
     the fewer seeds of the search. The jackknife covers in \Value{quality_covered.retrain.jackknife},
     \Value{quality_covered.control.jackknife} and \Value{quality_covered.search.k32.jackknife}.])
  when(quality_covered.retrain.bootstrap - 2 * quality_covered.retrain.bootstrap_error >= 0.95
       and quality_covered.control.bootstrap - 2 * quality_covered.control.bootstrap_error >= 0.95, contradicted,
    [The bootstrap over seeds keeps what it promises: for EV it covers in \Value{quality_covered.retrain.bootstrap} of the
     simulations at the retrained $k$ and in \Value{quality_covered.control.bootstrap} in the control.])
  otherwise(not_resolved,
    [These simulations do not tell the coverage of the bootstrap over seeds,
     \Value{quality_covered.retrain.bootstrap} at the retrained $k$ and \Value{quality_covered.control.bootstrap} in the
     control, from its level.]))

claim(tradeoff_by_jackknife,
  when(quality_covered.retrain.jackknife_high < quality_covered.control.jackknife_low, holds,
    [Nothing changes for the tradeoff: by the jackknife too the intervals of EV do not meet,
     $\langle$\Value{quality_covered.retrain.jackknife_low}, \Value{quality_covered.retrain.jackknife_high}$\rangle$ at the
     retrained $k$ and $\langle$\Value{quality_covered.control.jackknife_low},
     \Value{quality_covered.control.jackknife_high}$\rangle$ in the control.])
  when(quality_covered.retrain.jackknife_low > quality_covered.control.jackknife_high, contradicted,
    [There is no tradeoff: by the jackknife the retrained $k$ has the higher EV,
     $\langle$\Value{quality_covered.retrain.jackknife_low}, \Value{quality_covered.retrain.jackknife_high}$\rangle$ against
     $\langle$\Value{quality_covered.control.jackknife_low}, \Value{quality_covered.control.jackknife_high}$\rangle$ in the
     control.])
  otherwise(not_resolved,
    [What changes is the tradeoff: by the jackknife the intervals of EV meet,
     $\langle$\Value{quality_covered.retrain.jackknife_low}, \Value{quality_covered.retrain.jackknife_high}$\rangle$ at the
     retrained $k$ and $\langle$\Value{quality_covered.control.jackknife_low},
     \Value{quality_covered.control.jackknife_high}$\rangle$ in the control.]))
