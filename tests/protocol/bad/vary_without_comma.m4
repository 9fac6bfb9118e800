experiment(vary_without_comma, [A comma forgotten in a list])

%{
expected: vary_without_comma.m4:9: vary: 'k 4' is no setting of a stage
%}

stage(search,
  like(topk_sae)
  vary(k 4, 8)
  seeds(42, 123)
  epochs(2))
