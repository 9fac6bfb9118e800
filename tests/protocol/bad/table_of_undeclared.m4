experiment(table_of_undeclared, [A table of no stage])

%{
expected: table_of_undeclared.m4:15: of: 'many' is no stage with bootstrap seeds declared above
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

table(shown,
  of(few, many) shows(delta)
  caption([Shown]))
