experiment(title_missing)

%{
expected: title_missing.m4:1: experiment(title_missing): expected a title in brackets
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))
