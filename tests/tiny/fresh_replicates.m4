experiment(fresh_replicates, [The study on other transformers, with seeds of their own])
uses(adaptive)
uses(other_replicates)

%{
Do seeds of their own spread further?
%}

repeat(fresh,
  of(adaptive)
  vary(on, answer, other_replicates.seed_1, other_replicates.seed_2)
  seed_step(10))

claim(it_spreads_more,
  when(fresh.adaptive.control.explained_variance.spread
       > other_replicates.seeds.adaptive.control.explained_variance.spread, holds,
    [The spread is \Value{fresh.adaptive.control.explained_variance.spread}.])
  otherwise(not_resolved, [In \Value{fresh.adaptive.alignment_helps.holds} of \Value{fresh.replicates}.]))
