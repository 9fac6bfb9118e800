experiment(shared_from_one, [No latent could be shared])

%{
expected: shared_from_one.m4:13: shared_from: '1' is not a number between 0 and 1
%}

stage(matched,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4)
  shared_from(1))
