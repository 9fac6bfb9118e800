experiment(not_a_number, [A word where a number belongs])

%{
expected: not_a_number.m4:11: epochs: 'many' is not a whole number from 1 to 999999999
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(many))
