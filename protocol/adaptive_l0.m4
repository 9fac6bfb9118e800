experiment(adaptive_l0, [Adaptive L0 calibration])

%{
prose of the section, LaTeX, with \Value{search.k4.delta} where a number belongs
%}

stage(search,
  like(topk_sae, bootstrap_95)
  vary(k, 4, 8, 12, 16, 24, 32, 48, 64)
  seeds(42, 123, 456, 789, 1011)
  epochs(25)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37))

choose(best_k,
  from(search)
  maximise(delta_lcb, delta, explained_variance)
  subject_to(explained_variance >= 0.20)
  otherwise(all))

stage(retrain,
  like(search)
  k(best_k)
  seeds(42, 123, 456, 789, 1011, 2022, 2023, 2024)
  epochs(40))

stage(control,
  like(retrain)
  k(32))

compare(k_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(retrain, control)
  bootstrap(difference = 37))

claim(lower_l0_helps,
  published([Strong evidence that lower L0 (here $k=4$) improves cross-seed consistency over $k=32$.], [Follow-up 1, interpretation])
  when(k_gain.ci_low > 0, holds, [Lower L0 improves consistency, by \Value{k_gain.difference}.])
  when(k_gain.ci_high < 0, contradicted, [Lower L0 harms consistency.])
  otherwise(not_resolved, [The interval holds zero.]))
