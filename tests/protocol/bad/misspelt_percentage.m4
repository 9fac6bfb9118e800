experiment(misspelt_percentage, [A percentage in prose whose id has a letter exchanged])

%{
expected: misspelt_percentage.m4:15: \Percent: 'search.dalta' is no value known here (did you mean search.delta?)
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

%{
The mean is \Percent{search.dalta} here.
%}
