experiment(compares_one, [A comparison of one stage])

%{
expected: compares_one.m4:21: between: expected two stages
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

stage(many,
  like(few)
  k(8))

compare(gain,
  like(bootstrap_95)
  of(trained_pwmcc)
  between(few)
  bootstrap(difference = 7))
