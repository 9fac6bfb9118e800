experiment(compare_each_of_others, [Stages that cannot be compared])

%{
expected: compare_each_of_others.m4:33: between: 'grid' and 'wider' have different candidates, expected stages that vary the same settings over the same values
%}

stage(search,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37))

stage(longer,
  like(search)
  epochs(3))

stage(grid,
  like(search)
  vary(k, 4, 8))

stage(wider,
  like(search)
  vary(k, 4, 16))

stage(again,
  like(grid)
  epochs(3))

compare_each(turns,
  like(bootstrap_95)
  of(trained_pwmcc)
  between(grid, wider)
  bootstrap(difference = 53))
