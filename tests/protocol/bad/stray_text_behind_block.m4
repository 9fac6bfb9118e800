experiment(stray_text_behind_block, [A sentence behind a block])

%{
expected: stray_text_behind_block.m4:11: 'Now comes the rest.' stands behind the block's end
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2)) Now comes the rest.
