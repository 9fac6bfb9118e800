experiment(which_transformer, [Exploratory: which transformer was it?])
uses(adaptive_l0)
uses(consistency_objective)

%{
\textbf{This section is exploratory.} It was made after the published values were known, and it tests no hypothesis. The
published report does not state the batch of its transformer's training, and the weights are not in its repository. A note
of the study has batch 512, as the setup here. All published values that vary lie below the mean over such transformers.
Which other batch and epoch would give values like the published ones?

\subsection{How a population is held against published values}

A population is what transformers of one batch and epoch give that differ in their seed alone. On each the two published
$k$ and the two published $\lambda$ are trained. For each population we count how many of the report's values lie in its
interval for one more transformer.

These values depend on each other, and there are more of them than transformers. Their covariance can therefore not be
inverted, and a Mahalanobis distance is not defined. We take a simpler distance. Each published value that varies is
measured from the mean of the population, in units of its spread for one more transformer, $s \sqrt{1 + 1/n}$; the distance
is the root mean square over these values. How large a distance is usual, the population tells itself: each transformer in
turn is left out, and its distance from all other points, the published one too, is taken in the same way. The rank of
the published distance among these $n + 1$ is then given as a share: how many of them are as large. If the published
transformer is one more of the population, each rank is as likely as any other, however the values depend on each other.
With few transformers this share is never small: its least value is $1 / (n + 1)$. A population that varies more is nearer
to anything; the distance does not allow for that.

\subsection{Batch and epoch}
%}

transformer(setup_s1, like(adder) seed(1))
transformer(setup_s2, like(adder) seed(2))
transformer(setup_s3, like(adder) seed(3))
transformer(setup_s4, like(adder) seed(4))
transformer(setup_s5, like(adder) seed(5))
transformer(b256e1_s42, like(adder) batch(256) epochs(1) keep(last) seed(42))
transformer(b256e1_s1, like(adder) batch(256) epochs(1) keep(last) seed(1))
transformer(b256e1_s2, like(adder) batch(256) epochs(1) keep(last) seed(2))
transformer(b256e1_s3, like(adder) batch(256) epochs(1) keep(last) seed(3))
transformer(b256e1_s4, like(adder) batch(256) epochs(1) keep(last) seed(4))
transformer(b256e1_s5, like(adder) batch(256) epochs(1) keep(last) seed(5))
transformer(b512e2_s42, like(adder) epochs(2) keep(last) seed(42))
transformer(b512e2_s1, like(adder) epochs(2) keep(last) seed(1))
transformer(b512e2_s2, like(adder) epochs(2) keep(last) seed(2))
transformer(b512e2_s3, like(adder) epochs(2) keep(last) seed(3))
transformer(b512e2_s4, like(adder) epochs(2) keep(last) seed(4))
transformer(b512e2_s5, like(adder) epochs(2) keep(last) seed(5))
transformer(b1024e1_s42, like(adder) batch(1024) epochs(1) keep(last) seed(42))
transformer(b1024e1_s1, like(adder) batch(1024) epochs(1) keep(last) seed(1))
transformer(b1024e1_s2, like(adder) batch(1024) epochs(1) keep(last) seed(2))
transformer(b1024e1_s3, like(adder) batch(1024) epochs(1) keep(last) seed(3))
transformer(b1024e1_s4, like(adder) batch(1024) epochs(1) keep(last) seed(4))
transformer(b1024e1_s5, like(adder) batch(1024) epochs(1) keep(last) seed(5))
transformer(b1024e2_s42, like(adder) batch(1024) epochs(2) keep(last) seed(42))
transformer(b1024e2_s1, like(adder) batch(1024) epochs(2) keep(last) seed(1))
transformer(b1024e2_s2, like(adder) batch(1024) epochs(2) keep(last) seed(2))
transformer(b1024e2_s3, like(adder) batch(1024) epochs(2) keep(last) seed(3))
transformer(b1024e2_s4, like(adder) batch(1024) epochs(2) keep(last) seed(4))
transformer(b1024e2_s5, like(adder) batch(1024) epochs(2) keep(last) seed(5))
transformer(b2048e2_s42, like(adder) batch(2048) epochs(2) keep(last) seed(42))
transformer(b2048e2_s1, like(adder) batch(2048) epochs(2) keep(last) seed(1))
transformer(b2048e2_s2, like(adder) batch(2048) epochs(2) keep(last) seed(2))
transformer(b2048e2_s3, like(adder) batch(2048) epochs(2) keep(last) seed(3))
transformer(b2048e2_s4, like(adder) batch(2048) epochs(2) keep(last) seed(4))
transformer(b2048e2_s5, like(adder) batch(2048) epochs(2) keep(last) seed(5))

activations(own_1, like(answer) from(setup_s1))
activations(own_2, like(answer) from(setup_s2))
activations(own_3, like(answer) from(setup_s3))
activations(own_4, like(answer) from(setup_s4))
activations(own_5, like(answer) from(setup_s5))
activations(b256e1_42, like(answer) from(b256e1_s42))
activations(b256e1_1, like(answer) from(b256e1_s1))
activations(b256e1_2, like(answer) from(b256e1_s2))
activations(b256e1_3, like(answer) from(b256e1_s3))
activations(b256e1_4, like(answer) from(b256e1_s4))
activations(b256e1_5, like(answer) from(b256e1_s5))
activations(b512e2_42, like(answer) from(b512e2_s42))
activations(b512e2_1, like(answer) from(b512e2_s1))
activations(b512e2_2, like(answer) from(b512e2_s2))
activations(b512e2_3, like(answer) from(b512e2_s3))
activations(b512e2_4, like(answer) from(b512e2_s4))
activations(b512e2_5, like(answer) from(b512e2_s5))
activations(b1024e1_42, like(answer) from(b1024e1_s42))
activations(b1024e1_1, like(answer) from(b1024e1_s1))
activations(b1024e1_2, like(answer) from(b1024e1_s2))
activations(b1024e1_3, like(answer) from(b1024e1_s3))
activations(b1024e1_4, like(answer) from(b1024e1_s4))
activations(b1024e1_5, like(answer) from(b1024e1_s5))
activations(b1024e2_42, like(answer) from(b1024e2_s42))
activations(b1024e2_1, like(answer) from(b1024e2_s1))
activations(b1024e2_2, like(answer) from(b1024e2_s2))
activations(b1024e2_3, like(answer) from(b1024e2_s3))
activations(b1024e2_4, like(answer) from(b1024e2_s4))
activations(b1024e2_5, like(answer) from(b1024e2_s5))
activations(b2048e2_42, like(answer) from(b2048e2_s42))
activations(b2048e2_1, like(answer) from(b2048e2_s1))
activations(b2048e2_2, like(answer) from(b2048e2_s2))
activations(b2048e2_3, like(answer) from(b2048e2_s3))
activations(b2048e2_4, like(answer) from(b2048e2_s4))
activations(b2048e2_5, like(answer) from(b2048e2_s5))

repeat(own_setup,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, answer, own_1, own_2, own_3, own_4, own_5)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b256_epoch1,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b256e1_42, b256e1_1, b256e1_2, b256e1_3, b256e1_4, b256e1_5)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b512_epoch2,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b512e2_42, b512e2_1, b512e2_2, b512e2_3, b512e2_4, b512e2_5)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b1024_epoch1,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b1024e1_42, b1024e1_1, b1024e1_2, b1024e1_3, b1024e1_4, b1024e1_5)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b1024_epoch2,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b1024e2_42, b1024e2_1, b1024e2_2, b1024e2_3, b1024e2_4, b1024e2_5)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

repeat(b2048_epoch2,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective)
  vary(on, b2048e2_42, b2048e2_1, b2048e2_2, b2048e2_3, b2048e2_4, b2048e2_5)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  held_against(published, paper))

nearest(likeliest,
  of(own_setup, b256_epoch1, b512_epoch2, b1024_epoch1, b1024_epoch2, b2048_epoch2)
  held_against(published))

table(populations,
  of(own_setup, b256_epoch1, b512_epoch2, b1024_epoch1, b1024_epoch2, b2048_epoch2)
  shows(published.varying, published.within, published.outside, published.distance, published.p_value,
        paper.within, paper.outside)
  caption([x]))
