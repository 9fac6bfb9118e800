experiment(decoders_of_one_file, [One model makes no pair])

%{
expected: decoders_of_one_file.m4:9: file: one path makes no pair, expected two or more
%}

decoders(theirs,
  like(bootstrap_95)
  file([saes/a])
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23))
