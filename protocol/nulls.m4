experiment(nulls, [Stronger nulls])
uses(adaptive_l0)

%{
Text.
%}

activations(gaussian, like(answer) drawn_like(answer) seed(7))
activations(gaussian_8, like(gaussian) seed(8))
activations(gaussian_9, like(gaussian) seed(9))
activations(permuted, permuted_like(answer) seed(7))
activations(rotated, rotated_like(answer) seed(7))

stage(calibrated,
  like(adaptive_l0.retrain)
  vary(on, answer, gaussian, gaussian_8, gaussian_9, permuted, rotated)
  covariance_seed_offset(200000) rows_seed_offset(300000)
  bootstrap(covariance_pwmcc = 71, rows_pwmcc = 73))

stage(control,
  like(calibrated)
  k(32))
