experiment(transformer_replicates, [Other transformers])
uses(adaptive_l0)
uses(consistency_objective)
uses(conclusion)

transformer(adder_1, like(adder) seed(1))
transformer(adder_2, like(adder) seed(2))
transformer(adder_3, like(adder) seed(3))
transformer(adder_4, like(adder) seed(4))
transformer(adder_5, like(adder) seed(5))
transformer(adder_6, like(adder) seed(6))
transformer(adder_7, like(adder) seed(7))

activations(seed_1, like(answer) from(adder_1))
activations(seed_2, like(answer) from(adder_2))
activations(seed_3, like(answer) from(adder_3))
activations(seed_4, like(answer) from(adder_4))
activations(seed_5, like(answer) from(adder_5))
activations(seed_6, like(answer) from(adder_6))
activations(seed_7, like(answer) from(adder_7))

repeat(other_seeds,
  like(bootstrap_95)
  of(adaptive_l0, consistency_objective, conclusion)
  vary(on, answer, seed_1, seed_2, seed_3, seed_4, seed_5, seed_6, seed_7))

transformer(after_2,       like(adder) epochs(2) keep(last))
transformer(after_3,       like(adder) epochs(3) keep(last))
transformer(large_after_1, like(adder) batch(2048) epochs(1) keep(last))
transformer(large_after_2, like(adder) batch(2048) epochs(2) keep(last))
transformer(large_after_3, like(adder) batch(2048) epochs(3) keep(last))

activations(b512_epoch2,  like(answer) from(after_2))
activations(b512_epoch3,  like(answer) from(after_3))
activations(b2048_epoch1, like(answer) from(large_after_1))
activations(b2048_epoch2, like(answer) from(large_after_2))
activations(b2048_epoch3, like(answer) from(large_after_3))

repeat(checkpoints,
  of(adaptive_l0, consistency_objective)
  vary(on, answer, b512_epoch2, b512_epoch3, b2048_epoch1, b2048_epoch2, b2048_epoch3)
  only(k, 4, 32) only(lambda, 0, 2e-3)
  scaled_by(other_seeds))
