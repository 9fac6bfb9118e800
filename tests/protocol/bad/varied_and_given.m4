experiment(varied_and_given, [One setting varied and fixed])

%{
expected: varied_and_given.m4:10: k is given twice, first at protocol/varied_and_given.m4:9, expected once
%}

stage(search,
  like(topk_sae)
  vary(k, 4, 8)
  k(2)
  seeds(42, 123)
  epochs(2))
