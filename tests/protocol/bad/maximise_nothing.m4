experiment(maximise_nothing, [Best by nothing])

%{
expected: maximise_nothing.m4:16: maximise is empty, expected a value
%}

stage(search,
  like(topk_sae, bootstrap_95)
  vary(k, 2, 4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

choose(best_k,
  from(search)
  maximise()
  otherwise(all))
