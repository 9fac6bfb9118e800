experiment(misspelt_interval, [An interval in prose whose id has a letter exchanged])

%{
expected: misspelt_interval.m4:15: \Bootstrap: 'search.trained_pwmcc.cj_low' is no value known here (did you mean search.trained_pwmcc.ci_low?)
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

%{
The mean is \Bootstrap{search.trained_pwmcc.cj} here.
%}
