experiment(paper_tables, [What the study's paper printed])
uses(adaptive_l0)
uses(consistency_objective)

%{
\paragraph{Question.} The study's paper prints further values. Do they agree with ours?

\paragraph{What was done.} The published report prints a few rows of its search and of its sweep. The paper of the same
study~\cite{husai} prints all of them. Its \Value{verdict.paper.published} further values are a second publication: they are held against the same
run, and are told apart from those of the report everywhere. No count of the report's values counts them. Table~\ref{table:publication.paper} lists them.
%}

publication(paper,
  caption([Values that the study's paper printed beyond the report, and rebuilt ones]))

claim(paper_within_replicates,
  when(verdict.paper.within + verdict.paper.outside > 0
       and verdict.paper.outside * 20 <= verdict.paper.within + verdict.paper.outside, holds,
    [Of the paper's \Value{verdict.paper.published} values \Value{verdict.paper.equal_as_printed} come out equal as
     printed. Of the others \Value{verdict.paper.within} lie where one more transformer is expected, and
     \Value{verdict.paper.outside} outside: no more than one in twenty.])
  when(verdict.paper.outside > verdict.paper.within, contradicted,
    [Of the paper's values that differ from ours, most lie outside the interval of one more transformer:
     \Value{verdict.paper.outside}, against \Value{verdict.paper.within} within.])
  when(verdict.paper.within + verdict.paper.outside > 0, not_resolved,
    [Of the paper's \Value{verdict.paper.published} values \Value{verdict.paper.equal_as_printed} come out equal as
     printed. Of the others \Value{verdict.paper.within} lie where one more transformer is expected, and
     \Value{verdict.paper.outside} outside. That is more than one in twenty, but values of one transformer depend on each
     other.])
  otherwise(not_tested,
    [Of the paper's \Value{verdict.paper.published} values \Value{verdict.paper.equal_as_printed} come out equal as
     printed. No replicates tell where the others are expected.]))

claim(paper_on_one_side,
  when(verdict.paper.below + verdict.paper.above > 0
       and (verdict.paper.below == 0 or verdict.paper.above == 0), holds,
    [The paper's values that differ from ours all lie on the same side of the mean over our transformers:
     \Value{verdict.paper.below} below it and \Value{verdict.paper.above} above. So do the report's:
     \Value{verdict.below} below and \Value{verdict.above} above. The published transformer may well differ from ours in
     more than its seed.])
  when(verdict.paper.below <= verdict.paper.above * 2 and verdict.paper.above <= verdict.paper.below * 2, contradicted,
    [The paper's values lie on both sides of the mean over our transformers: \Value{verdict.paper.below} below it and
     \Value{verdict.paper.above} above.])
  when(verdict.paper.below + verdict.paper.above > 0, not_resolved,
    [Most of the paper's values, but not all, lie on the same side of the mean over our transformers:
     \Value{verdict.paper.below} below it and \Value{verdict.paper.above} above.])
  otherwise(not_tested, [There is no mean over transformers to hold the paper's values against.]))

claim(paper_ranks_k_alike,
  when(published.adaptive_l0.search.k4.delta_lcb > paper.adaptive_l0.search.k8.delta_lcb
       and paper.adaptive_l0.search.k8.delta_lcb > paper.adaptive_l0.search.k12.delta_lcb
       and paper.adaptive_l0.search.k12.delta_lcb > paper.adaptive_l0.search.k16.delta_lcb
       and adaptive_l0.search.k4.delta_lcb > adaptive_l0.search.k8.delta_lcb
       and adaptive_l0.search.k8.delta_lcb > adaptive_l0.search.k12.delta_lcb
       and adaptive_l0.search.k12.delta_lcb > adaptive_l0.search.k16.delta_lcb, holds,
    [The paper's search and ours rank the four smallest $k$ alike: the smaller $k$, the larger the bound LCB. With $k = 8$
     it is \Value{paper.adaptive_l0.search.k8.delta_lcb} in the paper and \Rounded{adaptive_l0.search.k8.delta_lcb} here.])
  when(published.adaptive_l0.search.k4.delta_lcb > paper.adaptive_l0.search.k8.delta_lcb
       and adaptive_l0.search.k4.delta_lcb > adaptive_l0.search.k8.delta_lcb, not_resolved,
    [In the paper's search and in ours the bound LCB of $k = 4$ is above that of $k = 8$; they do not rank $k = 8, 12, 16$
     alike.])
  otherwise(contradicted,
    [The paper's search and ours do not both put $k = 4$ above $k = 8$.]))

claim(paper_ranks_lambda_alike,
  when(paper.consistency_objective.sweep.lambda2e-3.delta_lcb > paper.consistency_objective.sweep.lambda1e-3.delta_lcb
       and paper.consistency_objective.sweep.lambda1e-3.delta_lcb > paper.consistency_objective.sweep.lambda5e-4.delta_lcb
       and paper.consistency_objective.sweep.lambda5e-4.delta_lcb > paper.consistency_objective.sweep.lambda1e-4.delta_lcb
       and consistency_objective.sweep.lambda2e-3.delta_lcb > consistency_objective.sweep.lambda1e-3.delta_lcb
       and consistency_objective.sweep.lambda1e-3.delta_lcb > consistency_objective.sweep.lambda5e-4.delta_lcb
       and consistency_objective.sweep.lambda5e-4.delta_lcb > consistency_objective.sweep.lambda1e-4.delta_lcb, holds,
    [The paper's sweep and ours rank all $\lambda$ above zero alike: the larger $\lambda$, the larger the bound LCB.])
  when(paper.consistency_objective.sweep.lambda2e-3.delta_lcb > paper.consistency_objective.sweep.lambda1e-4.delta_lcb
       and consistency_objective.sweep.lambda2e-3.delta_lcb > consistency_objective.sweep.lambda1e-4.delta_lcb, not_resolved,
    [In the paper's sweep and in ours the bound LCB of the largest $\lambda$ is above that of the smallest; they do not
     rank all $\lambda$ alike.])
  otherwise(contradicted,
    [The paper's sweep and ours do not rank the largest and the smallest $\lambda$ alike.]))

%{
\paragraph{What it changes.} These values depend on the same transformer as the report's, so they are no independent evidence.
They tell the same as the report's: all lie on one side.
%}
