experiment(choice_of_another_setting, [A batch for a k])

%{
expected: choice_of_another_setting.m4:22: k: 'best' is no choice of k declared above
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  vary(batch, 2, 4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

choose(best,
  from(search)
  maximise(delta)
  otherwise(all))

stage(retrain,
  like(search)
  k(best))
