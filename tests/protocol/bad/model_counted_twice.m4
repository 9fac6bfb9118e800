experiment(model_counted_twice, [A model that is its own reference])

%{
expected: model_counted_twice.m4:15: seeds: 42 is a seed of 'search' too, expected different models
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42)
  epochs(2))

stage(again,
  like(search)
  seeds(42, 7)
  with_units_of(search)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
