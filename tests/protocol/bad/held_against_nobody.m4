experiment(held_against_nobody, [A repeat held against a publication that has no file])
uses(looks_like_macros)

%{
expected: held_against_nobody.m4:14: held_against: 'papers' is no publication, expected some of: published paper
%}

activations(earlier, like(answer) position(4))

repeat(elsewhere,
  like(bootstrap_95)
  of(looks_like_macros)
  vary(on, answer, earlier)
  held_against(published, papers))
