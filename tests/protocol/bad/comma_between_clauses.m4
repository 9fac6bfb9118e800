experiment(comma_between_clauses, [Commas as in C])

%{
expected: comma_between_clauses.m4:8: a comma between clauses, expected blanks (a text with commas stands in brackets)
%}

stage(search,
  like(topk_sae),
  k(4),
  seeds(42, 123),
  epochs(2))
