experiment(text_caret, [A sentence with a power])

%{
\begin{verbatim}
expected: text_caret.m4:19: ^ in a text means something to LaTeX, expected \^{}, or $ around a formula
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
     10^3 rows gain.])
  otherwise(not_resolved, [It does not.]))
