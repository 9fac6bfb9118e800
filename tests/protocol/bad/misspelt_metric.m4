experiment(misspelt_metric, [Best by a metric with two letters exchanged])

%{
expected: misspelt_metric.m4:16: maximise: 'dleta' is no metric (did you mean delta?), expected some of trained_pwmcc random_pwmcc explained_variance mean_squared_error delta delta_lcb jackknife_low jackknife_high expected_random_pwmcc random_deviation expected_delta normalised_gain rarely_firing live_pwmcc live_delta cosine_with_start
%}

stage(search,
  like(topk_sae, bootstrap_95)
  vary(k, 2, 4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

choose(best_k,
  from(search)
  maximise(dleta)
  otherwise(all))
