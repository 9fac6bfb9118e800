experiment(hole_in_list, [A list with a hole])

%{
expected: hole_in_list.m4:10: seeds: an empty value, expected a whole number up to 999999999, without leading zeros
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, , 123)
  epochs(2))
