experiment(published_ampersand, [A published claim with an ampersand])

%{
\begin{verbatim}
expected: published_ampersand.m4:17: & in a text means something to LaTeX, expected \&, or a table around it
\end{verbatim}
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

claim(gains,
  published([A & B], [page 1])
  when(search.delta > 0, holds,
    [On two lines
     it gains.])
  otherwise(not_resolved, [It does not.]))
