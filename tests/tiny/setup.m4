setup([Experimental setup of the pipeline's test])

%{
Everything is as small as it can be and still be trained.
%}

task(addition,
  modulus(11)
  train_fraction(0.9)
  split_seed(42))

transformer(adder,
  learns(addition)
  layers(2) d_model(16) heads(2) d_mlp(32)
  layernorm_epsilon(1e-5) initial_scale(0.8)
  epochs(3) keep(best) batch(32)
  learning_rate(1e-3) beta1(0.9) beta2(0.999) epsilon(1e-8) weight_decay(0.01)
  seed(42))

activations(answer,
  from(adder) layer(1) position(5))

autoencoder(topk_sae,
  architecture(topk) on(answer)
  d_sae(16) lambda(0)
  batch(64) learning_rate(3e-4) beta1(0.9) beta2(0.999) epsilon(1e-8))

statistics(bootstrap_95,
  resamples(100) confidence(0.95) random_seed_offset(100000) live_from(0.1))
