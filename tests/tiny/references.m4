experiment(references, [Each model as the reference in turn])
uses(adaptive)

stage(models,
  like(adaptive.reference)
  seeds(1, 2, 3, 4)
  epochs(2))

stage(plain,
  like(adaptive.sweep)
  lambda(0)
  epochs(2)
  seeds(1, 2, 3, 4)
  align_to(models)
  with_units_of(models)
  vary(reference_seed, 1, 2, 3, 4))

stage(aligned,
  like(plain)
  lambda(0.5))

stage(one_turn,
  like(aligned)
  reference_seed(3))

compare_each(turns,
  like(bootstrap_95)
  of(trained_pwmcc) between(aligned, plain)
  bootstrap(difference = 53))

compare(one,
  like(bootstrap_95)
  of(trained_pwmcc) between(aligned.reference3, plain.reference3)
  bootstrap(difference = 53))

figure(gains,
  draws(gain_by_reference) of(turns)
  caption([Gains by reference.]))

claim(all_gain,
  when(turns.with_reference_low > 0 and turns.reference2.difference > 0, holds,
    [On average by \Value{turns.with_reference}, most by seed \Value{turns.reference2.with_reference_largest_seed}.])
  otherwise(not_resolved, [By \Value{turns.difference}.]))
