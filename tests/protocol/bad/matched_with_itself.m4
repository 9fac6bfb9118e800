experiment(matched_with_itself, [A curve held against itself])

%{
expected: matched_with_itself.m4:16: between: 'few' is matched with itself, expected two stages
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  vary(epochs, 1, 2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

matched(gap,
  like(bootstrap_95)
  of(trained_pwmcc) at(explained_variance) between(few, few))
