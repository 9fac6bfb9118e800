experiment(coverage_without_simulations, [Coverage that nothing simulates])

%{
expected: coverage_without_simulations.m4:14: coverage(covered) lacks simulations
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

coverage(covered,
  like(bootstrap_95)
  of(few) seed(1))
