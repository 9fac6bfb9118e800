experiment(compare_each_with_itself, [Stages that cannot be compared])

%{
expected: compare_each_with_itself.m4:33: between: 'grid' is compared with itself, expected two stages
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
  between(grid, grid)
  bootstrap(difference = 53))
