experiment(coverage_mean_of_pairs, [Coverage of a mean over pairs])

%{
expected: coverage_mean_of_pairs.m4:17: mean_of: 'trained_pwmcc' is no metric of models with an interval, expected one of explained_variance mean_squared_error held_out_explained_variance alignment
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 43)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

coverage(covered,
  like(bootstrap_95)
  of(few) simulations(10) seed(1)
  mean_of(trained_pwmcc))
