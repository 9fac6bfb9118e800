experiment(theirs, [Models that others trained])
uses(adaptive)

%{
How alike are the models of other tools? Tables~\ref{table:theirs.tools} and~\ref{table:theirs.likeness} say it; Table~\ref{settings:theirs} says what was read.
%}

decoders(tools,
  like(bootstrap_95)
  file([saes/topk], [saes/topk_b], [saes/topk_small])
  shared_from(0.7)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23))

compare(beyond,
  like(bootstrap_95)
  of(trained_pwmcc) between(tools, adaptive.retrain)
  bootstrap(difference = 7))

table(likeness,
  of(tools)
  shows(trained_pwmcc, random_pwmcc, matched_cosine, shared_fraction)
  caption([How alike they are.]))

claim(alike,
  when(tools.trained_pwmcc > tools.random_pwmcc, holds, [They are more alike than chance, by \Value{tools.delta}.])
  otherwise(not_resolved, [They are no more alike than chance.]))
