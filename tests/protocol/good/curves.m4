experiment(curves, [Stages that vary their epochs, and rows held out])

%{
The gap is \Value{at_equal_quality.gap}, from \Value{at_equal_quality.range_low} on.
%}

stage(k4_curve,
  like(topk_sae, bootstrap_95)
  k(4) held_out(0.1)
  seeds(42, 123, 456)
  vary(epochs, 2, 4)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37,
            held_out_explained_variance = 41))

stage(k8_curve, like(k4_curve) k(8))

stage(both, like(k4_curve) vary(k, 4, 8))

choose(longest, from(k4_curve) maximise(held_out_explained_variance) subject_to(delta > 0) otherwise(all))

matched(at_equal_quality,
  like(bootstrap_95)
  of(trained_pwmcc) at(held_out_explained_variance) between(k4_curve, k8_curve))

stage(reference, like(topk_sae) k(4) held_out(0.1) seeds(1) epochs(3))

stage(sweep,
  like(reference, bootstrap_95)
  vary(lambda, 0, 0.5)
  seeds(2, 3)
  align_to(reference) with_units_of(reference)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37,
            held_out_explained_variance = 41, alignment = 43))

compare(gain,
  like(bootstrap_95)
  of(held_out_explained_variance) between(sweep.lambda0.5, k4_curve.longest)
  bootstrap(difference = 37))

claim(remains,
  when(at_equal_quality.jackknife_low > 0 and both.epoch4_k8.delta > k4_curve.longest.delta, holds, [It does.])
  otherwise(not_resolved, [It may.]))
