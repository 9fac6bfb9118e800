experiment(replicated, [Coverage and tables of what a choice picked, of one that varies, and of rows held out])
uses(consistency_objective)

stage(reference,
  like(consistency_objective.reference)
  held_out(.25))

stage(kept_apart,
  like(consistency_objective.sweep)
  align_to(reference) with_units_of(reference)
  vary(lambda, 0, 1e-4)
  held_out(.25)
  seeds(7, 8, 9)
  bootstrap(held_out_explained_variance = 41))

coverage(covered,
  like(bootstrap_95)
  of(kept_apart, consistency_objective.sweep)
  simulations(10) seed(0))

coverage(quality_covered,
  like(bootstrap_95)
  of(kept_apart) mean_of(held_out_explained_variance)
  simulations(10) seed(0))

table(shown,
  of(kept_apart)
  shows(alignment, held_out_explained_variance.ci_low, live_delta)
  caption([A table of coverage(of(this)), shows and simulations(3).]))

claim(covers,
  when(covered.kept_apart.lambda1e-4.jackknife - covered.sweep.lambda0.from_seeds > 0, holds,
    [In coverage and table: \Value{covered.kept_apart.lambda0.bootstrap_error},
     \Value{quality_covered.kept_apart.lambda0.jackknife_low}.])
  otherwise(not_resolved, [No table.]))
