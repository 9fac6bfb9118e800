experiment(decoders_with_k, [Nobody here trains them])

%{
expected: decoders_with_k.m4:9: k is no word of decoders(theirs), which takes: like file resamples confidence random_seed_offset shared_from bootstrap
%}

decoders(theirs,
  like(bootstrap_95)
  k(4)
  file([saes/a], [saes/b])
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23))
