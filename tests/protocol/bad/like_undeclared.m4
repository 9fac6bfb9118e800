experiment(like_undeclared, [A stage like none])

%{
expected: like_undeclared.m4:8: like: 'sparse_sae' is not declared above
%}

stage(search,
  like(sparse_sae)
  k(4)
  seeds(42, 123)
  epochs(2))
