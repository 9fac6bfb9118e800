experiment(repeated_seed, [One model counted twice])

%{
expected: repeated_seed.m4:10: seeds: 42 is repeated, expected different values
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123, 42)
  epochs(2))
