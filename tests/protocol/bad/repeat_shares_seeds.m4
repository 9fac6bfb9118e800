experiment(repeat_shares_seeds, [Seeds that cannot be those of replicates])
uses(looks_like_macros)

%{
expected: repeat_shares_seeds.m4:12: seed_step: replicates would share seeds, which go from 42 to 123, expected more than 81
%}

activations(earlier, like(answer) position(4))

repeat(elsewhere,
  of(looks_like_macros) vary(on, answer, earlier)
  seed_step(81))
