experiment(reference_seed_of_nothing, [A seed of no reference])

%{
expected: reference_seed_of_nothing.m4:12: reference_seed: there is no reference, expected align_to(stage) or with_units_of(stage) beside it
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2)
  reference_seed(42))
