experiment(deviation_without_reason, [A deviation that does not say why])

%{
expected: deviation_without_reason.m4:7: deviation(seeded) lacks because
%}

deviation(seeded,
  published([No seed was set.], [code of the study])
  here([The seed is 42.]))
