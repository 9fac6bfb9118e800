experiment(layer_out_of_range, [The third of two layers])

%{
expected: layer_out_of_range.m4:9: layer: 2 is out of range, expected 0 to 1
%}

activations(later,
  like(answer)
  layer(2))
