experiment(criterion_of_unknown_value, [A criterion on a metric that is not measured])

%{
expected: criterion_of_unknown_value.m4:17: subject_to: 'accuracy' is no value known here, expected the id of one declared above
%}

stage(search,
  like(topk_sae, bootstrap_95)
  vary(k, 2, 4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

choose(best_k,
  from(search)
  maximise(delta)
  subject_to(accuracy > 0.9)
  otherwise(all))
