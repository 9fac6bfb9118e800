experiment(decoders_from_odd_path, [A path that Make cannot name])

%{
expected: decoders_from_odd_path.m4:9: file: 'saes/my b' is no path of letters, digits and . _ / + @ - alone
%}

decoders(theirs,
  like(bootstrap_95)
  file([saes/a], [saes/my b])
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23))
