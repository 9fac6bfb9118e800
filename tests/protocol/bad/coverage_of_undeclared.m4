experiment(coverage_of_undeclared, [Coverage of no stage])

%{
expected: coverage_of_undeclared.m4:16: of: 'most' is no stage with bootstrap seeds declared above
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

coverage(covered,
  like(bootstrap_95)
  of(few, most) simulations(10) seed(1))
