experiment(choice_of_nothing, [A choice from a stage of one candidate])

%{
expected: choice_of_nothing.m4:15: from: 'search' must vary one setting and have bootstrap seeds
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

choose(best_k,
  from(search)
  maximise(delta)
  otherwise(all))
