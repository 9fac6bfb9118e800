experiment(title_underscore, [A title of search_k4])

%{
\begin{verbatim}
expected: title_underscore.m4:1: _ in a text means something to LaTeX, expected \_, or $ around a formula
\end{verbatim}
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))
