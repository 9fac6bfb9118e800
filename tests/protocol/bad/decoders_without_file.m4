experiment(decoders_without_file, [Decoders from nowhere])

%{
expected: decoders_without_file.m4:7: decoders(theirs) lacks file
%}

decoders(theirs,
  like(bootstrap_95)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23))
