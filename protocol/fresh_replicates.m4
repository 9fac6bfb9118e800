experiment(fresh_replicates, [Other transformers with seeds of their own], [extended])
uses(adaptive_l0)
uses(consistency_objective)
uses(conclusion)
uses(transformer_replicates)

repeat(fresh,
  of(adaptive_l0, consistency_objective, conclusion)
  vary(on, answer, transformer_replicates.seed_1, transformer_replicates.seed_2, transformer_replicates.seed_3,
       transformer_replicates.seed_4, transformer_replicates.seed_5, transformer_replicates.seed_6,
       transformer_replicates.seed_7)
  seed_step(10000))
