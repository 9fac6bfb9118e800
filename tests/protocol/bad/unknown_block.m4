experiment(unknown_block, [A block that no one knows])

%{
expected: unknown_block.m4:7: 'stages' begins no block (did you mean stage?), expected one of: activations autoencoder choose claim compare compare_each coverage decoders deviation experiment figure matched nearest probe publication repeat setup stage statistics table task transformer uses
%}

stages(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))
