experiment(otherwise_perhaps, [Neither all nor stop])

%{
expected: otherwise_perhaps.m4:18: otherwise: 'perhaps' is neither all nor stop
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
  subject_to(explained_variance > 0.2)
  otherwise(perhaps))
