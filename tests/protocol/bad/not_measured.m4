experiment(not_measured, [A comparison by what one of its stages lacks])

%{
expected: not_measured.m4:21: of: matched_cosine is not measured of not_measured.plain, expected shared_from in its stage
%}

stage(plain,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

stage(matched,
  like(plain)
  k(8)
  shared_from(0.7))

compare(gain,
  like(bootstrap_95)
  of(matched_cosine) between(matched, plain)
  bootstrap(difference = 5))
