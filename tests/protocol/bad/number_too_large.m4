experiment(number_too_large, [A number that the run cannot count to])

%{
expected: number_too_large.m4:11: epochs: '3000000000' is not a whole number from 1 to 999999999
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(3000000000))
