%{
expected: no_experiment.m4:5: stage stands before experiment(name, [title])
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))
