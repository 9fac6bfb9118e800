experiment(unknown_metric, [Best by what is not measured])

%{
expected: unknown_metric.m4:16: maximise: 'accuracy' is no metric, expected some of trained_pwmcc random_pwmcc explained_variance mean_squared_error delta delta_lcb jackknife_low jackknife_high expected_random_pwmcc random_deviation expected_delta normalised_gain rarely_firing live_pwmcc live_delta cosine_with_start
%}

stage(search,
  like(topk_sae, bootstrap_95)
  vary(k, 2, 4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

choose(best_k,
  from(search)
  maximise(delta, accuracy)
  otherwise(all))
