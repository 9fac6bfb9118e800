experiment(probed, [What transformers predict, at both positions that the study may mean])

%{
A probe(of(this)) with replace(5) is text here. It gives \Value{of_sum.kept_share}, and \Value{at_plus.best_epoch} epochs.
%}

transformer(at_plus, like(adder) answers_at(2))

probe(of_sum, of(at_plus) replace(1) seed(0))
probe(of_answer, like(of_sum) of(adder) replace(5))

table(shown,
  of(of_sum, of_answer)
  shows(copied_share, kept_share)
  caption([A table of probes.]))

claim(copies,
  when(of_answer.copied_share > 0.9 and of_sum.kept_share < of_answer.copied_share, holds,
    [Share \Value{of_answer.copied_share}.])
  otherwise(not_resolved, [None.]))
