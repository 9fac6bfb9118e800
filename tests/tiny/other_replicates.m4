experiment(other_replicates, [The study on other transformers])
uses(adaptive)

%{
Do other transformers give the same? Table~\ref{table:other_replicates.seeds}, Table~\ref{table:other_replicates.checkpoints}, Figure~\ref{figure:other_replicates.among}, Table~\ref{settings:other_replicates}.
%}

transformer(adder_1, like(adder) seed(1))
transformer(adder_2, like(adder) seed(2))
transformer(after_1, like(adder) epochs(1) keep(last))
transformer(after_2, like(adder) epochs(2) keep(last))
activations(seed_1, like(answer) from(adder_1))
activations(seed_2, like(answer) from(adder_2))
activations(epoch_1, like(answer) from(after_1))
activations(epoch_2, like(answer) from(after_2))

repeat(seeds,
  like(bootstrap_95)
  of(adaptive)
  vary(on, answer, seed_1, seed_2))

repeat(checkpoints,
  of(adaptive)
  vary(on, answer, epoch_1)
  only(k, 2) only(lambda, 0, 1e-3)
  scaled_by(seeds))

claim(they_agree,
  when(seeds.adaptive.alignment_helps.holds == seeds.replicates, holds, [On all \Value{seeds.replicates}.])
  otherwise(not_resolved, [Mean \Value{seeds.adaptive.control.explained_variance.mean}.]))

figure(among, draws(published_among_replicates) of(seeds) caption([Published among replicates.]))
