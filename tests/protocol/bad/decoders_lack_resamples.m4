experiment(decoders_lack_resamples, [An interval of nothing])

%{
expected: decoders_lack_resamples.m4:9: bootstrap: nothing here is resampled for random_pwmcc, expected trained_pwmcc
%}

decoders(theirs,
  file([saes/a], [saes/b])
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23))
