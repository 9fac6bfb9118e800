experiment(matched_of_a_point, [A curve through one candidate])

%{
expected: matched_of_a_point.m4:18: between: 'few' is no stage declared above that varies one setting and has bootstrap seeds
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

stage(curve, like(few) vary(epochs, 1, 2))

matched(gap,
  like(bootstrap_95)
  of(trained_pwmcc) at(explained_variance) between(curve, few))
