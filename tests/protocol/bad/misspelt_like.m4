experiment(misspelt_like, [A stage like one with a letter exchanged])

%{
expected: misspelt_like.m4:14: like: 'saerch' is not declared above (did you mean search?)
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

stage(again,
  like(saerch)
  epochs(4))
