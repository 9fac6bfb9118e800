experiment(populations, [The study on two populations of transformers])
uses(adaptive)

%{
Which population are the published values nearest to? Table~\ref{table:populations.both}, Figure~\ref{figure:populations.among}, Table~\ref{settings:populations}.
%}

transformer(adder_1, like(adder) seed(1))
transformer(adder_2, like(adder) seed(2))
transformer(after_0, like(adder) epochs(1) keep(last))
transformer(after_1, like(adder) epochs(1) keep(last) seed(1))
transformer(after_2, like(adder) epochs(1) keep(last) seed(2))
activations(seed_1, like(answer) from(adder_1))
activations(seed_2, like(answer) from(adder_2))
activations(early_0, like(answer) from(after_0))
activations(early_1, like(answer) from(after_1))
activations(early_2, like(answer) from(after_2))

repeat(early,
  like(bootstrap_95)
  of(adaptive)
  vary(on, early_0, early_1, early_2)
  only(k, 4) only(lambda, 0, 1e-3)
  held_against(published, letter))

repeat(trained,
  like(bootstrap_95)
  of(adaptive)
  vary(on, answer, seed_1, seed_2)
  only(k, 4) only(lambda, 0, 1e-3)
  held_against(published, letter))

nearest(likeliest,
  of(early, trained)
  held_against(published))

table(both,
  of(early, trained)
  shows(published.within, published.distance, published.p_value, letter.outside)
  caption([Two populations.]))

figure(among, draws(published_among_replicates) of(trained) caption([Published among replicates.]))

claim(trained_is_nearest,
  when(likeliest.trained.rank == 1, holds,
    [It is, at \Value{likeliest.published.distance}; of the letter \Value{likeliest.letter.outside} lie outside.])
  otherwise(contradicted, [The nearest is number \Value{likeliest}.]))
