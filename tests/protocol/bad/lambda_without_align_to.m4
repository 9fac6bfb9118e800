experiment(lambda_without_align_to, [A penalty and no reference])

%{
expected: lambda_without_align_to.m4:12: lambda: 1e-3 needs align_to(stage)
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2)
  vary(lambda, 0, 1e-3))
