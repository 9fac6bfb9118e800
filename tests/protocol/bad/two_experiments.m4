experiment(two_experiments, [Two experiments in one file])

%{
expected: two_experiments.m4:13: experiment stands in line 1 already, expected one a file
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

experiment(two_experiments, [Another])
