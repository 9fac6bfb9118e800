experiment(looks_like_macros, [A title of k, seeds(1), from (and "more", 100\%) at [0.1, 0.2]])

%{
Prose: like stage, k(4), seeds, from, otherwise(all), \path{m4_len(x)}, dnl; \$1 \textbf{b} `quoted' "double",
back\slash, 50\%, [0.1, 0.2], \# hash, and unbalanced ( and [ too.
%}

stage(search,
  like(topk_sae, bootstrap_95)
  vary(k, 4, 8)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37))

compare(gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(search.k4, search.k8)
  bootstrap(difference = 37))

claim(looks,
  published([A macro? k, seeds(1, 2), from(x), stage(y, k(3)), "double" `single' back\slash 50\% [0.1, 0.2] \$1 \#.],
    [Where k, from [3] stand])
  when(gain.ci_low > -0.5 and (gain.ci_high < 0.5 or gain.difference != 2 * (gain.ci_low + 1)), holds,
    [It holds: k, seeds(1, 2), \path{m4_len(x)}, otherwise(all), "double" `single' back\slash 50\% [0.1, 0.2] \$1 \$@ \#
     on two lines, with \_value and @ and F:x:y.])
  otherwise(not_resolved,
    [when(k > 0, holds, from) is no macro, and [[0.1, [0.2]]] keeps its brackets.]))

figure(drawn,
  draws(training_loss) of(search)
  caption([Of k, seeds(1), "x" and [0.1, 0.2], 5\%: $k=4$ from search.]))
