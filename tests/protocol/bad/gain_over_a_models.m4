experiment(gain_over_a_models, [A gain over what is no metric of pairs])

%{
expected: gain_over_a_models.m4:14: gain_over: 'explained_variance' is no metric, expected some of trained_pwmcc random_pwmcc live_pwmcc
%}

stage(search,
  like(topk_sae, bootstrap_95)
  vary(k, 4, 8) seeds(42, 123) epochs(2)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37))

compare(share,
  like(bootstrap_95) of(trained_pwmcc) between(search.k4, search.k8)
  gain_over(explained_variance)
  bootstrap(difference = 5))
