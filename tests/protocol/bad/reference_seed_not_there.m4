experiment(reference_seed_not_there, [A reference that nobody trains])

%{
expected: reference_seed_not_there.m4:17: reference_seed: 7 is no seed of 'search', expected one of 42 123
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

stage(aligned,
  like(search)
  lambda(1e-3)
  align_to(search)
  vary(reference_seed, 42, 7))
