experiment(misspelt_stage, [A choice from a stage with a letter too many])

%{
expected: misspelt_stage.m4:14: from: 'serarch' is no stage declared above (did you mean search?)
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

choose(best_k,
  from(serarch)
  maximise(delta)
  otherwise(all))
