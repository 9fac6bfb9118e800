experiment(empty_seeds, [No seeds])

%{
expected: empty_seeds.m4:10: seeds: an empty value, expected a whole number up to 999999999, without leading zeros
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds()
  epochs(2))
