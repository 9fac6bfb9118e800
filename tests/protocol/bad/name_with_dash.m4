experiment(name_with_dash, [A name with a dash])

%{
expected: name_with_dash.m4:7: stage: 'se-arch' is not a name, expected lower case, digits and _, then a comma
%}

stage(se-arch,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))
