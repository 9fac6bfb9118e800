experiment(criterion_of_metric_it_lacks, [A criterion on a metric that the stage does not have])

%{
expected: criterion_of_metric_it_lacks.m4:17: subject_to: 'alignment' is no value known here, expected the id of one declared above
%}

stage(few,
  like(topk_sae, bootstrap_95)
  vary(k, 4, 8)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

choose(best_k,
  from(few)
  maximise(delta)
  subject_to(alignment > 0)
  otherwise(all))
