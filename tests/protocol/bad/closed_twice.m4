experiment(closed_twice, [A ) too many])

%{
expected: closed_twice.m4:11: ) closes nothing
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2)))
