experiment(probe_without_position, [A probe that replaces nothing])

%{
expected: probe_without_position.m4:7: probe(copying) lacks replace
%}

probe(copying,
  of(adder)
  seed(1))
