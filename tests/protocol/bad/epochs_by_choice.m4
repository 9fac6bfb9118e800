experiment(epochs_by_choice, [Epochs by a name])

%{
expected: epochs_by_choice.m4:19: epochs: 'longest' is not a whole number from 1 to 999999999
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  vary(epochs, 1, 2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

choose(longest,
  from(few) maximise(delta) otherwise(all))

stage(again,
  like(few)
  epochs(longest))
