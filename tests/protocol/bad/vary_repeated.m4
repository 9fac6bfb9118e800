experiment(vary_repeated, [One candidate twice])

%{
expected: vary_repeated.m4:9: k: 4 is repeated, expected different values
%}

stage(search,
  like(topk_sae)
  vary(k, 4, 8, 4)
  seeds(42, 123)
  epochs(2))
