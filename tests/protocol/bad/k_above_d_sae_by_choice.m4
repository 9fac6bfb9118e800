experiment(k_above_d_sae_by_choice, [A choice may yield more latents than there are])

%{
expected: k_above_d_sae_by_choice.m4:22: k: 200 is above d_sae 128
%}

stage(search,
  like(topk_sae, bootstrap_95)
  d_sae(256)
  vary(k, 100, 200)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

choose(best_k,
  from(search)
  maximise(delta)
  otherwise(all))

stage(retrain,
  like(topk_sae)
  k(best_k)
  seeds(42, 123)
  epochs(2))
