experiment(leading_zero_seed, [A seed that may be octal])

%{
expected: leading_zero_seed.m4:10: seeds: '042' is not a whole number up to 999999999, without leading zeros
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(042, 123)
  epochs(2))
