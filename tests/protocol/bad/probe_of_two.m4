experiment(probe_of_two, [A probe of two transformers])

%{
expected: probe_of_two.m4:11: of: 'adder,adder_1' is no transformer declared above
%}

transformer(adder_1, like(adder) seed(1))

probe(copying,
  replace(5)
  of(adder, adder_1)
  seed(1))
