experiment(repeat_goes_too_far, [Seeds that cannot be those of replicates])
uses(looks_like_macros)

%{
expected: repeat_goes_too_far.m4:12: seed_step: seeds would go beyond 999999999, expected a smaller step
%}

activations(earlier, like(answer) position(4))

repeat(elsewhere,
  of(looks_like_macros) vary(on, answer, earlier)
  seed_step(999999999))
