experiment(minilm, [A language model's residual stream], [extended])

%{
Do the findings on modular addition hold on a real language model? The rows are the residual stream of
all-MiniLM-L6-v2 after layer 3 of 6, one row for each of \Value{hidden.rows} tokens of Python's manual
(\Id{protocol/examples/minilm.py} makes them). They are \Value{hidden.d_model} wide and have an effective rank of
\Value{hidden.effective_rank}. Their mean is subtracted, as the mean of a language model's rows is large. The null is
the same training on Gaussian rows with their mean and covariance.
%}

activations(hidden, file([build/minilm.safetensors]))
activations(gaussian, drawn_like(hidden) seed(7))

stage(model,
  like(topk_sae, bootstrap_95)
  on(hidden) normalise(mean)
  d_sae(768)
  vary(k, 4, 8, 32)
  seeds(42, 123, 456, 789)
  batch(512) learning_rate(1e-3)
  epochs(40)
  held_out(0.1)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37,
            held_out_explained_variance = 41))

stage(null, like(model) on(gaussian))

table(both,
  of(model, null)
  shows(trained_pwmcc, expected_random_pwmcc, expected_delta, held_out_explained_variance, rarely_firing)
  caption([SAEs of the model's rows, and of Gaussian rows with their mean and covariance.]))

compare(structure_4,  like(bootstrap_95) of(trained_pwmcc) between(model.k4, null.k4) bootstrap(difference = 37))
compare(structure_8,  like(structure_4) between(model.k8, null.k8))
compare(structure_32, like(structure_4) between(model.k32, null.k32))
compare(fewer,        like(structure_4) between(model.k4, model.k32))

claim(more_than_covariance,
  when(structure_4.jackknife_low > 0 and structure_8.jackknife_low > 0 and structure_32.jackknife_low > 0, holds,
    [At every $k$ decoders trained on the model's rows are more alike than on Gaussian rows of the same covariance: by
     \Value{structure_4.difference}, \Value{structure_8.difference} and \Value{structure_32.difference} in PWMCC.])
  when(structure_4.jackknife_high < 0 and structure_8.jackknife_high < 0 and structure_32.jackknife_high < 0,
    contradicted,
    [At every $k$ decoders trained on the model's rows are less alike than on Gaussian rows of the same covariance: by
     \Value{structure_4.difference}, \Value{structure_8.difference} and \Value{structure_32.difference} in PWMCC.])
  otherwise(not_resolved,
    [Whether decoders are more alike than on Gaussian rows of the same covariance depends on $k$, or is not resolved:
     \Value{structure_4.difference}, \Value{structure_8.difference} and \Value{structure_32.difference} in PWMCC.]))

claim(fewer_latents_help,
  when(fewer.jackknife_low > 0, holds,
    [As on modular addition, $k = 4$ gives more similar decoders than $k = 32$, by \Value{fewer.difference} in PWMCC.])
  when(fewer.jackknife_high < 0, contradicted,
    [Other than on modular addition, $k = 4$ gives less similar decoders than $k = 32$: the difference in PWMCC is
     \Value{fewer.difference}.])
  otherwise(not_resolved,
    [Whether $k = 4$ gives more similar decoders than $k = 32$ is not resolved: \Value{fewer.difference} in PWMCC.]))
