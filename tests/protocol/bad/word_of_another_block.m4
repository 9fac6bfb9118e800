experiment(word_of_another_block, [A stage that maximises])

%{
expected: word_of_another_block.m4:12: maximise is no word of stage(search), which takes: like vary architecture on d_sae k lambda batch learning_rate beta1 beta2 epsilon normalise epochs seeds held_out align_to with_units_of reference_seed resamples confidence random_seed_offset covariance_seed_offset rows_seed_offset live_from shared_from bootstrap
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2)
  maximise(delta))
