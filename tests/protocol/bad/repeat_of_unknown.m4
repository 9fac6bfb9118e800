experiment(repeat_of_unknown, [A repeat of an experiment that is not used])

%{
expected: repeat_of_unknown.m4:10: of: 'adaptive_l0' is no experiment known here, expected uses(adaptive_l0) before
%}

activations(earlier, like(answer) position(4))

repeat(elsewhere,
  of(adaptive_l0)
  vary(on, answer, earlier))
