experiment(replace_no_number, [A token that is no number])

%{
expected: replace_no_number.m4:9: replace: no number stands at 4, expected 1, 3 or 5
%}

probe(copying,
  of(adder)
  replace(4)
  seed(1))
