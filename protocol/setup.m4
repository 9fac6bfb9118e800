setup([Experimental setup])

%{
The model is a small transformer that learns addition.
%}

task(addition,
  modulus(113)
  train_fraction(0.9)
  split_seed(42))

transformer(adder,
  learns(addition)
  layers(2) d_model(128) heads(4) d_mlp(512)
  layernorm_epsilon(1e-5) initial_scale(0.8)
  epochs(5000) batch(512)
  learning_rate(1e-3) beta1(0.9) beta2(0.999) epsilon(1e-8) weight_decay(0.01)
  seed(42))

activations(answer,
  from(adder) layer(1) position(5))

autoencoder(topk_sae,
  architecture(topk) on(answer)
  d_sae(128) lambda(0)
  batch(2048) learning_rate(3e-4) beta1(0.9) beta2(0.999) epsilon(1e-8))

statistics(bootstrap_95,
  resamples(10000) confidence(0.95) random_seed_offset(100000))
