experiment(normalised_unlike_counted, [Models on rows of another scale counted together])

%{
expected: normalised_unlike_counted.m4:18: normalise: mean here, but none in 'one', which with_units_of names, expected the same
%}

stage(one,
  like(topk_sae)
  k(4)
  seeds(42)
  epochs(2))

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  with_units_of(one)
  seeds(123, 456)
  normalise(mean)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
