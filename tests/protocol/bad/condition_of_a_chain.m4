experiment(condition_of_a_chain, [Three numbers in a row])

%{
expected: condition_of_a_chain.m4:25: when: '0 < gain.ci_low < 1' is no condition, expected a comparison such as gain.ci_low > 0
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
  when(0 < gain.ci_low < 1, holds, [Few help.])
  otherwise(not_resolved, [Unclear.]))
