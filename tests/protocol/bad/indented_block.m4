experiment(indented_block, [A block that does not begin its line])

%{
expected: indented_block.m4:13: stage must begin in column 1
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

  stage(again,
  like(search)
  k(8))
