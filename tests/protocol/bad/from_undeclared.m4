experiment(from_undeclared, [A choice from no stage])

%{
expected: from_undeclared.m4:14: from: 'sweep' is no stage declared above
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

choose(best_k,
  from(sweep)
  maximise(delta)
  otherwise(all))
