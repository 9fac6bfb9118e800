experiment(answers_twice, [An answer at two positions])

%{
expected: answers_twice.m4:9: answers_at takes one value, not 2; vary(answers_at, ...) takes several
%}

transformer(twice,
  like(adder)
  answers_at(4, 5))
