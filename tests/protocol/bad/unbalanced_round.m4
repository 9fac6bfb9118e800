experiment(unbalanced_round, [A ( that is not closed])

%{
expected: unbalanced_round.m4:7: ( is not closed in stage(...), which ends before line 13
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2)

stage(again,
  like(search)
  k(8))
