experiment(seed_of_rows_taken, [A seed for rows that are not drawn])

%{
expected: seed_of_rows_taken.m4:8: seed: no word of activations(again): the transformer has one
%}

activations(again,
  like(answer) seed(7))
