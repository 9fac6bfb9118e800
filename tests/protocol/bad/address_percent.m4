experiment(address_percent, [A sentence with an address])

%{
\begin{verbatim}
expected: address_percent.m4:19: % in a text means something to LaTeX, expected none in an address
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
     see \url{https://a_b.c/d%20e}.])
  otherwise(not_resolved, [It does not.]))
