experiment(prose_not_opened, [Prose without a beginning])

%{
expected: prose_not_opened.m4:13: 'Here' begins no block, expected one of: activations autoencoder choose claim compare compare_each coverage decoders deviation experiment figure matched nearest probe publication repeat setup stage statistics table task transformer uses
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

Here it goes on.
%}
