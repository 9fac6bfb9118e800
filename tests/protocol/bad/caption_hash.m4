experiment(caption_hash, [A caption with a hash])

%{
\begin{verbatim}
expected: caption_hash.m4:18: # in a text means something to LaTeX, expected \#
\end{verbatim}
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

figure(drawn,
  draws(training_loss) of(search)
  caption([Of seed #4]))
