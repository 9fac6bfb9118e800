experiment(statistics_audit, [Statistics audit])
uses(adaptive_l0)
uses(consistency_objective)

%{
test
%}

coverage(covered,
  like(bootstrap_95)
  of(adaptive_l0.search, adaptive_l0.retrain, adaptive_l0.control, consistency_objective.sweep)
  simulations(1000) resamples(1000) seed(61))

table(baseline,
  of(adaptive_l0.search, adaptive_l0.retrain, adaptive_l0.control, consistency_objective.sweep)
  shows(random_pwmcc, expected_random_pwmcc, random_deviation, delta, expected_delta)
  caption([The random baseline beside its expectation.]))

table(latents,
  of(adaptive_l0.search, adaptive_l0.retrain, adaptive_l0.control, consistency_objective.sweep)
  shows(cosine_with_start, rarely_firing, trained_pwmcc, live_pwmcc, expected_delta, live_delta)
  caption([Latents that move little or fire rarely.]))
