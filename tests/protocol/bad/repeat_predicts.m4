experiment(repeat_predicts, [Seeds that cannot be those of replicates])
uses(looks_like_macros)

%{
expected: repeat_predicts.m4:12: confidence: a repeat with a seed_step predicts no published value, expected no confidence beside it
%}

activations(earlier, like(answer) position(4))

repeat(elsewhere,
  of(looks_like_macros) vary(on, answer, earlier)
  seed_step(3000) confidence(0.95))
