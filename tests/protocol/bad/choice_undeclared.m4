experiment(choice_undeclared, [A k that nothing chose])

%{
expected: choice_undeclared.m4:9: k: 'best_k' is no choice of k declared above
%}

stage(search,
  like(topk_sae)
  k(best_k)
  seeds(42, 123)
  epochs(2))
