experiment(repeat_of_itself, [A repeat within what it repeats])

%{
expected: repeat_of_itself.m4:10: of: 'repeat_of_itself' repeats others itself, expected an experiment that does not
%}

activations(earlier, like(answer) position(4))

repeat(elsewhere,
  of(repeat_of_itself)
  vary(on, answer, earlier))
