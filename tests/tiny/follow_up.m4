experiment(follow_up, [Another transformer, another position, more epochs])
uses(adaptive)

%{
What a researcher adds is this file and nothing else. It gives \Value{longer_gain.difference}: Tables~\ref{table:follow_up.replicates} to~\ref{table:follow_up.shown}, Figure~\ref{figure:follow_up.loss_of_longer}, Table~\ref{settings:follow_up}.
%}

transformer(adder_1, like(adder) seed(1))
activations(answer_1, like(answer) from(adder_1))
activations(earlier, like(answer) position(4))

stage(replicates,
  like(adaptive.retrain)
  vary(on, answer, answer_1))

stage(elsewhere,
  like(adaptive.retrain)
  on(earlier))

stage(longer,
  like(adaptive.control)
  epochs(6))

compare(longer_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(longer, adaptive.control)
  bootstrap(difference = 7))

claim(longer_helps,
  when(longer_gain.ci_low > 0, holds, [It does, by \Value{longer_gain.difference}.])
  otherwise(not_resolved, [It may.]))

figure(loss_of_longer,
  draws(training_loss) of(longer, adaptive.control)
  caption([Loss by epoch.]))

coverage(covered,
  like(bootstrap_95)
  of(replicates, adaptive.sweep)
  simulations(10) seed(5))

coverage(quality_covered,
  like(bootstrap_95)
  of(replicates) mean_of(mean_squared_error)
  simulations(10) seed(5))

table(shown,
  of(replicates)
  shows(random_deviation, live_pwmcc)
  caption([Live latents.]))
