experiment(table_of_unmeasured, [A table of a metric that its stage does not ask for])

%{
expected: table_of_unmeasured.m4:16: shows: 'shared_fraction' is no value of table_of_unmeasured.plain
%}

stage(plain,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

table(shown,
  of(plain)
  shows(trained_pwmcc, shared_fraction)
  caption([Of one stage.]))
