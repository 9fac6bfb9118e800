experiment(held_out_not_resampled, [Rows held out, and no seed for their interval])

%{
expected: held_out_not_resampled.m4:7: stage(few): bootstrap lacks held_out_explained_variance, expected held_out_explained_variance = seed
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  held_out(0.1)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
