experiment(nearest_by_two, [The nearest by two publications])
uses(looks_like_macros)

%{
expected: nearest_by_two.m4:18: held_against: expected one publication, by which to choose
%}

activations(earlier, like(answer) position(4))

repeat(held,
  like(bootstrap_95)
  of(looks_like_macros)
  vary(on, answer, earlier)
  held_against(published, paper))

nearest(likeliest,
  of(held)
  held_against(published, paper))
