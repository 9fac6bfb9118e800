experiment(consistency_objective, [Consistency-first objective sweep])

%{
prose
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

choose(best_lambda,
  from(sweep)
  maximise(delta_lcb, delta, alignment)
  subject_to(explained_variance >= sweep.lambda0.explained_variance - 0.05)
  otherwise(all))

compare(lambda_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(sweep.best_lambda, sweep.lambda0)
  bootstrap(difference = 53))

claim(objective_helps,
  published([Directionally positive, but effect size is small and not statistically resolved in this run.], [Follow-up 2, interpretation])
  when(lambda_gain.difference > 0 and lambda_gain.ci_low <= 0, holds, [Positive and not resolved.])
  when(lambda_gain.ci_low > 0, contradicted, [Resolved.])
  otherwise(contradicted, [Not positive.]))
