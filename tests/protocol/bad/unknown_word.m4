experiment(unknown_word, [A word that no one knows])

%{
expected: unknown_word.m4:10: 'momentum(0.9)' is no word of stage(search), which takes: like vary architecture on d_sae k lambda batch learning_rate beta1 beta2 epsilon normalise epochs seeds held_out align_to with_units_of reference_seed resamples confidence random_seed_offset covariance_seed_offset rows_seed_offset live_from shared_from bootstrap
%}

stage(search,
  like(topk_sae)
  k(4)
  momentum(0.9)
  seeds(42, 123)
  epochs(2))
