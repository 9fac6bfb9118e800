experiment(activations_from_both, [Both from a transformer and from a file])

%{
expected: activations_from_both.m4:7: activations(rows): expected either from(transformer) or file([path]) or drawn_like(activations) or permuted_like(activations) or rotated_like(activations)
%}

activations(rows,
  like(answer)
  file([x.safetensors]))
