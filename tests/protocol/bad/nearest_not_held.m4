experiment(nearest_not_held, [The nearest of repeats, one of which is held against nothing])
uses(looks_like_macros)

%{
expected: nearest_not_held.m4:21: of: 'unheld' is no repeat declared above that is held against published
%}

activations(earlier, like(answer) position(4))

repeat(held,
  like(bootstrap_95)
  of(looks_like_macros)
  vary(on, answer, earlier)
  held_against(published))

repeat(unheld,
  of(looks_like_macros)
  vary(on, answer, earlier))

nearest(likeliest,
  of(held, unheld)
  held_against(published))
