experiment(published_nowhere, [A published claim without its place])

%{
expected: published_nowhere.m4:25: published: expected a claim and where it stands
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

stage(many,
  like(few)
  k(8))

compare(gain,
  like(bootstrap_95)
  of(trained_pwmcc)
  between(few, many)
  bootstrap(difference = 7))

claim(few_help,
  published([x])
  otherwise(not_resolved, [Unclear.]))
