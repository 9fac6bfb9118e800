experiment(nulls, [Rows drawn from others])
uses(adaptive)

%{
On Gaussian rows the gain is \Value{retrain.gaussian.delta}: Table~\ref{table:nulls.retrain}, Table~\ref{table:nulls.untrained}, Figure~\ref{figure:nulls.by_input}, Table~\ref{settings:nulls}.
%}

activations(gaussian, like(answer) drawn_like(answer) seed(7))
activations(permuted, permuted_like(answer) seed(7))
activations(rotated, rotated_like(answer) seed(7))
activations(twice, like(gaussian) permuted_like(rotated) seed(8))

stage(retrain,
  like(adaptive.retrain)
  vary(on, answer, gaussian, permuted, rotated, twice)
  covariance_seed_offset(200000) rows_seed_offset(300000)
  bootstrap(covariance_pwmcc = 71, rows_pwmcc = 73))

compare(beyond,
  like(bootstrap_95)
  of(trained_pwmcc) between(retrain.answer, retrain.gaussian)
  gain_over(random_pwmcc)
  bootstrap(difference = 7))

table(untrained,
  of(retrain)
  shows(covariance_pwmcc, covariance_delta, rows_pwmcc, rows_delta)
  caption([Directions that nobody trained.]))

figure(by_input,
  draws(consistency_by_input) of(retrain)
  caption([By input.]))
