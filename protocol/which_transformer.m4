experiment(which_transformer, [Exploratory: which batch and epoch?], [extended])
uses(adaptive_l0)
uses(consistency_objective)
uses(likely_transformer)

%{
\textbf{This section is exploratory.} It was made after the published values were known, so its verdicts describe and do not test.

\paragraph{Question.} Which batch and which epoch of training give transformers that are nearest to the published values? This
section tells how Section~\ref{section:likely_transformer} came to its transformers, and how a population of transformers is held
against published values is told there.

\paragraph{What was done.} A population is what transformers of one batch and epoch give that differ in their seed alone. There are
\Value{b512_epoch1.replicates} in each. For each batch the epochs around the first of full accuracy were tried; batch 512
after its first epoch is the setup. On each transformer only the two published $k$ and the two published $\lambda$ are
trained: a choice here is one between two.

The protocol declares the criterion: the population nearest to the values of the report, by the distance over all of them
that vary. No value of the paper counts in it. Those who declared it knew from earlier runs which population it would pick.
A population that varies more is nearer to anything, and the distance does not allow for that. So the typical spread, the
geometric mean over the values that vary, stands beside it in Table~\ref{table:which_transformer.populations}.
%}

transformer(b256_epoch1_t42, like(adder) batch(256) epochs(1) keep(last) seed(42))
transformer(b256_epoch1_t1, like(adder) batch(256) epochs(1) keep(last) seed(1))
transformer(b256_epoch1_t2, like(adder) batch(256) epochs(1) keep(last) seed(2))
transformer(b256_epoch1_t3, like(adder) batch(256) epochs(1) keep(last) seed(3))
transformer(b512_epoch1_t1, like(adder) seed(1))
transformer(b512_epoch1_t2, like(adder) seed(2))
transformer(b512_epoch1_t3, like(adder) seed(3))
transformer(b512_epoch2_t42, like(adder) epochs(2) keep(last) seed(42))
transformer(b512_epoch2_t1, like(adder) epochs(2) keep(last) seed(1))
transformer(b512_epoch2_t2, like(adder) epochs(2) keep(last) seed(2))
transformer(b512_epoch2_t3, like(adder) epochs(2) keep(last) seed(3))
transformer(b1024_epoch1_t42, like(adder) batch(1024) epochs(1) keep(last) seed(42))
transformer(b1024_epoch1_t1, like(adder) batch(1024) epochs(1) keep(last) seed(1))
transformer(b1024_epoch1_t2, like(adder) batch(1024) epochs(1) keep(last) seed(2))
transformer(b1024_epoch1_t3, like(adder) batch(1024) epochs(1) keep(last) seed(3))
transformer(b1024_epoch2_t42, like(adder) batch(1024) epochs(2) keep(last) seed(42))
transformer(b1024_epoch2_t1, like(adder) batch(1024) epochs(2) keep(last) seed(1))
transformer(b1024_epoch2_t2, like(adder) batch(1024) epochs(2) keep(last) seed(2))
transformer(b1024_epoch2_t3, like(adder) batch(1024) epochs(2) keep(last) seed(3))
transformer(b1024_epoch3_t42, like(adder) batch(1024) epochs(3) keep(last) seed(42))
transformer(b1024_epoch3_t1, like(adder) batch(1024) epochs(3) keep(last) seed(1))
transformer(b1024_epoch3_t2, like(adder) batch(1024) epochs(3) keep(last) seed(2))
transformer(b1024_epoch3_t3, like(adder) batch(1024) epochs(3) keep(last) seed(3))
transformer(b2048_epoch2_t42, like(adder) batch(2048) epochs(2) keep(last) seed(42))
transformer(b2048_epoch2_t1, like(adder) batch(2048) epochs(2) keep(last) seed(1))
transformer(b2048_epoch2_t2, like(adder) batch(2048) epochs(2) keep(last) seed(2))
transformer(b2048_epoch2_t3, like(adder) batch(2048) epochs(2) keep(last) seed(3))
transformer(b2048_epoch3_t42, like(adder) batch(2048) epochs(3) keep(last) seed(42))
transformer(b2048_epoch3_t1, like(adder) batch(2048) epochs(3) keep(last) seed(1))
transformer(b2048_epoch3_t2, like(adder) batch(2048) epochs(3) keep(last) seed(2))
transformer(b2048_epoch3_t3, like(adder) batch(2048) epochs(3) keep(last) seed(3))

activations(b256_epoch1_42, like(answer) from(b256_epoch1_t42))
activations(b256_epoch1_1, like(answer) from(b256_epoch1_t1))
activations(b256_epoch1_2, like(answer) from(b256_epoch1_t2))
activations(b256_epoch1_3, like(answer) from(b256_epoch1_t3))
activations(b512_epoch1_1, like(answer) from(b512_epoch1_t1))
activations(b512_epoch1_2, like(answer) from(b512_epoch1_t2))
activations(b512_epoch1_3, like(answer) from(b512_epoch1_t3))
activations(b512_epoch2_42, like(answer) from(b512_epoch2_t42))
activations(b512_epoch2_1, like(answer) from(b512_epoch2_t1))
activations(b512_epoch2_2, like(answer) from(b512_epoch2_t2))
activations(b512_epoch2_3, like(answer) from(b512_epoch2_t3))
activations(b1024_epoch1_42, like(answer) from(b1024_epoch1_t42))
activations(b1024_epoch1_1, like(answer) from(b1024_epoch1_t1))
activations(b1024_epoch1_2, like(answer) from(b1024_epoch1_t2))
activations(b1024_epoch1_3, like(answer) from(b1024_epoch1_t3))
activations(b1024_epoch2_42, like(answer) from(b1024_epoch2_t42))
activations(b1024_epoch2_1, like(answer) from(b1024_epoch2_t1))
activations(b1024_epoch2_2, like(answer) from(b1024_epoch2_t2))
activations(b1024_epoch2_3, like(answer) from(b1024_epoch2_t3))
activations(b1024_epoch3_42, like(answer) from(b1024_epoch3_t42))
activations(b1024_epoch3_1, like(answer) from(b1024_epoch3_t1))
activations(b1024_epoch3_2, like(answer) from(b1024_epoch3_t2))
activations(b1024_epoch3_3, like(answer) from(b1024_epoch3_t3))
activations(b2048_epoch2_42, like(answer) from(b2048_epoch2_t42))
activations(b2048_epoch2_1, like(answer) from(b2048_epoch2_t1))
activations(b2048_epoch2_2, like(answer) from(b2048_epoch2_t2))
activations(b2048_epoch2_3, like(answer) from(b2048_epoch2_t3))
activations(b2048_epoch3_42, like(answer) from(b2048_epoch3_t42))
activations(b2048_epoch3_1, like(answer) from(b2048_epoch3_t1))
activations(b2048_epoch3_2, like(answer) from(b2048_epoch3_t2))
activations(b2048_epoch3_3, like(answer) from(b2048_epoch3_t3))

repeat(b256_epoch1,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b256_epoch1_42, b256_epoch1_1, b256_epoch1_2, b256_epoch1_3)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b512_epoch1,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, answer, b512_epoch1_1, b512_epoch1_2, b512_epoch1_3)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b512_epoch2,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b512_epoch2_42, b512_epoch2_1, b512_epoch2_2, b512_epoch2_3)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b1024_epoch1,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b1024_epoch1_42, b1024_epoch1_1, b1024_epoch1_2, b1024_epoch1_3)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b1024_epoch2,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b1024_epoch2_42, b1024_epoch2_1, b1024_epoch2_2, b1024_epoch2_3)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b1024_epoch3,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b1024_epoch3_42, b1024_epoch3_1, b1024_epoch3_2, b1024_epoch3_3)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b2048_epoch2,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b2048_epoch2_42, b2048_epoch2_1, b2048_epoch2_2, b2048_epoch2_3)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b2048_epoch3,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b2048_epoch3_42, b2048_epoch3_1, b2048_epoch3_2, b2048_epoch3_3)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

nearest(likeliest,
  of(b256_epoch1, b512_epoch1, b512_epoch2, b1024_epoch1, b1024_epoch2, b1024_epoch3, b2048_epoch2, b2048_epoch3)
  held_against(published))

table(populations,
  of(b256_epoch1, b512_epoch1, b512_epoch2, b1024_epoch1, b1024_epoch2, b1024_epoch3, b2048_epoch2, b2048_epoch3)
  shows(published.within, published.outside, published.distance, published.p_value, published.spread,
        paper.within, paper.outside)
  caption([Published values and populations of transformers, by batch and epoch: of the report's values, how many lie
    where one more transformer is expected, how many outside, their distance, its rank and the typical spread; of those
    further values of the paper that were trained here, how many lie within and outside.]))

claim(nearest_population,
  when(likeliest.b1024_epoch2.rank == 1
       and b1024_epoch2.published.distance * 1.5 < b512_epoch1.published.distance
       and b1024_epoch2.published.spread < b512_epoch1.published.spread * 1.5, holds,
    [Exploratory: the report's values are nearest to batch 1024 after epoch 2, at a distance of
     \Rounded{b1024_epoch2.published.distance}; of them \Value{b1024_epoch2.published.within} lie within and
     \Value{b1024_epoch2.published.outside} outside. The setup, batch 512 after epoch 1, is at
     \Rounded{b512_epoch1.published.distance}, and varies about as much: \Rounded{b1024_epoch2.published.spread} against
     \Rounded{b512_epoch1.published.spread}.])
  when(likeliest.b1024_epoch2.rank == 1, not_resolved,
    [Exploratory: the report's values are nearest to batch 1024 after epoch 2, at a distance of
     \Rounded{b1024_epoch2.published.distance}, but the setup, at \Rounded{b512_epoch1.published.distance}, is hardly
     farther, or varies less.])
  otherwise(contradicted,
    [Exploratory: the report's values are not nearest to batch 1024 after epoch 2, but to number \Value{likeliest} of the
     populations above, at a distance of \Rounded{likeliest.published.distance}.]))

claim(paper_at_nearest,
  when(likeliest.paper.outside == 0 and likeliest.paper.within > 0, holds,
    [At the nearest population all \Value{likeliest.paper.within} values of the paper that were trained here lie within,
     \Value{likeliest.paper.varying} of which vary. They had no part in the choice.])
  when(likeliest.paper.outside > likeliest.paper.within, contradicted,
    [At the nearest population most values of the paper that were trained here lie outside:
     \Value{likeliest.paper.outside}. They had no part in the choice.])
  otherwise(not_resolved,
    [At the nearest population \Value{likeliest.paper.within} values of the paper that were trained here lie within, and
     \Value{likeliest.paper.outside} outside. They had no part in the choice.]))

%{
\paragraph{What it changes.} Nothing in the conclusions. \Sentence{which_transformer.nearest_population}
Table~\ref{settings:which_transformer} lists the settings.
%}
