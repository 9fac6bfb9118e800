experiment(given_twice, [One setting said twice])

%{
expected: given_twice.m4:12: epochs is given twice, first at protocol/given_twice.m4:11, expected once
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2)
  epochs(4))
