experiment(missing_epochs, [A stage that never says how long])

%{
expected: missing_epochs.m4:7: stage(search) lacks epochs
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123))
