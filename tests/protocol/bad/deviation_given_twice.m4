experiment(deviation_given_twice, [A deviation with two reasons])

%{
expected: deviation_given_twice.m4:11: because is given twice, first at protocol/deviation_given_twice.m4:10, expected once
%}

deviation(seeded,
  published([No seed was set.], [code of the study])
  here([The seed is 42.])
  because([A run must be repeatable.])
  because([A seed costs nothing.]))
