setup([Experimental setup])

%{
\paragraph{Source of the activations.}
A transformer learns to add modulo a prime. It reads the seven tokens
\[ \text{BOS} \quad a \quad + \quad b \quad = \quad c \quad \text{EOS}, \qquad c = (a + b) \bmod p, \]
and is trained by cross-entropy on the answer token $c$, read at the position at which $c$ itself stands.
The weights kept are those of the first epoch of best validation accuracy. The activations are the residual
stream after the last layer at that position, one row for every pair $(a, b)$.
\IfFromFile{\textbf{In this run no transformer was trained: the activations were read from a file.} What this section
says of the transformer holds for the published study, not for the rows used here.}
{Here the accuracy is \Percent{adder.validation_accuracy} after epoch \Value{adder.best_epoch}; training stops once
it is one, because no later epoch could be better.}
There are \Value{answer.rows} rows of width \Value{answer.d_model}.

\paragraph{A caution about this input.}
The answer is an input at the position that is read, so the transformer may copy it instead of adding: a high accuracy
says nothing of addition\IfRun{answer_leak}{ (measured in Section~\ref{section:answer_leak})}{}. The published report does not
mention this. Nor was its transformer seeded: it is one draw that nobody can repeat. Whatever depends on the activations
can therefore agree with the published values only as far as two transformers do; what does not depend
on them, the random baseline, must agree to the last digit.

\paragraph{Sparse autoencoder.}
With encoder $W$, bias $b$ and unit directions $D_j$, the columns of the decoder,
\[ u = W x + b, \qquad z = \text{the } k \text{ largest entries of } u, \text{ else } 0, \qquad \hat x = \textstyle\sum_j z_j D_j, \]
trained on $\operatorname{mean}\,(\hat x - x)^2$, to which follow-up 2 adds $\lambda$ times an alignment
penalty. Each direction is scaled to unit length after every step of Adam. A latent is one $z_j$ with its
direction $D_j$.

\paragraph{Measures.}
The explained variance is $\mathrm{EV} = 1 - \operatorname{var}(x - \hat x)/\operatorname{var}(x)$ over all entries of
all rows trained on; MSE is the mean of $(\hat x - x)^2$. The likeness of two decoders $A$, $B$ is the pairwise mean of
maximal cosines,
\[ \mathrm{PWMCC}(A, B) = \tfrac12\bigl(\operatorname{mean}_i \max_j |\cos(A_i, B_j)| + \operatorname{mean}_j \max_i |\cos(A_i, B_j)|\bigr). \]
$\Delta$ is its mean over all pairs of seeds, less the same for as many random decoders of the same shape. Alignment is
the mean of $\max_j |\cos|$ with a reference.

\paragraph{Intervals.}
All intervals have the level \Level{}. The published ones are percentile bootstraps: over pairs of seeds for PWMCC, over
seeds for EV, MSE and alignment. They are printed in square brackets. A bootstrap over pairs is too narrow, for two
reasons: there are few pairs, and pairs that share a seed depend on each other. Therefore a jackknife that leaves out one
seed at a time stands beside it, in angle brackets\IfRun{statistics_audit}{. Section~\ref{section:statistics_audit}
simulates how often each of them covers}{}. The conservative lower bound (LCB) of $\Delta$ is the low end of the trained
interval less the high end of the random one: a margin, not the end of any interval.

Table~\ref{settings:setup} lists every setting that all experiments share. In the text, values are rounded to three
decimals or to whole percentages. Tables print them with five decimals, and \Id{make why} prints them in full.
%}

task(addition,
  modulus(113)
  train_fraction(0.9)
  split_seed(42))

transformer(adder,
  learns(addition)
  layers(2) d_model(128) heads(4) d_mlp(512)
  layernorm_epsilon(1e-5) initial_scale(0.8)
  epochs(5000) keep(best) batch(512)
  learning_rate(1e-3) beta1(0.9) beta2(0.999) epsilon(1e-8) weight_decay(0.01)
  seed(42))

activations(answer,
  from(adder) layer(1) position(5))

autoencoder(topk_sae,
  architecture(topk) on(answer)
  d_sae(128) lambda(0)
  batch(2048) learning_rate(3e-4) beta1(0.9) beta2(0.999) epsilon(1e-8))

statistics(bootstrap_95,
  resamples(10000) confidence(0.95) random_seed_offset(100000) live_from(0.001))

deviation(seeded_transformer,
  published([The activations came from a transformer that was never seeded.], [code of the study])
  here([\IfFromFile{The activations are read from a file.}{A transformer is trained whose seed stands in the protocol.}])
  because([A draw that nobody can repeat cannot be audited.]))

deviation(early_end,
  published([The transformer is trained for all its epochs.], [code of the study])
  here([Its training ends once validation accuracy is one.])
  because([The weights kept are those of the first epoch of best accuracy, which no later epoch could replace.]))

deviation(order_of_sums,
  published([PyTorch's kernels.], [code of the study])
  here([Kernels in C, which sum in an order of their own.])
  because([The same bits come out at any number of jobs and threads. From the same activations both agree within the
    rounding of their sums (\Id{make conformance}).]))

deviation(columns_are_directions,
  published([A decoder with fewer columns than rows is transposed before PWMCC is taken.], [code of the study])
  here([PWMCC always compares columns.])
  because([Columns are the directions of latents. In both follow-ups there are no fewer latents than dimensions, so
    that nothing changes.]))

deviation(criterion_not_met,
  published([Where no candidate meets a criterion all compete, and nothing tells of it.], [code of the study])
  here([The protocol declares it, by \Id{otherwise(all)}, and the report says where it happened.])
  because([A criterion that was not met must not look as if it had been.]))

deviation(seeds_of_comparisons,
  published([The bootstrap seeds of the two comparisons were not recorded.], [artifacts of the study])
  here([They stand in the protocols.])
  because([An interval must come out the same twice.]))

deviation(jackknife,
  published([Intervals of PWMCC are bootstraps over pairs.], [code of the study])
  here([Beside them stand jackknives that leave out one seed at a time, and a claim may ask for both.])
  because([Pairs share seeds, so that a bootstrap over pairs is too narrow.]))
