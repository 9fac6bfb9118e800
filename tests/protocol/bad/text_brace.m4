experiment(text_brace, [A sentence with a bracket])

%{
\begin{verbatim}
expected: text_brace.m4:19: { is not closed in its text, expected \{ or a } behind it
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
     it {gains.])
  otherwise(not_resolved, [It does not.]))
