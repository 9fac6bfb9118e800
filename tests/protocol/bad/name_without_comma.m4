experiment(name_without_comma, [A comma forgotten behind a name])

%{
expected: name_without_comma.m4:7: stage: 'search' is not a name, expected lower case, digits and _, then a comma
%}

stage(search
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))
