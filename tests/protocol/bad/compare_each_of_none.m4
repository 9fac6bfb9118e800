experiment(compare_each_of_none, [Stages that cannot be compared])

%{
expected: compare_each_of_none.m4:33: between: 'gird' is no stage declared above
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
  between(grid, gird)
  bootstrap(difference = 53))
