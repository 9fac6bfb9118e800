experiment(curves, [By epoch])
uses(adaptive)

%{
Two trainings, each at three epochs, with rows held out: \Value{at_equal_movement.gap}.
%}

stage(k4_curve,
  like(adaptive.search)
  k(4) held_out(0.1)
  seeds(1, 2, 3)
  vary(epochs, 12, 5, 2)
  bootstrap(held_out_explained_variance = 41))

stage(k2_curve, like(k4_curve) k(2))

choose(best_epoch,
  from(k4_curve)
  maximise(held_out_explained_variance)
  otherwise(all))

compare(longer,
  like(bootstrap_95)
  of(trained_pwmcc) between(k4_curve.best_epoch, k4_curve.epoch2)
  bootstrap(difference = 7))

matched(at_equal_movement,
  like(bootstrap_95)
  of(trained_pwmcc) at(cosine_with_start) between(k4_curve, k2_curve))

claim(it_remains,
  when(at_equal_movement.jackknife_low > 0, holds, [It does, by \Value{at_equal_movement.gap}.])
  otherwise(not_resolved, [It may.]))

figure(by_epoch,
  draws(curves_by_setting) of(k4_curve, k2_curve)
  caption([By epoch.]))
