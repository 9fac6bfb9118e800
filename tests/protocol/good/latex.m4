experiment(latex, [100\% LaTeX \& more: $x_1^2$, \Value{search.delta}])

%{
% A comment with % & # _ ^ { in it.
Of \Id{a\_b}, \Value{search.delta}, \Rounded{search.delta} and \Percent{search.delta}, \#1 at 50\% in Section~\ref{section:latex} \label{a_b}: $x_{i,j}^2$ and
\[ y_{ab} = \mu
   + e_a. \]
\begin{tabular}{lr} a\_b & \$ 2 \\ \multicolumn{2}{c}{$c_1$} \end{tabular} \url{https://a_b.c/#d%20&e}
\begin{verbatim}
% & # _ ^ { $
\end{verbatim}
\begin{equation} a_1 \end{equation} \(b_2\)
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

claim(gains,
  published([\emph{A \& B} of $\Delta_k$], [page 1, 5\%])
  when(search.delta > 0 and search.trained_pwmcc > search.random_pwmcc, holds,
    [It gains \Value{search.delta} (see \Id{a\_b}, Section~\ref{section:latex}).])
  otherwise(not_resolved, [\{\}]))
