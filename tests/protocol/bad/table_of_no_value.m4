experiment(table_of_no_value, [A table of what no stage has])

%{
expected: table_of_no_value.m4:15: shows: 'alignment' is no value of table_of_no_value.few
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

table(shown,
  of(few) shows(delta, alignment)
  caption([Shown]))
