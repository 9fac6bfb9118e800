experiment(compares_two_metrics, [A comparison by two metrics])

%{
expected: compares_two_metrics.m4:20: of: 'trained_pwmcc,random_pwmcc' is no metric to compare stages by, expected one of trained_pwmcc random_pwmcc covariance_pwmcc rows_pwmcc live_pwmcc matched_cosine random_matched_cosine matched_absolute_cosine random_matched_absolute_cosine mean_maximal_cosine random_mean_maximal_cosine median_maximal_cosine random_median_maximal_cosine shared_fraction random_shared_fraction explained_variance mean_squared_error held_out_explained_variance alignment rarely_firing cosine_with_start
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

stage(many,
  like(few)
  k(8))

compare(gain,
  like(bootstrap_95)
  of(trained_pwmcc, random_pwmcc)
  between(few, many)
  bootstrap(difference = 7))
