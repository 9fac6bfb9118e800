experiment(normalised_otherwise, [Rows normalised in a way that is not known])

%{
expected: normalised_otherwise.m4:10: normalise: 'batch_norm' is neither none, mean, expected_norm or layer_norm nor a choice of normalise declared above
%}

stage(search,
  like(topk_sae)
  k(4)
  normalise(batch_norm)
  seeds(42)
  epochs(2))
