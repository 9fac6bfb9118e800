experiment(candidate_undeclared, [A comparison with a candidate that was not tried])

%{
expected: candidate_undeclared.m4:17: between: 'search.k5' is no stage of one candidate, nor stage.candidate
%}

stage(search,
  like(topk_sae, bootstrap_95)
  vary(k, 2, 4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

compare(gain,
  like(bootstrap_95)
  of(trained_pwmcc)
  between(search.k2, search.k5)
  bootstrap(difference = 7))
