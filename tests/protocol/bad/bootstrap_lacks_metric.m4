experiment(bootstrap_lacks_metric, [Bootstrap of three metrics of four])

%{
expected: bootstrap_lacks_metric.m4:7: stage(search): bootstrap lacks mean_squared_error, expected mean_squared_error = seed
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2,
            explained_variance = 3))
