experiment(coverage_of_one_twice, [Coverage of two stages of one name])

%{
expected: coverage_of_one_twice.m4:16: of: two stages are called few, expected different names
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

coverage(covered,
  like(bootstrap_95)
  of(few, few) simulations(10) seed(1))
