experiment(drawn_from_itself, [Rows drawn from themselves])

%{
expected: drawn_from_itself.m4:8: permuted_like: 'permuted' is drawn from itself, expected other activations
%}

activations(permuted,
  permuted_like(permuted) seed(7))
