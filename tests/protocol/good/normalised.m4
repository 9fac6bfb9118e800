experiment(normalised, [Rows centred and scaled in every way])

activations(rows, file([rows.npy]) tensor([blocks.1.hook_resid_post]))

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  vary(normalise, none, mean, expected_norm, layer_norm)
  seeds(1, 2)
  epochs(2)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37))

choose(best,
  from(search)
  maximise(explained_variance)
  otherwise(all))

stage(centred,
  like(search)
  normalise(mean))

stage(chosen,
  like(search)
  normalise(best))
