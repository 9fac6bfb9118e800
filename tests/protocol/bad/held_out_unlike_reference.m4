experiment(held_out_unlike_reference, [Rows held out that the reference was trained on])

%{
expected: held_out_unlike_reference.m4:16: held_out: 0.1 here, but none in 'reference', which align_to names, expected the same
%}

stage(reference,
  like(topk_sae)
  k(4)
  seeds(42)
  epochs(2))

stage(few,
  like(reference, bootstrap_95)
  lambda(1e-3)
  held_out(0.1)
  seeds(123, 456)
  align_to(reference)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4,
            held_out_explained_variance = 5, alignment = 6))
