experiment(held_out_whole, [All rows held out])

%{
expected: held_out_whole.m4:10: held_out: '1' is not a number between 0 and 1
%}

stage(few,
  like(topk_sae)
  k(4)
  held_out(1)
  seeds(42, 123)
  epochs(2))
