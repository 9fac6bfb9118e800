experiment(repeat_on_stage, [A repeat on what are no activations])
uses(looks_like_macros)

%{
expected: repeat_on_stage.m4:14: on: 'search' is no activations declared above
%}

stage(search,
  like(topk_sae)
  k(4) seeds(1) epochs(1))

repeat(elsewhere,
  of(looks_like_macros)
  vary(on, answer, search))
