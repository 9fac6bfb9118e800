experiment(vary_nothing, [A variation of no values])

%{
expected: vary_nothing.m4:9: vary(k) is empty, expected a list of values
%}

stage(search,
  like(topk_sae)
  vary(k)
  seeds(42, 123)
  epochs(2))
