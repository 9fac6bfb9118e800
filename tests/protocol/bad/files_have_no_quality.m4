experiment(files_have_no_quality, [The quality of what nobody here trained])

%{
expected: files_have_no_quality.m4:19: of: explained_variance is not measured of files_have_no_quality.theirs, expected epochs in its stage
%}

decoders(theirs,
  like(bootstrap_95)
  file([saes/a], [saes/b])
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23))

stage(own,
  like(topk_sae, bootstrap_95)
  k(4) seeds(42, 123) epochs(2)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37))

compare(gain,
  like(bootstrap_95)
  of(explained_variance) between(theirs, own)
  bootstrap(difference = 7))
