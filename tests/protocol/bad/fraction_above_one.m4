experiment(fraction_above_one, [A share that is more than the whole])

%{
expected: fraction_above_one.m4:9: train_fraction: '1.5' is not a number between 0 and 1
%}

task(addition_most,
  modulus(113)
  train_fraction(1.5)
  split_seed(42))
