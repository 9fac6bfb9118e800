experiment(compares_metric_it_lacks, [A metric that one of two stages does not have])

%{
expected: compares_metric_it_lacks.m4:21: of: held_out_explained_variance is not measured of compares_metric_it_lacks.few, expected held_out in its stage
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

stage(held,
  like(few)
  held_out(0.1)
  bootstrap(held_out_explained_variance = 5))

compare(gain,
  like(bootstrap_95)
  of(held_out_explained_variance) between(held, few)
  bootstrap(difference = 6))
