experiment(probe_of_activations, [A probe of what is no transformer])

%{
expected: probe_of_activations.m4:8: of: 'answer' is no transformer declared above
%}

probe(copying,
  of(answer)
  replace(5)
  seed(1))
