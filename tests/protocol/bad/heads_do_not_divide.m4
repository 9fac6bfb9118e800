experiment(heads_do_not_divide, [Heads of a width that is no whole number])

%{
expected: heads_do_not_divide.m4:9: heads: 5 does not divide d_model 128
%}

transformer(odd,
  like(adder)
  heads(5))
