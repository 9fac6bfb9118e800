experiment(vary_no_setting, [A variation of the models])

%{
expected: vary_no_setting.m4:10: vary: 'seeds' is no setting of a stage
%}

stage(search,
  like(topk_sae)
  k(4)
  vary(seeds, 1, 2)
  epochs(2))
