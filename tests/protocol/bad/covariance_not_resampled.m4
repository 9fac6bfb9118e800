experiment(covariance_not_resampled, [Untrained directions without a seed for their interval])

%{
expected: covariance_not_resampled.m4:7: stage(search): bootstrap lacks covariance_pwmcc, expected covariance_pwmcc = seed
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4) seeds(42, 123) epochs(2)
  covariance_seed_offset(200000)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37))
