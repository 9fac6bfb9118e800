experiment(like_not_first, [What would like overwrite?])

%{
expected: like_not_first.m4:9: like must stand first in its block
%}

stage(search,
  k(4)
  like(topk_sae)
  seeds(42, 123)
  epochs(2))
