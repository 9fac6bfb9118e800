experiment(repeat_of_drawn, [A repeat of a stage on drawn rows])
uses(drawn)

%{
expected: repeat_of_drawn.m4:10: of: 'drawn' trains 'on_drawn' on activations drawn from others, expected an experiment whose stages can all be trained on the same ones
%}

activations(earlier, like(answer) position(4))
repeat(elsewhere,
  of(drawn)
  vary(on, answer, earlier))
