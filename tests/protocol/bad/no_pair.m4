experiment(no_pair, [Bootstrap over pairs of one model])

%{
expected: no_pair.m4:10: seeds: one seed makes no pair, expected two or more
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
