experiment(align_to_several, [A reference of two models])

%{
expected: align_to_several.m4:16: align_to: 'search' is more than one model, expected a stage that varies nothing, of one seed or with a reference_seed
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

stage(aligned,
  like(search)
  lambda(1e-3)
  align_to(search))
