experiment(probed, [Another position, and what transformers predict])
uses(adaptive)

%{
With another number in place of the answer the accuracy is \Value{copying.kept_share}: Table~\ref{table:probed.predictions}, Table~\ref{table:probed.elsewhere}, Table~\ref{settings:probed}.
%}

transformer(adder_at_equals,
  like(adder)
  answers_at(4))

transformer(only_probed, like(adder) seed(1))

probe(copying,
  of(adder)
  replace(5)
  seed(7))

probe(copying_at_equals, like(copying) of(adder_at_equals))
probe(first_summand,     like(copying) of(only_probed) replace(1))

table(predictions,
  of(copying, copying_at_equals, first_summand)
  shows(copied_share, kept_share)
  caption([Three probes.]))

claim(copies,
  when(copying.copied_share > copying.kept_share, holds, [It does: \Value{copying.copied_share}.])
  otherwise(not_resolved, [It may.]))

activations(at_equals,
  like(answer)
  from(adder_at_equals)
  position(4))

stage(elsewhere,
  like(adaptive.retrain)
  on(at_equals))
