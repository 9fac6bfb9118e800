experiment(figure_without_script, [A figure that nothing draws])

%{
expected: figure_without_script.m4:19: draws: there is no figures/loss_of_training.gp, expected the name of a script there
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
  draws(loss_of_training)
  of(few, many)
  caption([Losses]))
