experiment(bootstrap_unknown_metric, [Bootstrap of what is not measured])

%{
expected: bootstrap_unknown_metric.m4:12: bootstrap: nothing here is resampled for accuracy, expected trained_pwmcc random_pwmcc explained_variance mean_squared_error
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, accuracy = 5, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
