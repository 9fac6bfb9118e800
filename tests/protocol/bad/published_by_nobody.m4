experiment(published_by_nobody, [A published value that its publication does not have])

%{
expected: published_by_nobody.m4:15: when: 'paper.published_by_nobody.search.delta' is no value known here, expected the id of one declared above
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

claim(alike,
  when(search.delta > paper.published_by_nobody.search.delta, holds, [Yes.])
  otherwise(not_resolved, [No.]))
