experiment(text_underscore, [A sentence with a name in it])

%{
\begin{verbatim}
expected: text_underscore.m4:19: _ in a text means something to LaTeX, expected \_, or $ around a formula
\end{verbatim}
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

claim(gains,
  when(search.delta > 0, holds,
    [On two lines
     search_k4 gains.])
  otherwise(not_resolved, [It does not.]))
