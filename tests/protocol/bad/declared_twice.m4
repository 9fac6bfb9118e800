experiment(declared_twice, [Two stages of one name])

%{
expected: declared_twice.m4:13: search is declared twice, first at protocol/declared_twice.m4:7
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

stage(search,
  like(topk_sae)
  k(8)
  seeds(1, 2)
  epochs(2))
