experiment(reference_choice, [The choice of the reference])
uses(consistency_objective)

stage(models,
  like(consistency_objective.reference)
  seeds(42, 123, 456, 789, 1011))

stage(plain,
  like(consistency_objective.sweep)
  lambda(0)
  seeds(42, 123, 456, 789, 1011)
  align_to(models)
  with_units_of(models)
  vary(reference_seed, 42, 123, 456, 789, 1011))

stage(aligned,
  like(plain)
  lambda(2e-3))

compare_each(turns,
  like(bootstrap_95)
  of(trained_pwmcc) between(aligned, plain)
  bootstrap(difference = 53))
