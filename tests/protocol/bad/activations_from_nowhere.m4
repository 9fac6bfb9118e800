experiment(activations_from_nowhere, [Neither from a transformer nor from a file])

%{
expected: activations_from_nowhere.m4:7: activations(rows): expected either from(transformer) or file([path])
%}

activations(rows,
  layer(1)
  position(5))
