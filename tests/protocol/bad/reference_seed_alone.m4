experiment(reference_seed_alone, [A reference and nothing else])

%{
expected: reference_seed_alone.m4:16: seeds: only that of the reference, 42, expected others
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

stage(aligned,
  like(search)
  lambda(1e-3)
  seeds(42)
  align_to(search)
  reference_seed(42))
