experiment(misspelt_setting, [A setting with a letter too few])

%{
expected: misspelt_setting.m4:11: 'epoch(25)' is no word of stage(search) (did you mean epochs?), which takes: like vary architecture on d_sae k lambda batch learning_rate beta1 beta2 epsilon normalise epochs seeds held_out align_to with_units_of reference_seed resamples confidence random_seed_offset covariance_seed_offset rows_seed_offset live_from shared_from bootstrap
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epoch(25))
