experiment(two_values, [Two values for one setting])

%{
expected: two_values.m4:11: epochs takes one value, not 2; vary(epochs, ...) takes several
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2, 4))
