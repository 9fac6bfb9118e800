experiment(aligned_to_files, [A reference that was not trained])

%{
expected: aligned_to_files.m4:15: align_to: 'theirs' comes from files, expected a stage
%}

decoders(theirs,
  like(bootstrap_95)
  file([saes/a], [saes/b])
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23))

stage(aligned,
  like(topk_sae)
  k(4) seeds(42) epochs(2) lambda(1e-3)
  align_to(theirs))
