experiment(coverage_of_one_model, [Coverage of a stage that is not summed up])

%{
expected: coverage_of_one_model.m4:15: of: 'one' is no stage with bootstrap seeds declared above
%}

stage(one,
  like(topk_sae)
  k(4)
  seeds(42)
  epochs(2))

coverage(covered,
  like(bootstrap_95)
  of(one) simulations(10) seed(1))
