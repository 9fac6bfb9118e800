experiment(repeat_keeps_unknown, [A repeat that keeps a candidate which no stage has])
uses(looks_like_macros)

%{
expected: repeat_keeps_unknown.m4:13: only: no stage repeated here varies k over 6
%}

activations(earlier, like(answer) position(4))

repeat(elsewhere,
  of(looks_like_macros)
  vary(on, answer, earlier)
  only(k, 4, 6))
