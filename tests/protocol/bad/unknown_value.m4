experiment(unknown_value, [A number in prose that the run does not give])

%{
expected: unknown_value.m4:14: \Value: 'search.delta' is no value known here
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

%{
The mean is \Value{search.delta} here.
%}
