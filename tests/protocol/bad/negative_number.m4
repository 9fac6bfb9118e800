experiment(negative_number, [A number below 0])

%{
expected: negative_number.m4:12: learning_rate: '-0.1' is not a number above 0
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2)
  learning_rate(-0.1))
