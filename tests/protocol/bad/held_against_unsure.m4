experiment(held_against_unsure, [A repeat held against published values, without a confidence])
uses(looks_like_macros)

%{
expected: held_against_unsure.m4:13: held_against: confidence is missing, which its intervals need
%}

activations(earlier, like(answer) position(4))

repeat(elsewhere,
  of(looks_like_macros)
  vary(on, answer, earlier)
  held_against(published))
