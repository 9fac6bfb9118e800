experiment(k_above_d_sae, [More latents kept than there are])

%{
expected: k_above_d_sae.m4:9: k: 129 is above d_sae 128
%}

stage(search,
  like(topk_sae)
  k(129)
  seeds(42, 123)
  epochs(2))
