experiment(its_name, [An experiment that has not the name of its file])

%{
expected: another_name.m4:1: experiment: 'its_name' must be the name of its file, another_name
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))
