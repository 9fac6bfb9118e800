experiment(uses_missing, [Another protocol that is not there])

%{
expected: uses_missing.m4:7: uses: there is no protocol/adaptive_l1.m4
%}

uses(adaptive_l1)

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))
