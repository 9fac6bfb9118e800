experiment(figure_of_undeclared, [A figure of no stage])

%{
expected: figure_of_undeclared.m4:20: of: 'most' is no stage, compare_each or repeat declared above
%}

stage(few,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(42, 123)
  epochs(2)
  bootstrap(trained_pwmcc = 1, random_pwmcc = 2, explained_variance = 3, mean_squared_error = 4))

stage(many,
  like(few)
  k(8))

figure(losses,
  draws(training_loss)
  of(few, most)
  caption([Losses]))
