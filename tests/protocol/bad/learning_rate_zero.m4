experiment(learning_rate_zero, [A step of no length])

%{
expected: learning_rate_zero.m4:10: learning_rate: '0.0' is not a number above 0
%}

stage(search,
  like(topk_sae)
  k(4)
  learning_rate(0.0)
  seeds(42, 123)
  epochs(2))
