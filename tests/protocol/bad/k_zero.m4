experiment(k_zero, [No latent is kept])

%{
expected: k_zero.m4:9: k: '0' is not a whole number from 1 to 999999999
%}

stage(search,
  like(topk_sae)
  k(0)
  seeds(42, 123)
  epochs(2))
