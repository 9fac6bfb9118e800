experiment(live_from_missing, [No word on which latents are live])

%{
expected: live_from_missing.m4:7: stage(few): live_from is missing, which bootstrap needs
%}

stage(few,
  like(topk_sae)
  k(4)
  resamples(10) confidence(0.9) random_seed_offset(1)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
