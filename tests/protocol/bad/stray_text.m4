experiment(stray_text, [A sentence outside the prose])

%{
expected: stray_text.m4:12: 'Now' begins no block, expected one of: activations autoencoder choose claim compare compare_each coverage decoders deviation experiment figure matched nearest probe publication repeat setup stage statistics table task transformer uses
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))
Now comes the rest.
