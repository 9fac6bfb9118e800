experiment(activations_from_nowhere, [Neither from a transformer nor from a file])

%{
expected: activations_from_nowhere.m4:7: activations(rows): expected either from(transformer) or file([path]) or drawn_like(activations) or permuted_like(activations) or rotated_like(activations)
%}

activations(rows,
  layer(1)
  position(5))
