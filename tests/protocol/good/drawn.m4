experiment(drawn, [Rows drawn from others, and from these])

activations(gaussian, like(answer) drawn_like(answer) seed(0))
activations(another,  like(gaussian) seed(8))
activations(turned,   like(gaussian) rotated_like(another))
activations(earlier,  like(answer) position(4))
activations(apart,    permuted_like(earlier) seed(7))

stage(on_drawn,
  like(topk_sae, bootstrap_95)
  vary(on, answer, gaussian, turned, apart)
  k(4) seeds(1, 2, 3) epochs(2)
  covariance_seed_offset(200000)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37,
            covariance_pwmcc = 71))

choose(most_alike,
  from(on_drawn)
  maximise(covariance_delta, covariance_pwmcc)
  otherwise(all))

compare(untrained,
  like(bootstrap_95)
  of(covariance_pwmcc) between(on_drawn.answer, on_drawn.apart)
  bootstrap(difference = 5))

table(shown,
  of(on_drawn)
  shows(covariance_pwmcc.ci_low, covariance_delta)
  caption([Rows drawn like others, seed(7), from(these).]))
