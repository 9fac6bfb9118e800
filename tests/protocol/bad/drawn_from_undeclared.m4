experiment(drawn_from_undeclared, [Rows drawn from rows that are declared nowhere])

%{
expected: drawn_from_undeclared.m4:7: rotated_like: 'answers' is no activations declared above (did you mean answer?)
%}

activations(rotated, rotated_like(answers) seed(7))
