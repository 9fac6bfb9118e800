experiment(bootstrap_malformed, [Bootstrap without an equals sign])

%{
expected: bootstrap_malformed.m4:12: bootstrap: 'trained_pwmcc 1' is malformed, expected metric = seed
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
