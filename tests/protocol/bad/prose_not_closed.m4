experiment(prose_not_closed, [Prose without an end])

%{
expected: prose_not_closed.m4:13: %{ without a %} after it
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

%{
Here it goes on.

stage(again,
  like(search)
  k(8))
