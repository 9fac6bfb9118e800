experiment(theirs, [Models that others trained])

%{
\Id{theirs} are \Value{theirs.delta} above chance.
%}

decoders(theirs,
  like(bootstrap_95)
  file([saes/a], [saes/b])
  shared_from(0.7)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23))

decoders(read, file([saes/a], [saes/c.safetensors], [saes/a]))

stage(own,
  like(topk_sae, bootstrap_95)
  k(4) seeds(42, 123) epochs(2)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37))

compare(gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(theirs, own)
  bootstrap(difference = 7))

table(likeness,
  of(theirs)
  shows(trained_pwmcc, matched_cosine, shared_fraction)
  caption([How alike they are.]))

claim(alike,
  when(theirs.trained_pwmcc > theirs.random_pwmcc, holds, [They are more alike than chance.])
  otherwise(not_resolved, [They are no more alike than chance.]))
