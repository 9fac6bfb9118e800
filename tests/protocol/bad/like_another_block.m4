experiment(like_another_block, [A stage like a transformer])

%{
expected: like_another_block.m4:7: stage(search) lacks architecture on d_sae lambda
%}

stage(search,
  like(adder)
  k(4)
  seeds(42, 123)
  epochs(2))
