experiment(held_out_unlike_counted, [Models of other rows counted together])

%{
expected: held_out_unlike_counted.m4:17: held_out: none here, but 0.1 in 'one', which with_units_of names, expected the same
%}

stage(one,
  like(topk_sae)
  k(4)
  held_out(0.1)
  seeds(42)
  epochs(2))

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  with_units_of(one)
  seeds(123, 456)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
