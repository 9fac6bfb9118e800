experiment(coverage_mean_not_measured, [Coverage of a mean that a stage has not])

%{
expected: coverage_mean_not_measured.m4:17: mean_of: alignment is not measured of few, expected align_to in its stage
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
  mean_of(alignment))
