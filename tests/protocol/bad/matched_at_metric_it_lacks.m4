experiment(matched_at_metric_it_lacks, [Two curves at equal values of what they do not have])

%{
expected: matched_at_metric_it_lacks.m4:18: at: alignment is not measured of matched_at_metric_it_lacks.few, expected align_to in its stage
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  vary(epochs, 1, 2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

stage(other, like(few) k(8))

matched(gap,
  like(bootstrap_95)
  of(trained_pwmcc) at(alignment) between(few, other))
